import { formatCount, isMarking, markedBy } from '@slicescope/picture'
import type { FindingView, ServiceView } from '@slicescope/view'
import { Crosshair } from 'lucide-react'
import { allRows } from '../state/open-service.ts'
import { useLive, usePlace, usePlaceStore, useSpotlightStore } from '../state/stores.ts'
import { hasFinding } from '../list/finding-choices.ts'
import { UNFILTERED } from '../url/place.ts'
import { Coded } from '../controls/coded.tsx'
import { Believed } from './believed.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { Command } from './kubectl-section.tsx'

interface FindingCardProps {
  readonly view: ServiceView
  readonly finding: FindingView
}

/** A finding with what was compared; what it names is lit in the picture while pointer or focus is on it. */
export function FindingCard({ view, finding }: FindingCardProps) {
  const { code, severity, causeCertainty, title, evidence, kubectl, remedy, misconception } = finding
  const store = usePlaceStore()
  const spotlight = useSpotlightStore()
  const services = useLive(live => allRows(live).filter(row => hasFinding(row, code)).length)
  return (
    <article
      className="finding"
      data-code={code}
      data-severity={severity}
      onPointerEnter={() => spotlight.turn(code)}
      onPointerLeave={() => spotlight.turn(null)}
      onFocus={() => spotlight.turn(code)}
      onBlur={() => spotlight.turn(null)}
    >
      <h4>{title}</h4>
      <p className="faint finding-meta">
        <b>{severity}</b> {code}, cause {causeCertainty}
        {services > 1 && (
          <button type="button" className="link" onClick={() => store.go({ ...UNFILTERED, finding: code })}>
            {formatCount(services)} Services have it
          </button>
        )}
      </p>
      {isMarking(markedBy(view, finding)) && <MarkButton code={code} />}
      <EvidenceList view={view} evidence={evidence} more={finding.moreEvidence} />
      <p>
        <Coded text={remedy} />
      </p>
      {finding.remedyCommand !== '' && <Command command={finding.remedyCommand} />}
      {misconception !== null && <Believed belief={misconception.belief}>{misconception.truth}</Believed>}
      {kubectl !== '' && <Command command={kubectl} />}
    </article>
  )
}

function MarkButton({ code }: { readonly code: string }) {
  const { mark, view } = usePlace()
  const store = usePlaceStore()
  const isMarked = mark === code
  const where = view === 'table' ? 'in the table' : 'in the picture'
  return (
    <button
      type="button"
      className={view === 'table' ? 'mark-button' : 'mark-button wide-only'}
      aria-pressed={isMarked}
      onClick={() => store.go(isMarked ? { mark: null } : { mark: code })}
    >
      <Crosshair size={13} aria-hidden /> {isMarked ? 'marked' : 'mark'} {where}
    </button>
  )
}
