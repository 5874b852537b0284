import {
  encodeHeartbeat,
  encodeMessage,
  encodePart,
  encodePatch,
  encodeSnapshot,
  formatDigest,
  overviewState,
  PROTOCOL_VERSION,
  type ServiceStep,
  serviceState,
  type Topic,
  topicName,
} from '@slicescope/protocol'
import type { Row, ServiceView } from '@slicescope/view'
import { aFreshness, MADE_AT } from '@slicescope/view/testing'
import type { Surroundings } from './stream-connection.ts'

interface Timer {
  readonly at: number
  readonly callback: () => void
}

/** A world for the stream's code: a clock moved by hand, and a server in memory whose answers are real bytes. */
export class StreamWorld implements Surroundings {
  /** Every request so far, in order. */
  readonly requests: ServedRequest[] = []
  readonly #timers = new Set<Timer>()
  #now = Date.parse(MADE_AT)

  readonly now = (): number => this.#now
  readonly random = (): number => 1

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const timer = { at: this.#now + ms, callback }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new ServedRequest(input instanceof Request ? input.url : String(input), init?.signal ?? null)
    this.requests.push(request)
    return await request.answer
  }

  /** The request of this number, 0 for the first. */
  request(index: number): ServedRequest {
    const request = this.requests[index]
    if (request === undefined) throw new Error(`there are ${this.requests.length} requests, none of number ${index}`)
    return request
  }

  get last(): ServedRequest {
    return this.request(this.requests.length - 1)
  }

  /** Lets time pass; what falls due runs at its own time. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (let next = this.#due(end); next !== undefined; next = this.#due(end)) {
      this.#timers.delete(next)
      this.#now = next.at
      next.callback()
    }
    this.#now = end
  }

  /** Milliseconds until the next timer; undefined where none runs. */
  get nextTimer(): number | undefined {
    const [first] = [...this.#timers].map(({ at }) => at - this.#now).toSorted((a, b) => a - b)
    return first
  }

  #due(end: number): Timer | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
  }
}

/** A request as the server has it: answered when the test says so. */
class ServedRequest {
  readonly url: string
  readonly answer: Promise<Response>
  #settle = Promise.withResolvers<Response>()
  #body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | null = null
  #isCut = false

  constructor(url: string, signal: AbortSignal | null) {
    this.url = url
    this.answer = this.#settle.promise
    signal?.addEventListener('abort', () => {
      const reason = new DOMException('This operation was aborted', 'AbortError')
      this.#isCut = true
      this.#settle.reject(reason)
      this.#body?.error(reason)
    })
  }

  /** Whether the page gave it up. */
  get isCut(): boolean {
    return this.#isCut
  }

  get query(): URLSearchParams {
    return new URL(this.url, 'http://slicescope').searchParams
  }

  /** Answers 200 with a body that stays open. */
  open(): this {
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: controller => {
        this.#body = controller
      },
      cancel: () => {
        this.#isCut = true
      },
    })
    this.#settle.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }))
    return this
  }

  send(...texts: readonly string[]): this {
    return this.sendBytes(new TextEncoder().encode(texts.join('')))
  }

  /** What is sent after the page gave the request up is lost. */
  sendBytes(...chunks: readonly Uint8Array<ArrayBuffer>[]): this {
    if (!this.#isCut) for (const chunk of chunks) this.#body?.enqueue(chunk)
    return this
  }

  end(): void {
    this.#body?.close()
  }

  refuse(
    status: number,
    { detail, retryAfter }: { readonly detail?: string; readonly retryAfter?: string } = {},
  ): void {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter }
    const body = detail === undefined ? '<h1>no</h1>' : JSON.stringify({ title: 'No', detail })
    this.#settle.resolve(new Response(body, { status, headers }))
  }

  /** As a browser tells that no answer came. */
  fail(): void {
    this.#settle.reject(new TypeError('Failed to fetch'))
  }
}

/** Waits until something holds that follows from what was already done. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    if (holds()) return
    await new Promise(resolve => {
      setTimeout(resolve, 0)
    })
  }
  throw new Error(`it never came that ${what}`)
}

export const OVERVIEW: Topic = { type: 'overview', namespace: '*' }

export function serviceTopic(name: string): Topic {
  return { type: 'service', key: `shop/${name}` }
}

export function helloText(protocol = PROTOCOL_VERSION): string {
  const cluster = { slug: 'prod', context: 'prod', uid: null, version: null, insecure: false }
  return encodeMessage({ type: 'hello', protocol, epoch: 'e', time: MADE_AT, cluster })
}

export function patchText(number: number): string {
  return encodePatch(`e-${number}`)
}

/** What the model server holds of topics. */
interface Held {
  readonly rows?: readonly Row[]
  readonly services?: Readonly<Record<string, ServiceView | null>>
}

export function snapshotText(number: number, { rows, services = {} }: Held): string {
  const overview = rows === undefined ? [] : [{ topic: OVERVIEW, value: overviewOf(rows) }]
  const own = Object.entries(services).map(([name, value]) => ({ topic: serviceTopic(name), value }))
  const topics = [...overview, ...own].map(({ topic, value }) => ({
    name: topicName(topic),
    json: JSON.stringify(value),
  }))
  return encodeSnapshot(`e-${number}`, topics).join('')
}

/** A heartbeat whose digests are those of what is held. */
export function heartbeatText(number: number, { rows, services = {} }: Held, time = MADE_AT): string {
  const ages = { heard: MADE_AT, progressed: MADE_AT, verified: MADE_AT }
  const beat = (topic: Topic, { digest }: Pick<ReturnType<typeof serviceState>, 'digest'>) =>
    [topicName(topic), { ...ages, digest: formatDigest(digest) }] as const
  const overview = rows === undefined ? [] : [beat(OVERVIEW, overviewState(overviewOf(rows)))]
  const own = Object.entries(services).map(([name, value]) => beat(serviceTopic(name), serviceState(value)))
  return encodeHeartbeat({ ...ages, watermark: `e-${number}`, time, topics: [...overview, ...own] })
}

export function overviewPartText(rows: readonly Row[]): string {
  return encodePart(topicName(OVERVIEW), { value: overviewOf(rows) })
}

export function servicePartText(name: string, step: ServiceStep): string {
  return encodePart(topicName(serviceTopic(name)), step)
}

function overviewOf(rows: readonly Row[]) {
  return { services: rows, freshness: aFreshness() }
}
