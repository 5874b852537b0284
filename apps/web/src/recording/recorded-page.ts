import { applyMessage, EMPTY_STREAM, type RecordedStream, type StreamState } from '@slicescope/protocol'
import { timelineCounts } from '@slicescope/view/timeline'
import type { Freshness, Row, ServiceView, Timeline, TimelineMark, TimelinePoint } from '@slicescope/view'

/** A whole state is kept after as many messages: no moment is further from one. */
const BETWEEN_STATES = 64

interface Frame {
  /** ms since the epoch */
  readonly at: number
  /** How many messages have been applied by then. */
  readonly count: number
}

/** A recorded Service as of any moment of the recording. Times are ms since the epoch. */
export class RecordedPage {
  readonly header: RecordedStream['header']
  readonly from: number
  readonly to: number
  readonly key: string
  readonly #messages: RecordedStream['messages']
  /** Where something new was shown. */
  readonly #frames: readonly Frame[]
  readonly #states: readonly StreamState[]
  readonly #points: readonly TimelinePoint[]
  readonly #marks: readonly TimelineMark[]

  constructor({ header, messages }: RecordedStream) {
    this.header = header
    this.from = Date.parse(header.from)
    this.to = Date.parse(header.to)
    this.key = `${header.service.namespace}/${header.service.name}`
    this.#messages = messages
    const read = this.#readAll()
    this.#frames = read.frames
    this.#states = read.states
    this.#points = read.points
    this.#marks = read.marks
  }

  view(time: number): ServiceView | null {
    const view = this.#stateAt(time).services.get(this.key)?.value ?? null
    return view === null ? null : { ...view, freshness: recordedFreshness(view.freshness) }
  }

  rows(time: number): readonly Row[] {
    return this.#stateAt(time).overviews.get('*')?.value.services ?? []
  }

  freshness(time: number): Freshness | null {
    const freshness = this.#stateAt(time).overviews.get('*')?.value.freshness
    return freshness === undefined ? null : recordedFreshness(freshness)
  }

  /** Where fewest were ready: what one opens the recording for. */
  worst(): number {
    const known = this.#points.filter(({ ready }) => ready !== null)
    const [worst] = known.toSorted((a, b) => (a.ready ?? 0) - (b.ready ?? 0))
    return worst === undefined ? this.to : Date.parse(worst.at)
  }

  timeline(from: number, to: number): Timeline {
    const isWithin = ({ at }: { readonly at: string }) => Date.parse(at) <= to
    const first = this.#points.findLastIndex(({ at }) => Date.parse(at) <= from)
    return {
      from: toTime(from),
      to: toTime(to),
      recorded: { from: this.header.from, to: this.header.to },
      gaps: [...this.header.gaps],
      points: this.#points.slice(Math.max(0, first)).filter(isWithin),
      marks: this.#marks.filter(mark => isWithin(mark) && Date.parse(mark.at) >= from),
      changes: this.view(this.to)?.changes ?? [],
    }
  }

  #stateAt(time: number): StreamState {
    const { count } = this.#frames.findLast(({ at }) => at <= time) ?? this.#frames[0] ?? { count: 0 }
    const kept = Math.floor(count / BETWEEN_STATES)
    const rest = this.#messages.slice(kept * BETWEEN_STATES, count)
    return rest.reduce((state, { message }) => applyMessage(state, message), this.#states[kept] ?? EMPTY_STREAM)
  }

  #readAll() {
    const states: StreamState[] = []
    const frames: Frame[] = []
    const points: TimelinePoint[] = []
    const marks: TimelineMark[] = []
    let state = EMPTY_STREAM
    for (const [index, { at, message }] of this.#messages.entries()) {
      if (index % BETWEEN_STATES === 0) states.push(state)
      state = applyMessage(state, message)
      if (message.type !== 'snapshot' && message.type !== 'patch') continue
      frames.push({ at, count: index + 1 })
      const view = state.services.get(this.key)?.value ?? null
      notePoint(points, at, view)
      noteMarks(marks, view)
    }
    return { states, frames, points, marks: marks.toSorted((a, b) => (a.at < b.at ? -1 : 1)) }
  }
}

function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

function notePoint(points: TimelinePoint[], at: number, view: ServiceView | null): void {
  const point = {
    at: toTime(at),
    ...timelineCounts(view === null ? null : { ...view, severity: view.verdict.severity }),
  }
  const last = points.at(-1)
  if (last === undefined || JSON.stringify({ ...last, at: '' }) !== JSON.stringify({ ...point, at: '' }))
    points.push(point)
}

/** Each once: a view tells its onset for as long as the loss lasts. */
function noteMarks(marks: TimelineMark[], view: ServiceView | null): void {
  if (view === null) return
  const { verdict, recovered } = view
  const isNew = (at: string, kind: TimelineMark['kind']) => !marks.some(mark => mark.at === at && mark.kind === kind)
  if (verdict.onset !== null && verdict.severity !== 'info' && isNew(verdict.onset, 'onset'))
    marks.push({ at: verdict.onset, kind: 'onset', text: verdict.lead })
  if (recovered !== null && isNew(recovered.at, 'recovered'))
    marks.push({ at: recovered.at, kind: 'recovered', text: 'Recovered' })
}

/** Whatever it was live, here it is a recording. */
function recordedFreshness(freshness: Freshness): Freshness {
  const marks = freshness.marks.filter(mark => mark !== 'LIVE' && mark !== 'RECORDING')
  return { ...freshness, origin: 'recording', moment: 'past', state: 'RECORDING', marks: ['RECORDING', ...marks] }
}
