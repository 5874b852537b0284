import { objectKey, type Relist, type Resource, type ResourceObjects, type ResourceWriter } from '@slicescope/model'
import { Backoff } from './backoff.ts'
import type { Clock, Random } from './clock.ts'
import { applyEvents, InitialEvents, WriteError, writing } from './event-writer.ts'
import { type Failure, OddWatchError, toFailure } from './failure.ts'
import { type Guard, guarded, SilenceError, StalledError } from './guarded.ts'
import { ApiError, OddObjectError, UnreadableError } from './protocol/api-error.ts'
import type { OddObject, WatchEvent } from './protocol/decoder.ts'
import type { ListerWatcher, OpenWatch } from './protocol/lister-watcher.ts'
import { PageSequence } from './protocol/page-sequence.ts'
import type { Counters } from './counters.ts'
import type { HttpVersion } from './transport/dial.ts'
import type { Revival } from './revival.ts'
import type { ServerTraits } from './server-traits.ts'

export interface ReflectorOptions<R extends Resource> {
  readonly listerWatcher: ListerWatcher<ResourceObjects[R]>
  readonly writer: ResourceWriter<R>
  readonly clock: Clock
  readonly random: Random
  readonly traits: ServerTraits
  readonly counters: Counters
  /** Tells the others of the cluster that the API server answers again, and hears it from them. */
  readonly revival: Revival
  /**
   * A cluster may do without this resource. It is asked where the resource is not served (404): true when the API server
   * does not know its group at all, so that there is none; false when it knows the group in other versions only.
   */
  readonly isUnknownGroup?: ((signal: AbortSignal) => Promise<boolean>) | undefined
  /** Objects a page; 500 as in client-go's pager, where nothing else is said. */
  readonly pageSize?: number
}

/** Lists, and watches over HTTP/1.1, where no ping tells a quiet connection from a dead one: above a watch's longest timeout there. */
const SILENCE_MS = 75_000

/** An HTTP/2 connection whose pings stay unanswered is gone within this. */
const HTTP2_SILENCE_MS = 20_000

/** A page that comes byte by byte: on the slowest of lines it is here by then. */
const PAGE_MS = 600_000

/** What a server that forgot a watch gets beyond the timeout it was asked for. */
const GRACE_MS = 30_000

/** How soon a resource is noticed that the API server begins to serve. */
const ASK_FOR_SERVED_MS = 120_000

/** A watch that lasted so long has worked: what expires after it is a matter of age, and listed again at once. */
const PROVEN_MS = 60_000

/** Bookmarks come about once a minute: a watch that brings neither one nor an event for so long has stalled. */
const STALL_MS = 180_000

/** A server that takes connections and does not answer: the reason is given after this, though more is waited. */
const HANGING_MS = 8_000

/** client-go: a watch that ends sooner without an event says nothing about the state, and reopening at once would be a loop. */
const SHORT_MS = 1_000

/** Of what cannot be kept; the rest is counted. */
const MOST_NAMED = 20

/** A list that has begun: its pages are of one moment, so it can go on after a failure. */
interface ListProgress<T> {
  readonly relist: Relist<T>
  readonly resourceVersion: string
  readonly continueToken: string
  readonly loaded: number
  readonly odd: readonly OddObject[]
  readonly pages: PageSequence
}

/**
 * Keeps one resource of a cluster's store equal to the API: lists it, then watches from there, for as long as it runs
 * (client-go tools/cache/reflector.go). While it lists again the old state stays; what was deleted goes after the last page.
 */
export class Reflector<R extends Resource> {
  readonly #options: ReflectorOptions<R>
  readonly #backoff: Backoff
  /** The resourceVersion up to which the store is complete; null when only a list can tell. */
  #position: string | null = null
  #progress: ListProgress<ResourceObjects[R]> | null = null
  #isOpen = false
  /** The last failure was one of the way to the API server, or of all of it: news when it ends. */
  #hadLostServer = false
  /** An expiry was answered by a list at once, and nothing has worked since. */
  #hasExpired = false
  #bringsBookmarks = false
  /** Objects that the last full list had and that cannot be kept. */
  #odd: ReadonlyMap<string, OddObject> = new Map()
  #needsFullList = false

  constructor(options: ReflectorOptions<R>) {
    this.#options = options
    this.#backoff = new Backoff(options.clock, options.random)
  }

