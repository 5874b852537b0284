import { applyMessage, decodeMessage, EMPTY_STREAM, type StreamState } from '@slicescope/protocol'
import { type AskedService, clusterPath } from './asked.ts'
import { getJson, hasList } from './get-json.ts'

/** A stretch of time, ms since the epoch. */
interface Span {
  readonly from: number
  readonly to: number
}

interface Part {
  readonly at: string
  readonly patch: Readonly<Record<string, unknown>>
}

interface Answer extends Record<'from' | 'to', string> {
  readonly base: Readonly<Record<string, unknown>>
  readonly parts: readonly Part[]
}

interface Frame {
  readonly at: number
  readonly state: StreamState
}

/** A Service and the list as they were, moment after moment of a stretch of the past. */
export class Playback implements Span {
  readonly from: number
  readonly to: number
  readonly #parts: readonly Part[]
  /** One for the base, then one for each part that was needed so far: all at once would hold up the page. */
  readonly #frames: Frame[]

  constructor({ from, to, base, parts }: Answer) {
    this.from = Date.parse(from)
    this.to = Date.parse(to)
    this.#parts = parts
    this.#frames = [{ at: this.from, state: applied(EMPTY_STREAM, 'snapshot', base) }]
  }

  /** Undefined where the moment is outside of it. */
  at(time: number): StreamState | undefined {
    if (time > this.to) return undefined
    for (let part = this.#part(); part !== undefined && Date.parse(part.at) <= time; part = this.#part())
      this.#apply(part)
    return this.#frames.findLast(({ at }) => at <= time)?.state
  }

  /** The first that is not applied. */
  #part(): Part | undefined {
    return this.#parts[this.#frames.length - 1]
  }

  #apply({ at, patch }: Part): void {
    const before = this.#frames.at(-1)?.state ?? EMPTY_STREAM
    const time = Date.parse(at)
    // What belongs together has one time: the last of them is what is shown of it.
    const state = applied(applied(before, 'part', patch), 'patch', { watermark: `played-${time}` })
    this.#frames.push({ at: time, state })
  }
}

function applied(state: StreamState, event: string, data: unknown): StreamState {
  const message = decodeMessage(event, JSON.stringify(data))
  return message === undefined ? state : applyMessage(state, message)
}

interface Asked extends Span {
  /** ms between two moments. */
  readonly every: number
}

/** What a Service and the list went through; it may end earlier than asked for. */
export async function readPlayback(service: AskedService, { from, to, every }: Asked): Promise<Playback> {
  const { namespace, name } = service.service
  const times = [from, to].map(ms => encodeURIComponent(new Date(ms).toISOString()))
  const names = [namespace, name].map(encodeURIComponent)
  const query = `from=${times[0]}&to=${times[1]}&namespace=${names[0]}&service=${names[1]}&with=overview&every=${every}`
  const answer = await getJson(clusterPath({ ...service, at: null }, `/playback?${query}`), {
    signal: AbortSignal.timeout(30_000),
    isExpected: (body): body is Answer => hasList(body, 'parts'),
  })
  return new Playback(answer)
}
