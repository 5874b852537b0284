import { formatCount, plural } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { X } from 'lucide-react'
import { usePlaceStore } from '../state/stores.ts'
import { ChoiceMenu } from '../controls/choice-menu.tsx'
import { findingChoices } from './finding-choices.ts'

interface FindingFilterProps {
  /** Those that pass the other filters. */
  readonly rows: readonly Row[]
  readonly finding: string | null
}

const ANY = ''

/** Narrows the list to Services that share a finding; each choice says how many do. */
export function FindingFilter({ rows, finding }: FindingFilterProps) {
  const store = usePlaceStore()
  const choices = findingChoices(rows)
  const chosen = choices.find(({ code }) => code === finding)
  return (
    <div className="finding-filter" data-active={finding !== null}>
      <ChoiceMenu
        label="finding"
        shown={finding === null ? 'any' : (chosen?.title ?? finding)}
        value={finding ?? ANY}
        choices={[
          { value: ANY, label: 'any' },
          ...choices.map(({ code, title, services }) => ({
            value: code,
            label: title,
            note: `${code} · ${formatCount(services)}`,
          })),
        ]}
        onChoose={code => store.go({ finding: code === ANY ? null : code })}
      />
      {finding !== null && <b>{formatCount(chosen?.services ?? 0)}</b>}
      {finding !== null && (
        <button
          type="button"
          className="clear"
          aria-label="Show all Services"
          title={`${plural(chosen?.services ?? 0, 'Service')} with ${finding}; click to show all`}
          onClick={() => store.go({ finding: null })}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}
