import { type Resource, RESOURCES, type WatchState } from '@slicescope/model'
import { ASK_AGAIN_MS, type FollowContext, ScopeFollower } from './scope-follower.ts'

/**
 * Each is three watches: 500 are 1,500 streams on twenty connections, about what 1,500 kubelets cost an API server.
 * Over HTTP/1.1 each watch is a connection of its own.
 */
const MOST_NAMESPACES = 500
const MOST_OVER_HTTP1 = 100

/** Considered at once. */
const ASKED_TOGETHER = 8

/** Namespaces come and go in crowds; looked at together. */
const LEAST_BETWEEN_MS = 500

/** A server that was not there is asked about a namespace again after this. */
const UNREACHABLE_MS = 15_000

/** How far it has come is said this often. */
const TELL_MS = 2_000

/** More are not named. */
const MOST_NAMED = 500

interface Options {
  readonly resource: Resource
  /** Where no namespaces may be listed: the context's own, if it names one. */
  readonly fallback: readonly string[]
  /** How far it goes, each time that it has changed. */
  readonly onReach: (reach: NonNullable<WatchState['byNamespace']>) => void
}

interface Work {
  /** What is not considered yet. */
  readonly open: Set<string>
  /** What was in `open` once. */
  readonly seen: Set<string>
  candidates: ReadonlySet<string>
  lookedAt: number
  /** What the workers did not wait for. */
  readonly rushed: Promise<void>[]
}

/** Follows a resource in each namespace where that is allowed, for a user who cannot do so in all of them: what is on the screen first. */
export class NamespaceFan {
  readonly #context: FollowContext
  readonly #options: Options
  readonly #followed = new Map<string, AbortController>()
  readonly #denied = new Set<string>()
  #toldAt = -Infinity
  /** All candidates were asked about once. */
  #hasLooked = false
  /** When the API server was not there to say. */
  readonly #unreachable = new Map<string, number>()
  /** Namespaces came or went, or one is on the screen now. */
  #hasNews = false
  /** Under way. */
  #current: Work | null = null

  constructor(context: FollowContext, options: Options) {
    this.#context = context
    this.#options = options
  }

