import { formatUtcSpan, formatLocalSpan } from '../local-time.ts'
import { countWords } from '../caption-words.ts'
import { formatCount } from '../headings.ts'
import type { ReportFacts } from './report-facts.ts'

/** One line of the timeline. */
export interface ReportEvent {
  /** "2026-11-24 03:11:19-03:11:42 UTC" */
  readonly time: string
  /** The same in the reader's time zone; '' where it is not known. */
  readonly local: string
  readonly kind: 'change' | 'loss' | 'worst' | 'recovered' | 'gap' | 'more'
  /** Back quotes mark code. */
  readonly text: string
}

interface Dated extends Omit<ReportEvent, 'time' | 'local'> {
  readonly from: string
  readonly until: string
}

/** More is no timeline: the report has those nearest to the onset. */
const MOST_CHANGES = 60

/** What happened, the oldest first: changes with who made them where that is known, losses, recoveries and gaps. */
export function reportEvents(facts: ReportFacts): readonly ReportEvent[] {
  const { timeline, loss, worst, range } = facts
  const { timeZone } = worst.caption
  const { told, more } = nearest(timeline.changes, loss?.onset ?? range.to)
  const changes = told.map(
    ({ time, until, text }): Dated => ({ from: time, until, kind: 'change', text: upperFirst(text) }),
  )
  const all = [...changes, ...marksOf(facts), ...gapsOf(facts)].toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return [
    ...all.map(({ from, until, kind, text }) => ({
      time: formatUtcSpan(from, until),
      local: timeZone === null ? '' : formatLocalSpan([from, until], range.to, timeZone),
      kind,
      text,
    })),
    ...(more === 0
      ? []
      : [{ time: '', local: '', kind: 'more', text: `and ${formatCount(more)} more changes` } as const]),
  ]
}

/** A sentence begins with a capital letter, a name does not. */
function upperFirst(text: string): string {
  return /^[a-z]+ /.test(text) ? `${text.slice(0, 1).toUpperCase()}${text.slice(1)}` : text
}

function nearest(changes: ReportFacts['timeline']['changes'], onset: string) {
  const distance = (time: string) => Math.abs(Date.parse(time) - Date.parse(onset))
  const told = changes.toSorted((a, b) => distance(a.time) - distance(b.time)).slice(0, MOST_CHANGES)
  return { told, more: changes.length - told.length }
}

function marksOf({ timeline, loss, worst }: ReportFacts): readonly Dated[] {
  const marks = timeline.marks.map(({ at, kind, text }): Dated => {
    const when = { from: at, until: at }
    if (kind === 'after-gap') return { ...when, kind: 'gap', text }
    if (kind === 'recovered') return { ...when, kind, text: 'Recovered' }
    return { ...when, kind: 'loss', text: at === loss?.onset ? 'Loss began' : `Loss began: ${text}` }
  })
  const { asOf } = worst.caption
  if (loss === null) return marks
  return [...marks, { from: asOf, until: asOf, kind: 'worst', text: `Worst: ${countWords(worst.view)}` }]
}

function gapsOf({ timeline }: ReportFacts): readonly Dated[] {
  return timeline.gaps.map(({ from, to }) => ({ from, until: to, kind: 'gap', text: 'Nothing was recorded (gap)' }))
}
