import type { Clock, Random } from '../clock.ts'
import type { HttpVersion } from '../transport/dial.ts'
import { type ApiEvent, type ApiObject, ApiState } from './api-state.ts'
import { ChunkQueue } from './chunk-queue.ts'
import { between } from './seeded-random.ts'

/** What the server does wrong at the moment. */
export interface Faults {
  /** Requests find no server. */
  refuses: boolean
  /** Requests are answered with this code. */
  status: number | null
  /** In seconds, with `status`. */
  retryAfter: number | null
  /** Access is denied: by reviews and by requests. */
  denies: boolean
  /** Watches end as soon as they are opened. */
  endsWatches: boolean
  /** The half of a list's page comes, then the connection breaks. */
  cutsLists: boolean
  /** A list's page is no JSON. */
  garblesLists: boolean
  /** Each page of a list is its first one, as from a cache that does not look at queries. */
  repeatsPages: boolean
  /** Nothing more comes on any connection, and none of them closes. */
  isSilent: boolean
  /** Lists by watch are refused as invalid. */
  lacksWatchList: boolean
  /** Lists by watch never say that the initial events are over. */
  forgetsInitialEnd: boolean
  /** No bookmarks come once a minute. */
  sendsNoBookmarks: boolean
}

export const NO_FAULTS: Faults = {
  refuses: false,
  status: null,
  retryAfter: null,
  denies: false,
  endsWatches: false,
  cutsLists: false,
  garblesLists: false,
  repeatsPages: false,
  isSilent: false,
  lacksWatchList: false,
  forgetsInitialEnd: false,
  sendsNoBookmarks: false,
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterable<Uint8Array>
}

/** After which a client over HTTP/1.1 has given up a silent watch: its idle limit, and a little. */
const SILENCE_LIMIT_MS = 76_000

/** After which a client over HTTP/2 has given up a watch that brought a bookmark and then nothing. */
const STALL_LIMIT_MS = 181_000

const MAX_IN_A_MINUTE = 60

export interface ServerOptions {
  readonly clock: Clock
  readonly random: Random
  readonly version: HttpVersion
  /** Bytes come as they are written, and are not held back and cut anywhere. */
  readonly isSmooth?: boolean
}

interface Forgotten {
  /** The complaint. */
  readonly what: string
  readonly limit: number
}

interface OpenWatch {
  readonly body: ChunkQueue
  /** Bytes that have not yet been sent: frames are cut anywhere. */
  pending: Uint8Array
  /** They will be, however quiet it stays. */
  isDue: boolean
}

/** The real server sends a bookmark about once a minute, and with it all that is before it. */
const BOOKMARK_MS = 60_000

/** Over HTTP/2 the transport's pings notice sooner; see Http2Connection. */
const PING_MS = 15_000

/** An API server for one resource, with faults to order. It knows lists, watches, lists by watch and access reviews. */
export class ApiServer {
  readonly state = new ApiState()
  readonly faults: Faults = { ...NO_FAULTS }
  /** Times of the lists and watches begun. */
  readonly requests: number[] = []
  /** What asking broke the rules: law-breaking clients are found out here. */
  readonly complaints: string[] = []
  readonly #options: ServerOptions
  readonly #watches = new Set<OpenWatch>()
  #garbage: Uint8Array | null = null
  #isCorked = false

