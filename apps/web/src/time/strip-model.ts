import type { ChangeView, ServiceView, Timeline } from '@slicescope/view'
import type { Span } from './strip-span.ts'

/** Counts that hold for a while. `lost`: not ready and not starting. */
export interface Counts {
  readonly ready: number
  readonly starting: number
  readonly lost: number
  readonly total: number
  readonly zones: readonly { readonly zone: string | null; readonly ready: number; readonly total: number }[]
}

/** What holds from `from` to `to`; null where that is not known. */
export interface Stretch extends Span {
  readonly counts: Counts | null
}

/** A moment that a reader steps to. */
export interface Stop {
  readonly at: number
  readonly kind: 'onset' | 'recovered' | 'change'
  /** Of a change. */
  readonly change: ChangeView | null
  readonly text: string
}

/** Time of which nothing can be shown, and why. */
export interface Blank extends Span {
  readonly why: 'gap' | 'not recorded'
}

/** All that the strip draws and says. */
export interface StripModel {
  readonly stretches: readonly Stretch[]
  readonly blanks: readonly Blank[]
  /** The oldest first. */
  readonly stops: readonly Stop[]
  /** What can be shown; null where nothing can. */
  readonly recorded: Span | null
  /** The most backends at once. */
  readonly max: number
  /** Names of zones, '' for none, as they are ordered in the view. */
  readonly zones: readonly string[]
}

/** What was counted at a moment. */
export interface Point {
  readonly at: number
  readonly counts: Counts | null
}

export interface StripFacts {
  /** Undefined before it is there. */
  readonly timeline: Timeline | undefined
  /** What the page saw itself since, the oldest first. */
  readonly tail: readonly Point[]
  /** The view as it is now, for what is newer than the timeline; null in the past. */
  readonly view: ServiceView | null
  /** Until when it is known; ms. */
  readonly until: number
}

export function stripModel(facts: StripFacts): StripModel {
  const { timeline, until } = facts
  const recorded = pointsOf(timeline)
  const end = recorded.at(-1)?.at ?? -Infinity
  const points = [...recorded, ...facts.tail.filter(({ at }) => at > end)]
  const gaps = (timeline?.gaps ?? []).map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
  const stretches = stretchesOf(points, gaps, until)
  const zones = [...new Set(points.flatMap(({ counts }) => (counts?.zones ?? []).map(({ zone }) => zone ?? '')))]
  return {
    stretches,
    blanks: [...gaps.map(gap => ({ ...gap, why: 'gap' as const })), ...unrecorded(timeline, points[0]?.at ?? until)],
    stops: stopsOf(facts),
    recorded:
      timeline?.recorded == null
        ? null
        : { from: Date.parse(timeline.recorded.from), to: Date.parse(timeline.recorded.to) },
    max: Math.max(1, ...points.map(({ counts }) => counts?.total ?? 0)),
    zones: zones.toSorted((a, b) => Number(a === '') - Number(b === '') || a.localeCompare(b, 'en', { numeric: true })),
  }
}

/** What a view says of a moment. */
export function pointOf(view: ServiceView, at: number): Point {
  const { ready, total, starting, unknown } = view
  if (ready === null || total === null) return { at, counts: null }
  const lost = Math.max(0, total - ready - (starting ?? 0) - (unknown ?? 0))
  const zones = view.zones.map(({ zone, ready: own, total: all }) => ({ zone, ready: own, total: all }))
  return { at, counts: { ready, starting: starting ?? 0, lost, total, zones } }
}

function pointsOf(timeline: Timeline | undefined): readonly Point[] {
  return (timeline?.points ?? []).map(({ at, ready, total, starting, zones }) => ({
    at: Date.parse(at),
    counts:
      ready === null || total === null
        ? null
        : { ready, starting: starting ?? 0, lost: Math.max(0, total - ready - (starting ?? 0)), total, zones },
  }))
}

/** A point holds until the next one, or until a gap begins. */
function stretchesOf(points: readonly Point[], gaps: readonly Span[], until: number): readonly Stretch[] {
  return points.flatMap(({ at, counts }, index) => {
    const next = points[index + 1]?.at ?? until
    const gap = gaps.find(({ from, to }) => from < next && to > at)
    const to = gap === undefined ? next : Math.max(at, gap.from)
    return to > at ? [{ from: at, to, counts }] : []
  })
}

