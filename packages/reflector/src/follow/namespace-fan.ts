import { type Resource, RESOURCES } from '@slicescope/model'
import { askAccess } from './access.ts'
import { ASK_AGAIN_MS, type FollowContext, ScopeFollower } from './scope-follower.ts'

/** One watch each: more would weigh on the API server like a cluster-wide one never does. */
const MAX_NAMESPACES = 100

/** Questions at once. */
const ASKED_TOGETHER = 8

interface Options {
  readonly resource: Resource
  /** Where no namespaces may be listed: the context's own, if it names one. */
  readonly fallback: readonly string[]
}

/** Follows a resource in each namespace where that is allowed, for who may not do so in all of them. */
export class NamespaceFan {
  readonly #context: FollowContext
  readonly #options: Options
  readonly #followed = new Map<string, AbortController>()

  constructor(context: FollowContext, options: Options) {
    this.#context = context
    this.#options = options
  }

  /** Ends when the signal aborts; what it followed is then no longer stated by itself. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#context
    while (!signal.aborted) {
      const changed = new AbortController()
      const wake = () => changed.abort()
      signal.addEventListener('abort', wake)
      const unsubscribe = store.subscribe(batch => {
        const isNews = batch.some(
          entry =>
            (entry.type === 'delta' && entry.delta.resource === 'namespaces' && entry.delta.type !== 'updated') ||
            (entry.type === 'watch' && entry.watch.resource === 'namespaces'),
        )
        if (isNews) wake()
      })
      const stopLooking = this.#isLazy ? this.#context.onScreen.subscribe(wake) : () => {}
      await this.#adjust(signal)
      await clock.sleep(ASK_AGAIN_MS, changed.signal)
      unsubscribe()
      stopLooking()
      signal.removeEventListener('abort', wake)
    }
    for (const namespace of this.#followed.keys()) this.#stop(namespace)
  }

  async #adjust(signal: AbortSignal): Promise<void> {
    const candidates = this.#candidates()
    if (candidates === null) return
    for (const namespace of this.#followed.keys()) if (!candidates.has(namespace)) this.#vanish(namespace)
    const open = [...candidates].filter(namespace => !this.#followed.has(namespace)).toSorted()
    for (let at = 0; at < open.length && !signal.aborted; at += ASKED_TOGETHER) {
      await Promise.all(open.slice(at, at + ASKED_TOGETHER).map(namespace => this.#consider(namespace, signal)))
    }
  }

  /** Evidence is read where somebody looks: in all namespaces it would be a dozen watches each. */
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
    if (state.phase === 'forbidden') return new Set(this.#options.fallback)
    return new Set([...store.listers.namespaces.list()].map(namespace => namespace.metadata.name))
  }

  async #consider(namespace: string, signal: AbortSignal): Promise<void> {
    const { resource } = this.#options
    if (this.#followed.size >= MAX_NAMESPACES) return
    const access = await askAccess(this.#context, { resource, namespace, signal })
    if (access !== 'allowed' || signal.aborted || this.#followed.size >= MAX_NAMESPACES) return
    const stop = new AbortController()
    this.#followed.set(namespace, stop)
    void new ScopeFollower(this.#context, { resource, namespace }).run(stop.signal)
  }

  /** The namespace is gone, and all in it. */
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