  /** Ends when the signal aborts; what it followed is then no longer stated by itself. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, onScreen } = this.#context
    this.#tell(new Set())
    while (!signal.aborted) {
      const changed = new AbortController()
      const wake = () => {
        this.#hasNews = true
        changed.abort()
        void this.#rush(signal)
      }
      signal.addEventListener('abort', wake)
      const unsubscribe = store.subscribe(batch => {
        const isNews = batch.some(
          entry =>
            (entry.type === 'delta' && entry.delta.resource === 'namespaces' && entry.delta.type !== 'updated') ||
            (entry.type === 'watch' && entry.watch.resource === 'namespaces'),
        )
        if (isNews) wake()
      })
      const stopLooking = onScreen.subscribe(wake)
      await this.#adjust(signal)
      await clock.sleep(LEAST_BETWEEN_MS, signal)
      await clock.sleep(ASK_AGAIN_MS, changed.signal)
      unsubscribe()
      stopLooking()
      signal.removeEventListener('abort', wake)
    }
    for (const namespace of this.#followed.keys()) this.#stop(namespace)
  }

  async #adjust(signal: AbortSignal): Promise<void> {
    if (this.#candidates() === null) return
    const work: Work = { open: new Set(), seen: new Set(), candidates: new Set(), lookedAt: -Infinity, rushed: [] }
    this.#current = work
    this.#look(work)
    this.#tell(work.candidates)
    await Promise.all(Array.from({ length: ASKED_TOGETHER }, () => this.#work(work, signal)))
    this.#current = null
    await Promise.all(work.rushed)
    this.#hasLooked = true
    if (!signal.aborted) this.#tell(work.candidates)
  }

  /** Takes in which namespaces there are by now: asking about thousands takes minutes. */
  #look(work: Work): void {
    this.#hasNews = false
    work.lookedAt = this.#context.clock.elapsed()
    const candidates = this.#candidates() ?? work.candidates
    work.candidates = candidates
    for (const namespace of this.#followed.keys()) if (!candidates.has(namespace)) this.#vanish(namespace)
    for (const namespace of this.#denied) if (!candidates.has(namespace)) this.#denied.delete(namespace)
    for (const namespace of work.open) if (!candidates.has(namespace)) work.open.delete(namespace)
    for (const namespace of [...candidates].toSorted()) {
      const isWanted = this.#context.onScreen.has(namespace) && !this.#denied.has(namespace)
      if ((isWanted || !work.seen.has(namespace)) && this.#isOpen(namespace)) work.open.add(namespace)
      work.seen.add(namespace)
    }
  }

  /** What is on the screen waits for no worker: each of them waits for an answer about some other namespace. */
  async #rush(signal: AbortSignal): Promise<void> {
    const { onScreen, clock } = this.#context
    // The store is telling its listeners: nothing is written to it before they all know.
    await Promise.resolve()
    const work = this.#current
    if (work === null || signal.aborted) return
    if (clock.elapsed() - work.lookedAt >= LEAST_BETWEEN_MS) this.#look(work)
    for (const namespace of work.open) {
      if (!onScreen.has(namespace)) continue
      work.open.delete(namespace)
      work.rushed.push(this.#consider(namespace, signal))
    }
  }

  /** Takes one after the other, what is on the screen by then first. */
  async #work(work: Work, signal: AbortSignal): Promise<void> {
    const { clock } = this.#context
    const { open } = work
    while (open.size > 0 && !signal.aborted) {
      if (this.#hasNews && clock.elapsed() - work.lookedAt >= LEAST_BETWEEN_MS) this.#look(work)
      const wanted = [...open].find(namespace => this.#context.onScreen.has(namespace)) ?? [...open][0]
      if (wanted === undefined) return
      open.delete(wanted)
      await this.#consider(wanted, signal)
      if (clock.elapsed() - this.#toldAt >= TELL_MS) this.#tell(work.candidates)
    }
  }

  #isOpen(namespace: string): boolean {
    const since = this.#unreachable.get(namespace) ?? -Infinity
    return !this.#followed.has(namespace) && this.#context.clock.elapsed() - since >= UNREACHABLE_MS
  }

  /** Evidence is read where a reader looks: in all namespaces it would be a dozen watches each. */
  get #isLazy(): boolean {
    return RESOURCES[this.#options.resource].isEvidence
  }

  #candidates(): ReadonlySet<string> | null {
    const candidates = this.#allCandidates()
    if (candidates === null || !this.#isLazy) return candidates
    return new Set([...candidates].filter(namespace => this.#context.onScreen.has(namespace)))
  }

  /** null while it is not yet known. */
  #allCandidates(): ReadonlySet<string> | null {
    const { store } = this.#context
    const state = store.watches().find(watch => watch.resource === 'namespaces' && watch.namespace === null)
    if (state === undefined || (!state.hasSynced && state.phase !== 'forbidden')) return null
    // Those that were listed stay, whatever is refused since.
    if (state.phase === 'forbidden' && !state.hasSynced) return new Set(this.#options.fallback)
    return new Set([...store.listers.namespaces.list()].map(namespace => namespace.metadata.name))
  }

  async #consider(namespace: string, signal: AbortSignal): Promise<void> {
    const { resource } = this.#options
    const { access, clock } = this.#context
    if (!this.#hasRoomFor(namespace)) return
    const answer = await access.ask({ resource, namespace, isDoubted: false, signal })
    if (signal.aborted) return
    if (answer === 'unreachable') this.#unreachable.set(namespace, clock.elapsed())
    else this.#unreachable.delete(namespace)
    if (answer === 'denied') this.#denied.add(namespace)
    else this.#denied.delete(namespace)
    if (answer !== 'allowed' || !this.#makeRoomFor(namespace)) return
    const stop = new AbortController()
    this.#followed.set(namespace, stop)
    void new ScopeFollower(this.#context, { resource, namespace }, { isAllowed: true }).run(stop.signal)
  }

  #hasRoomFor(namespace: string): boolean {
    const most = this.#context.connection.transport.version === 'http/1.1' ? MOST_OVER_HTTP1 : MOST_NAMESPACES
    return this.#followed.size < most || this.#context.onScreen.has(namespace)
  }

  /** What is on the screen takes the place of what is not. */
  #makeRoomFor(namespace: string): boolean {
    const { onScreen } = this.#context
    if (!this.#hasRoomFor(namespace)) return false
    if (this.#followed.size < MOST_OVER_HTTP1) return true
    const most = this.#context.connection.transport.version === 'http/1.1' ? MOST_OVER_HTTP1 : MOST_NAMESPACES
    if (this.#followed.size < most) return true
    const other = [...this.#followed.keys()].findLast(each => !onScreen.has(each))
    if (other !== undefined) this.#vanish(other)
    return other !== undefined
  }

  #tell(candidates: ReadonlySet<string>): void {
    this.#toldAt = this.#context.clock.elapsed()
    if (this.#isLazy) return
    const unfollowed = [...candidates].filter(each => !this.#followed.has(each) && !this.#denied.has(each))
    this.#options.onReach({
      followed: this.#followed.size,
      denied: this.#denied.size,
      unfollowed: unfollowed.length,
      named: unfollowed.toSorted().slice(0, MOST_NAMED),
      ...(this.#hasLooked ? {} : { isLooking: true }),
    })
  }

  /** The namespace is gone, and all in it, or it makes room. */
  #vanish(namespace: string): void {
    this.#context.store.writer(this.#options.resource, namespace).relist().finish()
    this.#stop(namespace)
  }

  #stop(namespace: string): void {
    this.#followed.get(namespace)?.abort()
    this.#followed.delete(namespace)
    this.#context.store.retire(this.#options.resource, namespace)
    this.#context.counters.delete(`${this.#options.resource}/${namespace}`)
  }
}