  /** Follows until the signal aborts, or until the API refuses it (403). It may be run again, and goes on from where it was. */
  async run(signal: AbortSignal): Promise<'aborted' | 'forbidden'> {
    while (!signal.aborted) {
      try {
        if (this.#position === null && !this.#asksForInitialEvents()) await this.#list(signal)
        await this.#watch(signal)
      } catch (error) {
        if (signal.aborted) break
        if (error instanceof WriteError) throw error.cause
        if (this.#learnsNoWatchList(error)) continue
        const failure = toFailure(error)
        if (failure.reaction === 'unserved' && this.#options.isUnknownGroup !== undefined) {
          await this.#beUnserved(this.#options.isUnknownGroup, signal)
          continue
        }
        this.#note(failure, error)
        if (failure.reaction === 'forbidden') return 'forbidden'
        await this.#pause(failure, error, signal)
      }
    }
    return 'aborted'
  }

  #asksForInitialEvents(): boolean {
    return this.#options.traits.listsByWatch && this.#progress === null && !this.#needsFullList
  }

  /** A server without WatchList calls the request invalid; one that does not know it may never say that the initial events are over. */
  #learnsNoWatchList(error: unknown): boolean {
    const { traits } = this.#options
    if (this.#position !== null) return false
    // Another one has learned it meanwhile.
    if (error instanceof NoListByWatchError) return true
    if (!this.#asksForInitialEvents()) return false
    const isRefused = error instanceof ApiError && error.origin === 'http' && NOT_OFFERED.has(error.status.code)
    if (isRefused || error instanceof SilenceError || error instanceof OddWatchError) traits.learnNoListsByWatch()
    return isRefused
  }

  /** There is none of it, or that is not known, until it is served. */
  async #beUnserved(isUnknownGroup: (signal: AbortSignal) => Promise<boolean>, signal: AbortSignal): Promise<void> {
    const { writer, clock } = this.#options
    this.#progress = null
    this.#position = null
    this.#isOpen = false
    this.#announce()
    const hasNone = await isUnknownGroup(signal).catch(() => false)
    if (signal.aborted) return
    writing(() => writer.relist().finish())
    writer.setTimes({ heard: null, stalledAfter: null, verified: hasNone ? clock.now() : null })
    const reason = 'The API server serves this resource only in a version that Slicescope does not support.'
    if (hasNone)
      writer.setState({ phase: 'watching', hasSynced: true, loaded: 0, expected: 0, reason: null, failures: 0 })
    else writer.setState({ phase: 'closed', hasSynced: false, loaded: 0, expected: null, reason, failures: 0 })
    // Not all at once.
    await clock.sleep(ASK_FOR_SERVED_MS * (0.5 + 0.5 * this.#options.random()), signal)
  }

  #note(failure: Failure, error: unknown): void {
    const { writer, counters } = this.#options
    counters.failures += 1
    if (failure.reaction !== 'retry') {
      this.#position = null
      this.#progress = null
    }
    if (error instanceof OddObjectError) this.#needsFullList = true
    const isStalled = error instanceof StalledError
    if (!isStalled) writer.setTimes({ stalledAfter: null })
    const failures = this.#isOpen && !isStalled ? 0 : writer.state().failures + 1
    this.#isOpen = false
    this.#hadLostServer = failure.isServerLost
    if (failure.reaction === 'forbidden') writer.setState({ phase: 'forbidden', reason: failure.reason, failures: 0 })
    else writer.setState({ phase: 'closed', reason: failure.reason, failures })
  }

  /** Expired is normal after a long silence and is answered by a list at once; again before anything has worked it is a fault like any other. */
  async #pause(failure: Failure, error: unknown, signal: AbortSignal): Promise<void> {
    const { revival, writer, clock } = this.#options
    if (error instanceof ApiError && error.isExpired && !this.#hasExpired) {
      this.#hasExpired = true
      return
    }
    const wait = Math.max(this.#backoff.next(), failure.retryAfter ?? 0)
    writer.setTimes({ nextAttempt: clock.now() + wait })
    await revival.sleep({ ms: wait, isServerLost: failure.isServerLost }, signal)
    writer.setTimes({ nextAttempt: null })
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { writer, counters } = this.#options
    if (this.#progress === null) counters.lists += 1
    let progress = this.#progress ?? {
      relist: writer.relist(),
      resourceVersion: '',
      continueToken: '',
      loaded: 0,
      odd: [],
      pages: new PageSequence(),
    }
    do {
      progress = await this.#listPage(progress, signal)
      this.#progress = progress
    } while (progress.continueToken !== '')
    this.#progress = null
    writing(() => progress.relist.finish())
    this.#completeFill(progress.resourceVersion, progress.loaded)
    this.#leaveOut(new Map(progress.odd.map(object => [object.key, object])))
    this.#needsFullList = progress.odd.length > 0
  }

  /** Names what cannot be kept. */
  #leaveOut(odd: ReadonlyMap<string, OddObject>): void {
    if (odd.size === 0 && this.#odd.size === 0) return
    this.#odd = odd
    this.#options.writer.setState({ leftOut: { count: odd.size, objects: [...odd.values()].slice(0, MOST_NAMED) } })
  }

  async #listPage(
    progress: ListProgress<ResourceObjects[R]>,
    signal: AbortSignal,
  ): Promise<ListProgress<ResourceObjects[R]>> {
    const { listerWatcher, writer, clock, pageSize = 500 } = this.#options
    const { relist, continueToken, pages } = progress
    const page = await guarded({ clock, signal, silence: SILENCE_MS }, guard => {
      guard.endAfter(PAGE_MS)
      const onHeard = (sign: Sign) => this.#heard(guard, sign, writer.state().failures === 0)
      return this.#unlessHanging(() =>
        listerWatcher.list({ limit: pageSize, continueToken, signal: guard.signal, onHeard }),
      )
    })
    await pages.take(page, clock, signal)
    this.#announce()
    writing(() => relist.add(page.items))
    const loaded = progress.loaded + page.items.length
    const expected = page.remaining === null ? null : loaded + page.remaining
    writer.setState({ phase: 'listing', loaded, expected, reason: null, failures: 0 })
    // All pages are of the first one's moment.
    const resourceVersion = progress.resourceVersion || page.resourceVersion
    return {
      relist,
      resourceVersion,
      continueToken: page.continueToken,
      loaded,
      odd: [...progress.odd, ...(page.odd ?? [])],
      pages,
    }
  }

