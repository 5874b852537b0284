import type { Gap } from '@slicescope/history'
import { type Timeline, timelineCounts, type TimelineMark, type TimelinePoint, type Timelines } from '@slicescope/view'
import { isLoss, type Observed } from './observation.ts'

interface Range {
  readonly from: number
  readonly to: number
}

/** A line of a list has room for about so many steps. */
const STEPS_OF_A_LINE = 60

/** One Service: how it was, from the observations of its own, the oldest first. */
export function pointsOf(observed: readonly Observed[], { from }: Range): readonly TimelinePoint[] {
  const points = observed.map(({ at, row }) => ({ at: toTime(Math.max(at, from)), ...timelineCounts(row) }))
  // Of several at one time the last one holds.
  return points.filter(({ at }, index) => points[index + 1]?.at !== at)
}

/** A loss of one Service, from its onset to its end; `to` null: it is not over. */
interface ObservedLoss {
  readonly from: number
  to: number | null
  severity: 'critical' | 'warning'
  sentence: string
  ready: number
}

/** The losses that began in the observations, the oldest first. The first observation begins none: it may have been so before. */
export function lossesOf(observed: readonly Observed[]): readonly ObservedLoss[] {
  const losses: ObservedLoss[] = []
  let open: ObservedLoss | null = null
  for (const [index, { at, row }] of observed.entries()) {
    const isLost = row !== null && isLoss(row.severity)
    if (open !== null && !isLost) {
      open.to = at
      open = null
    }
    if (row === null || !isLost) continue
    const ready = row.ready ?? Infinity
    const severity = row.severity === 'critical' ? 'critical' : 'warning'
    if (open === null) {
      open = { from: at, to: null, severity, sentence: row.sentence ?? '', ready }
      if (index > 0) losses.push(open)
    } else if (isWorse({ severity, ready }, open)) {
      Object.assign(open, { severity, ready, sentence: row.sentence ?? open.sentence })
    }
  }
  return losses
}

/** What explains a loss is found after it began: of equals the last one counts. */
function isWorse(
  { severity, ready }: Pick<ObservedLoss, 'severity' | 'ready'>,
  than: Pick<ObservedLoss, 'severity' | 'ready'>,
): boolean {
  if (severity !== than.severity) return severity === 'critical'
  return ready <= than.ready
}

export function marksOf(losses: readonly ObservedLoss[], { from }: Range): readonly TimelineMark[] {
  const marks = losses.flatMap(({ from: onset, to, sentence }): readonly (TimelineMark & { readonly ms: number })[] => {
    const text = sentence.replace(/[.]$/, '')
    const begun = { ms: onset, at: toTime(onset), kind: 'onset', text } as const
    return to === null ? [begun] : [begun, { ms: to, at: toTime(to), kind: 'recovered', text: 'Recovered' }]
  })
  return marks.filter(({ ms }) => ms >= from).map(({ ms: _ms, ...mark }) => mark)
}

/** All Services in short, by the observations of all of them, the oldest first. */
export function timelinesOf(observed: readonly Observed[], range: Range): Pick<Timelines, 'services' | 'wasBroken'> {
  const own = Map.groupBy(observed, ({ service }) => service)
  // Where the recording begins within the range, the parts are as short as what is recorded.
  const from = Math.max(range.from, observed[0]?.at ?? range.from)
  const services = [...own].map(([key, each]) => ({ key, points: inShort(each, { ...range, from }) }))
  const wasBroken = [...own].flatMap(([key, each]) => {
    const last = each.at(-1)?.row
    if (last === undefined || last === null || isLoss(last.severity)) return []
    return lossesOf(each).flatMap(loss => brokenOf(key, loss) ?? [])
  })
  return { services, wasBroken }
}

function brokenOf(key: string, { from, to, severity, sentence }: ObservedLoss): Timelines['wasBroken'][number] | null {
  if (to === null) return null
  const [namespace = '', name = ''] = key.split('/')
  return { key, namespace, name, from: toTime(from), to: toTime(to), severity, sentence }
}

type Steps = Timelines['services'][number]['points']

/** In each of equal parts of the range the step with the fewest ready backends, and the last; the first of all, too. */
function inShort(observed: readonly Observed[], { from, to }: Range): Steps {
  const parts = STEPS_OF_A_LINE / 2
  const width = Math.max(1, (to - from) / parts)
  const byPart = Map.groupBy(observed, ({ at }) => Math.floor(Math.max(0, at - from) / width))
  return [...byPart.values()].flatMap(part => {
    const last = part.at(-1)
    const worst = part.toSorted((a, b) => readyOf(a) - readyOf(b))[0]
    const kept = part.length > 2 ? part.filter(each => each === last || each === worst || each === observed[0]) : part
    return kept.map(({ at, row }): Steps[number] => [Math.max(at, from), row?.ready ?? null, row?.total ?? null])
  })
}

function readyOf({ row }: Observed): number {
  return row?.ready ?? -1
}

/** The parts of gaps that lie within a range. */
export function gapsWithin(gaps: readonly Gap[], { from, to }: Range): Timeline['gaps'] {
  return gaps
    .filter(gap => gap.to > from && gap.from < to)
    .map(gap => ({ from: toTime(Math.max(gap.from, from)), to: toTime(Math.min(gap.to, to)) }))
}

export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}