/** Before the recording begins, and before the Service was there. */
function unrecorded(timeline: Timeline | undefined, first: number): readonly Blank[] {
  const from = timeline === undefined ? -Infinity : Date.parse(timeline.from)
  const begun = timeline?.recorded == null ? first : Date.parse(timeline.recorded.from)
  return begun > from ? [{ from, to: begun, why: 'not recorded' }] : []
}

function stopsOf({ timeline, view }: StripFacts): readonly Stop[] {
  const changes = new Map<string, ChangeView>()
  // What the view says of a change is newer.
  for (const change of [...(timeline?.changes ?? []), ...(view?.changes ?? [])]) changes.set(change.key, change)
  const marks = (timeline?.marks ?? []).map(
    ({ at, kind, text }): Stop =>
      kind === 'after-gap'
        ? { at: Date.parse(at), kind: 'change', change: null, text }
        : { at: Date.parse(at), kind, change: null, text: leadOf(text) },
  )
  const stops: readonly Stop[] = [
    ...marks,
    ...(view === null ? [] : ownMarks(view, timeline === undefined ? -Infinity : Date.parse(timeline.to))),
    ...[...changes.values()]
      // How many are ready is what the strip draws.
      .filter(({ kind }) => kind !== 'ready')
      .map(change => ({ at: Date.parse(change.until), kind: 'change' as const, change, text: change.text })),
  ]
  return stops.toSorted((a, b) => a.at - b.at)
}

/** What is wrong, in a few words: a sentence up to its facts. "Likely: all nodes are down. 3 of 9 ..." is "Likely: all nodes are down". */
function leadOf(text: string): string {
  const [first = text] = text.replace(/\.$/, '').split('. ')
  return first.startsWith('Likely: ') ? first : (first.split(': ')[0] ?? first)
}

/** What the view itself says of the loss that it shows, where the timeline ends before it. */
function ownMarks({ verdict, recovered, loss }: ServiceView, end: number): readonly Stop[] {
  const since = verdict.since?.basis === 'recorded' || verdict.since?.basis === 'object' ? verdict.since.time : null
  const onset = verdict.onset ?? since
  const own: readonly Stop[] = [
    ...(recovered === null
      ? []
      : [
          {
            at: Date.parse(recovered.at) - recovered.lastedMs,
            kind: 'onset' as const,
            change: null,
            text: leadOf(recovered.was.sentence),
          },
          { at: Date.parse(recovered.at), kind: 'recovered' as const, change: null, text: 'recovered' },
        ]),
    ...(loss !== null && loss.size > 0 && onset !== null && verdict.severity !== 'info'
      ? [{ at: Date.parse(onset), kind: 'onset' as const, change: null, text: verdict.lead }]
      : []),
  ]
  return own.filter(({ at }) => at > end)
}

/** What held at a moment; undefined where nothing is known of it. */
export function countsAt({ stretches }: StripModel, at: number): Counts | undefined {
  // They follow one another: the last one that begins by then, found in halves.
  let [low, high] = [0, stretches.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((stretches[middle]?.from ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  const held = stretches[low - 1]
  return held !== undefined && at <= held.to ? (held.counts ?? undefined) : undefined
}

/** The loss that lasted at a moment, if one did. */
export function onsetBefore({ stops }: StripModel, at: number): Stop | undefined {
  const last = stops.findLast(stop => stop.at <= at && stop.kind !== 'change')
  return last?.kind === 'onset' ? last : undefined
}

/** The marks of a stretch of time, the oldest first. */
export function stopsWithin({ stops }: StripModel, { from, to }: Span): readonly Stop[] {
  return stops.filter(({ at }) => at >= from && at <= to)
}

/** The stop that an arrow leads to; `[` and `]` lead to onsets alone. */
export function nextStop({ stops }: StripModel, at: number, { step, onsets }: Leap): Stop | undefined {
  const own = onsets ? stops.filter(({ kind }) => kind === 'onset') : stops
  return step === 1 ? own.find(stop => stop.at > at) : own.findLast(stop => stop.at < at)
}

interface Leap {
  readonly step: 1 | -1
  readonly onsets: boolean
}
