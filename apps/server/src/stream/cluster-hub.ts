import type { Timers } from '@slicescope/answers'
import type { ClusterStore, WatchState, WatchTimes } from '@slicescope/model'
import {
  type ClusterInfo,
  encodeHeartbeat,
  encodeMessage,
  encodePatch,
  encodeSnapshot,
  formatWatermark,
  parseWatermark,
  PROTOCOL_VERSION,
  type ResourceState,
  type Topic,
  topicName,
} from '@slicescope/protocol'
import type { Changed, ClusterView, Outcome } from '@slicescope/view'
import { FeedTable } from './feed-table.ts'
import type { Sink, Subscription } from './subscription.ts'
import type { TopicFeed } from './topic-feed.ts'

interface HubOptions {
  readonly store: FollowedStore
  /** Nothing changes any more, not even with time: what is known is read as it is. */
  readonly hasEnded?: boolean
  readonly view: ClusterView
  /** Names this run in watermarks: lower case letters and digits. */
  readonly epoch: string
  readonly describe: () => ClusterInfo
  /** The API server's address. */
  readonly server: string
  readonly timers: Timers
  /** A Service is opened: what belongs to it is wanted first. */
  readonly onOpen?: (key: string) => void
  /** ms from the arrival of the oldest change to its patch's being written. */
  readonly onLag?: (ms: number) => void
  readonly onReset?: () => void
  /** For all that has changed, before readers hear of it. */
  readonly onChanged?: (changed: Changed) => void
}

/** What is asked of a cluster's objects. */
type FollowedStore = Pick<ClusterStore<Outcome>, 'number' | 'silentAt' | 'noteSilence' | 'noteTime' | 'conclude'> & {
  watches(): readonly FollowedWatch[]
}

type FollowedWatch = WatchState & Pick<WatchTimes, 'nextAttempt'>

interface Reader {
  readonly subscription: Subscription
  readonly sink: Sink
  /** Empty until it has its first snapshot or patch. */
  feeds: readonly TopicFeed[]
}

/** The first change leaves at once, the next ones together after this. */
const PATCH_MS = 50
/** Where a flush itself takes long, most of the time stays for everything else. */
const FLUSH_SHARE = 4
/** Causes are looked for in slices of this, so that no change waits long for them. */
const DIAGNOSE_MS = 10
/** Topics of one cluster that readers have open: each is kept, encoded and compared at every change. */
export const MAX_TOPICS = 1000
/** Below common 60 s proxy idle timeouts, and a dead line is noticed in seconds. */
const HEARTBEAT_MS = 10_000
/** Time alone changes answers in steps of seconds; looking more often would find nothing. */
const MIN_TIME_STEP_MS = 1000

/** Tells all readers of one cluster what changes, each topic encoded once however many read it. */
export class ClusterHub {
  readonly #options: HubOptions
  readonly #feeds: FeedTable
  readonly #readers = new Set<Reader>()
  readonly #waiting = new Set<Reader>()
  /** As of where the feeds are. */
  #position: number
  #isFlushing = false
  /** When the oldest change arrived that no flush has told; null when there is none. */
  #dirtySince: number | null = null
  #lastFlush = -Infinity
  #flushCost = 0
  #asked: string | null = null
  #cancelBeat: (() => void) | null = null
  #cancelTimeStep: (() => void) | null = null
  #cancelFlush: (() => void) | null = null

  constructor(options: HubOptions) {
    this.#options = options
    this.#position = options.store.number
    this.#feeds = new FeedTable(options)
  }

  /** How many streams are open. */
  get readers(): number {
    return this.#readers.size
  }