  constructor(options: ServerOptions) {
    this.#options = options
    this.state.subscribe(event => {
      const bytes = this.#garbage ?? frame(event.type, event.object)
      if (this.#watches.size > 0) this.#garbage = null
      for (const watch of this.#watches) this.#send(watch, bytes)
    })
  }

  /** Rejects when nothing answers. */
  async handle(path: string, query: URLSearchParams, signal: AbortSignal): Promise<Answer> {
    const isReview = path.startsWith('/apis/authorization.k8s.io/')
    if (!isReview && !query.has('continue')) this.#count()
    const { faults } = this
    if (faults.refuses) throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    if (faults.isSilent) return this.#neverAnswer(signal)
    if (isReview) return json(201, { status: { allowed: !faults.denies } })
    if (faults.denies) return failure(403, 'Forbidden')
    if (faults.status !== null) return failure(faults.status, 'Fault', faults.retryAfter)
    return query.has('watch') ? this.#watch(query, signal) : this.#list(query)
  }

  /** Sends nothing until `flush`: what is written meanwhile comes in one piece. */
  cork(): void {
    this.#isCorked = true
  }

  /** Sends all that is held back. */
  flush(): void {
    this.#isCorked = false
    for (const watch of this.#watches) this.#sendPending(watch, watch.pending.length)
  }

  bookmark(version: number = this.state.version): void {
    for (const watch of this.#watches) this.#send(watch, frame('BOOKMARK', bookmarkAt(version)))
  }

  /** All watches end, as they do at their timeout. */
  endWatches(): void {
    this.flush()
    for (const watch of this.#watches) this.#end(watch, null)
  }

  /** All connections break, in the middle of whatever was on its way. */
  breakWatches(): void {
    for (const watch of this.#watches) {
      this.#sendPending(watch, between(this.#options.random, 0, watch.pending.length))
      this.#end(watch, Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    }
  }

  /** The stream ends, as if well, but inside a frame. */
  cutWatches(): void {
    for (const watch of this.#watches) {
      const bytes = frame('BOOKMARK', bookmarkAt(this.state.version))
      this.#send(watch, bytes.subarray(0, between(this.#options.random, 1, bytes.length - 2)))
      this.#sendPending(watch, watch.pending.length)
      this.#end(watch, null)
    }
  }

  /** A line comes that cannot be read, in the place of the next change, which the open watches then never tell. */
  garbleNext(line: Uint8Array): void {
    this.#garbage = Buffer.concat([line, Buffer.from('\n')])
  }

  /** An ERROR event, after which nothing more comes; some servers then forget to end the stream. */
  failWatches(status: object): void {
    for (const watch of this.#watches) {
      this.#send(watch, frame('ERROR', { kind: 'Status', ...status }))
      this.#sendPending(watch, watch.pending.length)
      if (this.faults.isSilent || this.#options.random() < 0.5) this.#end(watch, null)
      else void this.#forget(watch, { what: 'a watch with an ERROR was not given up', limit: 1_000 })
    }
  }

  /** Nothing more comes on the open watches, and they do not close: as when a host is gone. */
  silenceWatches(): void {
    const { clock, version } = this.#options
    const lost = [...this.#watches]
    this.#watches.clear()
    if (version === 'http/1.1') {
      for (const watch of lost)
        void this.#forget(watch, { what: 'a silent watch was not given up', limit: SILENCE_LIMIT_MS })
      return
    }
    const noticed = clock.sleep(PING_MS, new AbortController().signal)
    void noticed.then(() => lost.forEach(watch => watch.body.end(new Error('no answer to pings'))))
  }

  /** The open watches bring a bookmark and then nothing more, while their connections work: as when what feeds them is stuck. */
  stallWatches(): void {
    if (this.faults.isSilent) return
    this.bookmark()
    this.flush()
    const { version } = this.#options
    const limit = version === 'http/1.1' ? SILENCE_LIMIT_MS : STALL_LIMIT_MS
    for (const watch of this.#watches) void this.#forget(watch, { what: 'a stalled watch was not given up', limit })
  }

  /** From now on it answers nothing, pings neither, or answers again. */
  async setSilent(isSilent: boolean): Promise<void> {
    const { clock, version } = this.#options
    this.faults.isSilent = isSilent
    if (!isSilent || version === 'http/1.1') return
    await clock.sleep(PING_MS, new AbortController().signal)
    if (this.faults.isSilent) for (const watch of this.#watches) this.#end(watch, new Error('no answer to pings'))
  }

  /** Never more than one a second, in whatever state. */
  #count(): void {
    const now = this.#options.clock.now()
    this.requests.push(now)
    const [before] = this.requests.slice(-MAX_IN_A_MINUTE - 1)
    if (this.requests.length > MAX_IN_A_MINUTE && before !== undefined && now - before < 60_000) {
      this.complaints.push('more than one request a second')
    }
  }

  #list(query: URLSearchParams): Answer {
    const { repeatsPages } = this.faults
    const page = this.state.list(Number(query.get('limit')), repeatsPages ? null : query.get('continue'))
    if (page === null) return failure(410, 'Expired')
    const text = JSON.stringify({
      kind: 'List',
      metadata: {
        resourceVersion: String(page.version),
        continue: repeatsPages ? 'the same' : page.token,
        remainingItemCount: page.rest,
      },
      items: page.items,
    })
    const bytes = new TextEncoder().encode(this.faults.garblesLists ? text.replace('"items"', '"items') : text)
    const body = new ChunkQueue()
    body.push(this.faults.cutsLists ? bytes.subarray(0, bytes.length >> 1) : bytes)
    body.end(this.faults.cutsLists ? Object.assign(new Error('reset'), { code: 'ECONNRESET' }) : null)
    return { status: 200, headers: {}, body }
  }

  #watch(query: URLSearchParams, signal: AbortSignal): Answer {
    if (query.get('allowWatchBookmarks') !== 'true') this.complaints.push('a watch without bookmarks')
    const asked = query.get('resourceVersion')
    const isInitial = query.has('sendInitialEvents')
    if (isInitial && this.faults.lacksWatchList) return failure(422, 'Invalid')
    const missed = isInitial ? [] : this.state.since(Number(asked))
    if (missed === null) return failure(410, 'Expired')
    const watch: OpenWatch = { body: new ChunkQueue(), pending: new Uint8Array(), isDue: false }
    this.#watches.add(watch)
    signal.addEventListener('abort', () => this.#end(watch, signal.reason))
    if (isInitial) this.#sendInitial(watch)
    for (const event of missed) this.#send(watch, frame(event.type, event.object))
    if (this.faults.endsWatches) this.#end(watch, null)
    else void this.#endInTime(watch, Number(query.get('timeoutSeconds')))
    void this.#bookmarkEveryMinute(watch)
    return { status: 200, headers: {}, body: watch.body }
  }

  /** In no order of resourceVersions, and only the closing bookmark counts. */
  #sendInitial(watch: OpenWatch): void {
    const shuffled = this.state.objects().toSorted(() => this.#options.random() - 0.5)
    for (const object of shuffled) this.#send(watch, frame('ADDED', object))
    if (this.faults.forgetsInitialEnd) return
    this.#send(watch, frame('BOOKMARK', bookmarkAt(this.state.version, { 'k8s.io/initial-events-end': 'true' })))
  }

  async #bookmarkEveryMinute(watch: OpenWatch): Promise<void> {
    for (;;) {
      await this.#options.clock.sleep(BOOKMARK_MS, new AbortController().signal)
      if (!this.#watches.has(watch)) return
      if (this.faults.sendsNoBookmarks) continue
      this.#send(watch, frame('BOOKMARK', bookmarkAt(this.state.version)))
    }
  }

  async #endInTime(watch: OpenWatch, seconds: number): Promise<void> {
    await this.#options.clock.sleep(seconds * 1000, new AbortController().signal)
    if (!this.#watches.has(watch)) return
    this.#sendPending(watch, watch.pending.length)
    this.#end(watch, null)
  }

  #send(watch: OpenWatch, bytes: Uint8Array): void {
    watch.pending = Buffer.concat([watch.pending, bytes])
    const { random, isSmooth = false } = this.#options
    this.#sendPending(watch, isSmooth ? watch.pending.length : between(random, 0, watch.pending.length))
    void this.#sendInTime(watch)
  }

  async #sendInTime(watch: OpenWatch): Promise<void> {
    if (watch.isDue || watch.pending.length === 0) return
    watch.isDue = true
    await this.#options.clock.sleep(BOOKMARK_MS, new AbortController().signal)
    watch.isDue = false
    if (this.#watches.has(watch)) this.#sendPending(watch, watch.pending.length)
  }

  #sendPending(watch: OpenWatch, length: number): void {
    if (this.faults.isSilent || this.#isCorked || length === 0) return
    watch.body.push(watch.pending.slice(0, length))
    watch.pending = watch.pending.subarray(length)
  }

  #end(watch: OpenWatch, error: Error | null): void {
    this.#watches.delete(watch)
    watch.body.end(error)
  }

  /** Leaves it open without a word; the client has `limit` ms to leave it too. */
  async #forget(watch: OpenWatch, { what, limit }: Forgotten): Promise<void> {
    this.#watches.delete(watch)
    await this.#options.clock.sleep(limit, new AbortController().signal)
    if (!watch.body.isEnded) this.complaints.push(what)
  }

  #neverAnswer(signal: AbortSignal): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
}

function frame(type: ApiEvent['type'] | 'BOOKMARK' | 'ERROR', object: ApiObject | object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify({ type, object })}\n`)
}

function bookmarkAt(version: number, annotations?: Readonly<Record<string, string>>): object {
  return { metadata: { resourceVersion: String(version), ...(annotations === undefined ? {} : { annotations }) } }
}

function failure(code: number, reason: string, retryAfter: number | null = null): Answer {
  const headers: Record<string, string> = retryAfter === null ? {} : { 'retry-after': String(retryAfter) }
  return { ...json(code, { kind: 'Status', code, reason, message: `${reason} by order` }), headers }
}

function json(status: number, value: object): Answer {
  const body = new ChunkQueue()
  body.push(new TextEncoder().encode(JSON.stringify(value)))
  body.end()
  return { status, headers: {}, body }
}