  #completeFill(resourceVersion: string, loaded: number): void {
    const { writer, clock } = this.#options
    this.#position = resourceVersion
    const now = clock.now()
    writer.setTimes({ verified: now, progressed: now, stalledAfter: null })
    writer.setState({ hasSynced: true, loaded, expected: loaded })
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock, random, counters } = this.#options
    const timeoutSeconds = this.#position === null ? INITIAL_TIMEOUT : chooseTimeouts(random)
    const begun = clock.elapsed()
    counters.watches += 1
    const events = await guarded({ clock, signal, silence: SILENCE_MS }, async guard => {
      const watch = await this.#unlessHanging(() => this.#openWatch(guard, timeoutSeconds))
      guard.endAfter(timeoutSeconds[watch.version] * 1000 + GRACE_MS)
      return this.#position === null ? this.#readInitial(watch, guard) : this.#read(watch, guard)
    }).finally(() => {
      if (clock.elapsed() - begun >= PROVEN_MS) this.#hasExpired = false
    })
    this.#isOpen = false
    const lasted = clock.elapsed() - begun
    if (events === 0 && lasted < SHORT_MS) throw new OddWatchError('ends a watch as soon as it is opened')
    // However often a server ends a watch after a few events: no more than one a second.
    if (lasted < SHORT_MS) await clock.sleep(SHORT_MS - lasted, signal)
  }

  async #openWatch(guard: Guard, timeoutSeconds: Timeouts): Promise<OpenWatch<ResourceObjects[R]>> {
    const { listerWatcher, writer, clock } = this.#options
    const onHeard = (sign: Sign) => this.#heard(guard, sign, this.#isOpen)
    const resourceVersion = this.#position
    const watch = await listerWatcher.watch({ resourceVersion, timeoutSeconds, signal: guard.signal, onHeard })
    this.#isOpen = true
    this.#announce()
    writer.setTimes({ heard: clock.now(), silenceLimit: watch.version === 'h2' ? HTTP2_SILENCE_MS : SILENCE_MS })
    return watch
  }

  /** Answers with the number of events. */
  async #read(watch: OpenWatch<ResourceObjects[R]>, guard: Guard): Promise<number> {
    this.#options.writer.setState({ phase: 'watching', reason: null, failures: 0 })
    if (watch.version === 'h2') guard.allowSilence(Infinity)
    this.#expectProgress(guard)
    let events = 0
    for await (const batch of watch.batches) {
      events += batch.length
      this.#apply(batch, guard)
    }
    return events
  }

  async #readInitial(watch: OpenWatch<ResourceObjects[R]>, guard: Guard): Promise<number> {
    const { writer, counters, traits } = this.#options
    counters.lists += 1
    const initial = new InitialEvents(writer)
    const forget = traits.whileListingByWatch(() => {
      if (this.#position === null) guard.fail(new NoListByWatchError('lists by watch are of no use here'))
    })
    writer.setState({ phase: 'listing', loaded: 0, expected: null, reason: null, failures: 0 })
    let events = 0
    for await (const batch of watch.batches) {
      events += batch.length
      if (this.#position !== null) {
        this.#apply(batch, guard)
        continue
      }
      const ended = initial.take(batch)
      writer.setState({ loaded: initial.loaded })
      if (ended === null) continue
      forget()
      this.#completeFill(ended.resourceVersion, initial.loaded)
      this.#leaveOut(new Map())
      writer.setState({ phase: 'watching' })
      this.#bringsBookmarks = true
      this.#apply(ended.rest, guard)
      // Its timeout is longer than the silence that HTTP/1.1 is allowed: go on with a watch of the right length.
      if (watch.version === 'http/1.1') return events
      guard.allowSilence(Infinity)
    }
    if (this.#position === null) throw new OddWatchError('ended a list by watch before it was complete')
    return events
  }

  #apply(batch: readonly WatchEvent<ResourceObjects[R]>[], guard: Guard): void {
    const { writer, counters, clock, traits } = this.#options
    counters.events += batch.length
    if (batch.some(({ type }) => type === 'bookmark')) {
      this.#bringsBookmarks = true
      traits.sendsBookmarks = true
    }
    writer.setTimes({ progressed: clock.now() })
    this.#expectProgress(guard)
    if (this.#position !== null && batch.some(event => isBookmarkBefore(event, this.#position)))
      throw new UnreadableError('a bookmark is older than what came before it')
    this.#followOdd(batch)
    const { resourceVersion, error } = applyEvents(writer, batch)
    if (resourceVersion !== null) this.#position = resourceVersion
    if (error !== null) throw error
  }

  /** What cannot be kept stays left out until it changes or goes; another one is news of the object or of the stream, and a full list tells which. */
  #followOdd(batch: readonly WatchEvent<ResourceObjects[R]>[]): void {
    const odd = new Map(this.#odd)
    for (const event of batch) {
      if (event.type === 'odd' && !odd.has(event.object.key))
        throw new OddObjectError(`${event.object.key}: ${event.object.why}`)
      if (event.type === 'odd' && event.isDeleted) odd.delete(event.object.key)
      if (event.type === 'set' || event.type === 'delete') odd.delete(objectKey(event.object))
    }
    if (odd.size !== this.#odd.size) this.#leaveOut(odd)
  }

  /** From now on something must come within STALL_MS, where bookmarks come. */
  #expectProgress(guard: Guard): void {
    const { writer, clock, traits } = this.#options
    const isExpected = () => this.#bringsBookmarks || traits.sendsBookmarks
    writer.setTimes({ stalledAfter: isExpected() ? clock.now() + STALL_MS : null })
    guard.stallAfter(STALL_MS, isExpected)
  }

  /** Says why nothing is there yet while a request stays without an answer. */
  async #unlessHanging<T>(ask: () => Promise<T>): Promise<T> {
    const { writer } = this.#options
    const answered = new AbortController()
    void this.#tellHanging(answered.signal)
    try {
      return await ask()
    } finally {
      answered.abort()
      if (writer.state().reason === HANGING) writer.setState({ reason: null })
    }
  }

  async #tellHanging(answered: AbortSignal): Promise<void> {
    const { writer, clock } = this.#options
    await clock.sleep(HANGING_MS, answered)
    if (!answered.aborted && writer.state().reason === null) writer.setState({ reason: HANGING })
  }

  #announce(): void {
    if (this.#hadLostServer) this.#options.revival.announce()
    this.#hadLostServer = false
  }

  /** What a server in trouble answers is a sign of life, but says nothing of what is held. */
  #heard(guard: Guard, sign: Sign, isOfData: boolean): void {
    const { writer, clock } = this.#options
    if (sign === 'bytes') guard.heard()
    if (isOfData) writer.setTimes({ heard: clock.now() })
  }
}

