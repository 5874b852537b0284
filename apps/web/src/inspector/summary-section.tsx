import type { ServiceView } from '@slicescope/view'
import { Check, ChevronRight, CircleAlert, CircleQuestionMark, Info } from 'lucide-react'
import { usePlaceStore } from '../state/stores.ts'
import type { Tab } from '../url/place.ts'
import { dnsLine, type SummaryLine, trafficLine } from '../words/summary-words.ts'
import { Section } from './section.tsx'

/** Who answers and what names resolve to, in a line each that leads to the whole of it. */
export function SummarySection({ view: { traffic, dns, findings } }: { readonly view: ServiceView }) {
  if (traffic === null && dns === null) return null
  return (
    <Section title="Traffic and DNS">
      {traffic !== null && <Line title="Traffic" tab="traffic" line={trafficLine(traffic, findings)} />}
      {dns !== null && <Line title="DNS" tab="dns" line={dnsLine(dns, findings)} />}
    </Section>
  )
}

const ICONS = { critical: CircleAlert, warning: CircleAlert, info: Info, none: Check, unknown: CircleQuestionMark }

interface LineProps {
  readonly title: string
  readonly tab: Tab
  readonly line: SummaryLine
}

function Line({ title, tab, line }: LineProps) {
  const store = usePlaceStore()
  const { text, note, severity, isKnown } = line
  const Icon = ICONS[isKnown ? (severity ?? 'none') : 'unknown']
  return (
    <button
      type="button"
      className="summary-line"
      data-severity={severity ?? 'none'}
      data-summary={tab}
      onClick={() => store.go({ tab })}
    >
      <Icon size={14} aria-hidden />
      <span>
        <b>{title}</b> {text}
        {note !== '' && <span className="faint"> {note}</span>}
      </span>
      <ChevronRight size={14} aria-hidden />
    </button>
  )
}