  /** Why these topics cannot be opened beside those that readers have open; null when they can. */
  findRefusal(topics: readonly Topic[]): string | null {
    const names = new Set(topics.map(topicName))
    for (const { subscription } of this.#readers) for (const topic of subscription.topics) names.add(topicName(topic))
    return names.size <= MAX_TOPICS
      ? null
      : `Slicescope keeps at most ${MAX_TOPICS} Services of a cluster open at a time: close some pages, then retry.`
  }

  /** For every batch of the store, after the view has it; `time` is that of the batch. */
  noteBatch(time: number): void {
    if (!this.#isFlushing) this.#touch(time)
  }

  /** Notes what time alone has changed: to be called before the view is read. */
  catchUp(): void {
    const { store, view, timers } = this.#options
    store.noteSilence()
    if ((view.nextChangeAt() ?? Infinity) <= timers.now()) store.noteTime()
  }

  /** A credential plugin asks for something; null: no more. */
  setAsked(asked: string | null): void {
    this.#asked = asked
    this.#sendToAll(this.#encodeState(false))
  }

  /** Tells the sink about its topics until undone. Says hello and the connection's state at once. */
  subscribe(subscription: Subscription, sink: Sink): () => void {
    const { epoch, describe, timers } = this.#options
    const reader: Reader = { subscription, sink, feeds: [] }
    const time = new Date(timers.now()).toISOString()
    sink.write(encode(encodeMessage({ type: 'hello', protocol: PROTOCOL_VERSION, epoch, time, cluster: describe() })))
    sink.write(this.#encodeState(false))
    this.#readers.add(reader)
    this.#waiting.add(reader)
    if (this.#dirtySince === null) this.#flush()
    this.#cancelBeat ??= timers.after(HEARTBEAT_MS, () => this.#beat())
    return () => {
      this.#readers.delete(reader)
      this.#waiting.delete(reader)
      for (const feed of reader.feeds) this.#feeds.release(feed)
    }
  }

  /** Says good-bye to all readers. */
  end(): void {
    this.#sendToAll(this.#encodeState(true))
    for (const { sink } of this.#readers) sink.end()
    for (const cancel of [this.#cancelBeat, this.#cancelFlush, this.#cancelTimeStep]) cancel?.()
    this.#feeds.clear()
  }

  #touch(time: number): void {
    if (this.#dirtySince !== null) return
    this.#dirtySince = time
    const { timers } = this.#options
    const pause = Math.max(PATCH_MS, this.#flushCost * FLUSH_SHARE)
    const wait = this.#lastFlush + pause - timers.now()
    this.#cancelFlush = timers.after(Math.max(0, wait), () => this.#flush())
  }

  #flush(): void {
    const { store, view, timers, onLag, onChanged } = this.#options
    const now = timers.now()
    const since = this.#dirtySince ?? now
    const admitted = this.#takeTopics()
    this.#cancelFlush?.()
    this.#isFlushing = true
    const isWaiting = this.#bringUp(now)
    this.#isFlushing = false
    this.#dirtySince = null
    this.#cancelFlush = null
    this.#lastFlush = now
    const changed = view.takeChanged()
    onChanged?.(changed)
    if (changed.watches) this.#sendToAll(this.#encodeState(false))
    const parts = this.#feeds.flush(changed, { now, number: store.number })
    this.#position = store.number
    this.#sendParts(parts)
    for (const reader of admitted) this.#attach(reader)
    this.#flushCost = timers.now() - now
    if (parts.size > 0) onLag?.(timers.now() - since)
    if (isWaiting) this.#touch(timers.now())
    this.#planTimeStep()
  }

  /** Writes the entries of what time has changed and of what was worked out. Answers whether more waits to be. */
  #bringUp(now: number): boolean {
    const { store, view, timers, hasEnded = false } = this.#options
    if (hasEnded) return false
    this.catchUp()
    // A place of its own: a reader with an ended feed of the same topic comes before it.
    if (this.#feeds.hasNew()) store.noteTime()
    const isWaiting = view.diagnose(now, () => timers.now() - now >= DIAGNOSE_MS)
    view.settleOpen(now)
    store.conclude(view.outcomes())
    return isWaiting
  }

  #sendParts(parts: ReadonlyMap<TopicFeed, Uint8Array>): void {
    if (parts.size === 0) return
    const mark = encode(encodePatch(this.#watermark()))
    for (const reader of this.#readers) {
      if (this.#waiting.has(reader)) continue
      const { feeds, sink } = reader
      const own = feeds.flatMap(feed => parts.get(feed) ?? [])
      if (own.length === 0) continue
      for (const part of own) sink.write(part)
      sink.write(mark)
    }
  }

  /** Opens the topics of those who wait, once anything can be said; answers with them. */
  #takeTopics(): readonly Reader[] {
    if (!this.#options.view.hasServices()) return []
    const admitted = [...this.#waiting]
    for (const reader of admitted) {
      const { topics, rights } = reader.subscription
      reader.feeds = topics.map(topic => this.#feeds.take(topic, rights))
    }
    return admitted
  }

  /** Tells a reader its topics, now that the feeds are as of the position. */
  #attach(reader: Reader): void {
    this.#waiting.delete(reader)
    const resumed = this.#resume(reader)
    if (resumed === null) this.#sendSnapshot(reader)
    else for (const bytes of resumed) reader.sink.write(bytes)
    reader.sink.write(this.#encodeBeat(reader))
  }

  /** What leads from `since` to the position; null when only a snapshot does. */
  #resume({ subscription, feeds, sink }: Reader): readonly Uint8Array[] | null {
    const { since, fresh } = subscription
    if (since === undefined) return null
    const from = parseWatermark(since)
    const parts =
      from === undefined || from.epoch !== this.#options.epoch || from.number > this.#position
        ? null
        : feeds.map(feed => (fresh.has(feed.name) ? [wholePart(feed)] : feed.since(from.number)))
    if (parts === null || parts.includes(null)) {
      this.#options.onReset?.()
      sink.write(encode(encodeMessage({ type: 'reset', reason: 'The stream cannot resume from this position.' })))
      return null
    }
    return [...parts.flatMap(each => each ?? []), encode(encodePatch(this.#watermark()))]
  }

  #sendSnapshot({ feeds, sink }: Reader): void {
    const topics = feeds.map(feed => ({ name: feed.name, json: feed.json() }))
    for (const piece of encodeSnapshot(this.#watermark(), topics))
      sink.write(typeof piece === 'string' ? encode(piece) : piece)
  }

  #beat(): void {
    this.#cancelBeat = null
    if (this.#readers.size === 0) return
    for (const reader of this.#readers) reader.sink.write(this.#encodeLife(reader))
    this.#cancelBeat = this.#options.timers.after(HEARTBEAT_MS, () => this.#beat())
  }

  /** A heartbeat moves each reader that receives it on; a waiting reader keeps nothing of what has happened since. */
  #encodeLife(reader: Reader): Uint8Array {
    return this.#waiting.has(reader) ? this.#encodeState(false) : this.#encodeBeat(reader)
  }

  #encodeBeat({ feeds }: Reader): Uint8Array {
    const { view, timers } = this.#options
    const now = timers.now()
    const { heard, progressed, verified } = view.freshness({ namespace: '*' })
    return encode(
      encodeHeartbeat({
        watermark: this.#watermark(),
        time: new Date(now).toISOString(),
        heard,
        progressed,
        verified,
        topics: feeds.map(feed => [feed.name, { digest: feed.digest(), ...feed.ages() }]),
      }),
    )
  }

  #encodeState(stopping: boolean): Uint8Array {
    const { store, view, server } = this.#options
    const watches = store.watches()
    const resources = watches.map(withoutTimes)
    const freshness = view.freshness({ namespace: '*' })
    const connection = { server, nextAttempt: nextAttemptOf(watches), asked: this.#asked }
    return encode(encodeMessage({ type: 'state', resources, freshness, ...connection, stopping }))
  }

  #sendToAll(bytes: Uint8Array): void {
    for (const { sink } of this.#readers) sink.write(bytes)
  }

  #watermark(): string {
    return formatWatermark({ epoch: this.#options.epoch, number: this.#position })
  }

  /** Looks again when time alone may have changed something, and from time to time. */
  #planTimeStep(): void {
    this.#cancelTimeStep?.()
    const { store, view, timers, hasEnded = false } = this.#options
    if (hasEnded) return
    const next = Math.min(view.nextChangeAt() ?? Infinity, store.silentAt() ?? Infinity)
    const wait = Math.min(HEARTBEAT_MS, Math.max(MIN_TIME_STEP_MS, next - timers.now()))
    this.#cancelTimeStep = timers.after(wait, () => this.#touch(timers.now()))
  }
}

function wholePart(feed: TopicFeed): Uint8Array {
  const head = `event: part\ndata: {"topic":${JSON.stringify(feed.name)},"value":`
  return Buffer.concat([Buffer.from(head), feed.json(), Buffer.from('}\n\n')])
}

function encode(text: string): Uint8Array {
  return Buffer.from(text)
}

/** The first of what no answer can do without. */
function nextAttemptOf(watches: readonly FollowedWatch[]): string | null {
  const times = watches.flatMap(({ resource, nextAttempt }) =>
    nextAttempt !== null && (resource === 'services' || resource === 'endpointslices') ? [nextAttempt] : [],
  )
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString()
}

/** Times travel with heartbeats: a state is sent when something differs, not when time passes. */
function withoutTimes(watch: WatchState): ResourceState {
  const { resource, namespace, phase, hasSynced, loaded, expected, reason, failures } = watch
  return { resource, namespace, phase, hasSynced, loaded, expected, reason, failures }
}