const HANGING = `The API server accepts connections, but has not answered for ${HANGING_MS / 1000} s. Still waiting.`

class NoListByWatchError extends Error {
  override readonly name = 'NoListByWatchError'
}

/** Of one resource they can be compared where both are numbers, which exceed what a JavaScript number holds (KEP-5504). A server that was restored from a backup goes back. */
function isBookmarkBefore(event: WatchEvent<unknown>, position: string | null): boolean {
  if (event.type !== 'bookmark' || position === null) return false
  const { resourceVersion } = event
  if (!DECIMAL.test(resourceVersion) || !DECIMAL.test(position)) return false
  if (resourceVersion.length !== position.length) return resourceVersion.length < position.length
  return resourceVersion < position
}

const DECIMAL = /^[1-9][0-9]*$/

type Sign = 'bytes' | 'ping'
type Timeouts = Readonly<Record<HttpVersion, number>>

/** Answers to a request for initial events that mean "not here"; 403, 410 and 429 mean what they always mean. */
const NOT_OFFERED: ReadonlySet<number> = new Set([400, 405, 415, 422, 501])

/** Long, for on a slow line a short one would end before the state has arrived, and begin again for ever. */
const INITIAL_TIMEOUT: Timeouts = { h2: 600, 'http/1.1': 600 }

/** Random, so that the watches of all resources do not end together. Over HTTP/1.1 below SILENCE_MS: there a quiet watch ends before it counts as dead. */
function chooseTimeouts(random: Random): Timeouts {
  const chance = random()
  return { h2: Math.round(300 + 300 * chance), 'http/1.1': Math.round(55 + 10 * chance) }
}
