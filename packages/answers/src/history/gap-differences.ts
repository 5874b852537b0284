import type { Gap } from '@slicescope/history'
import { type ComparedMoment, compareViews, type TimelineMark } from '@slicescope/view'
import { type History, NotRecorded } from './history.ts'
import { toTime } from './timeline.ts'

/** The last ones of a range: each is two reads of the past. */
const MOST_GAPS = 4
const MOST_KNOWN = 500

/** What a gap comes to does not change: of the Services that were asked about last it is remembered. */
const KNOWN = new WeakMap<History, Map<string, TimelineMark>>()

/** What is different in a Service after each gap, as marks where the gaps end. What happened in between is not known. */
export async function gapDifferences(
  history: History,
  service: string,
  gaps: readonly Gap[],
): Promise<readonly TimelineMark[]> {
  const known = KNOWN.get(history) ?? new Map<string, TimelineMark>()
  KNOWN.set(history, known)
  const marks: TimelineMark[] = []
  for (const gap of gaps.slice(-MOST_GAPS)) {
    const key = `${service} ${gap.from} ${gap.to}`
    const mark = known.get(key) ?? (await differenceOf(history, service, gap))
    if (mark === null) continue
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(key, mark)
    marks.push(mark)
  }
  return marks
}

/** Null where one of the sides cannot be read. */
async function differenceOf(history: History, service: string, { from, to }: Gap): Promise<TimelineMark | null> {
  const then = await momentAt(history, service, from)
  const after = await momentAt(history, service, to)
  if (then === null || after === null || (then.view === null && after.view === null)) return null
  const { sentence } = compareViews(then, after)
  return { at: toTime(to), kind: 'after-gap', text: `${sentence.replace(/\.$/, '')} (nothing was recorded in between)` }
}

async function momentAt(history: History, service: string, time: number): Promise<ComparedMoment | null> {
  const read = await history.read({ time }, ({ view }) => view.serviceView(service, time) ?? null)
  if (read instanceof NotRecorded) return null
  return { at: time, view: read === null || read.deleted !== null ? null : read }
}
