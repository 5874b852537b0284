import type { Delta, Told } from './delta.ts'
import { isEqualKept } from './equality.ts'
import { type ObjectKey, objectKey } from './keys.ts'
import { type Resource, type ResourceInfo, type ResourceObjects, RESOURCES } from './resources.ts'
import type { WritableStore } from './store.ts'
import type { WatchState, WatchTimes } from './watch-state.ts'

/** A change as a watch tells it: the object is there in this state, or it is gone. */
export type Change<T> = Told<T> & { readonly type: 'set' | 'delete' }

/** A complete list being read, page by page. What it does not bring goes at `finish`, never before. */
export interface Relist<T> {
  add(page: readonly Told<T>[]): void
  finish(): void
}

interface Options<R extends Resource> {
  readonly resource: R
  readonly namespace: string | null
  readonly store: WritableStore<ResourceObjects[R]>
  readonly write: (deltas: readonly Delta<ResourceObjects[R]>[], watch: WatchState | undefined) => void
}

/** How a Reflector changes a cluster's state: objects of one resource, in its scope, and what is known of the watch. */
export class ResourceWriter<R extends Resource> {
  readonly #options: Options<R>
  #state: WatchState
  #isSilent = false
  #times: WatchTimes = {
    heard: null,
    progressed: null,
    stalledAfter: null,
    verified: null,
    silenceLimit: 75_000,
    nextAttempt: null,
  }

  constructor(options: Options<R>) {
    this.#options = options
    const { resource, namespace } = options
    this.#state = {
      resource,
      namespace,
      phase: 'listing',
      hasSynced: false,
      loaded: 0,
      expected: null,
      reason: null,
      failures: 0,
      blind: false,
      asOf: null,
    }
  }

  state(): WatchState {
    return this.#state
  }

  times(): WatchTimes {
    return this.#times
  }

  /** Applies what a watch told, as one batch. */
  apply(changes: readonly Change<ResourceObjects[R]>[]): void {
    const deltas = changes.flatMap(change => this.#applyOne(change))
    this.#options.write([...deltas, ...this.#dropOldest()], undefined)
  }

  /** Begins a complete list. Objects appear as their pages come; those that it did not bring are deleted when it finishes. */
  relist(): Relist<ResourceObjects[R]> {
    const { store, write } = this.#options
    const seen = new Set<ObjectKey>()
    return {
      add: page => {
        for (const { object } of page) seen.add(objectKey(object))
        const deltas = page.flatMap(({ object, resourceVersion }) => store.set(object, resourceVersion))
        write([...deltas, ...this.#dropOldest()], undefined)
      },
      finish: () => {
        const gone = this.keys().filter(key => !seen.has(key))
        write(
          gone.flatMap(key => store.delete(key)),
          undefined,
        )
      },
    }
  }

  /** Takes over what is new in the watch's state; an entry is written only when something differs. */
  setState(change: Partial<Omit<WatchState, 'resource' | 'namespace' | 'blind' | 'asOf'>>): void {
    const state = this.#judge({ ...this.#state, ...change })
    if (isEqualKept(state, this.#state)) return
    this.#state = state
    this.#options.write([], state)
  }

  /** Times are no entries, for they change by themselves; that silence has ended is one. */
  setTimes(change: Partial<WatchTimes>): void {
    this.#times = { ...this.#times, ...change }
    if (!this.#isSilent || (change.heard === undefined && change.progressed === undefined)) return
    // What is heard on the connection of a stalled watch ends no silence of the watch.
    const { heard, stalledAfter } = this.#times
    if (heard !== null && stalledAfter !== null && heard > stalledAfter) return
    this.#isSilent = false
    this.setState({})
  }

  /** When silence will have lasted too long if nothing is heard, in ms since the epoch; null where it has, or means nothing. */
  silentAt(): number | null {
    const { heard, stalledAfter, silenceLimit } = this.#times
    if (heard === null || this.#isSilent || this.#state.phase === 'forbidden') return null
    return Math.min(heard + silenceLimit, stalledAfter ?? Infinity) + 1
  }

  /** To be called from time to time; answers with the state where silence has lasted too long since. */
  noteSilence(now: number): WatchState | null {
    if (now < (this.silentAt() ?? Infinity)) return null
    this.#isSilent = true
    const before = this.#state
    this.#state = this.#judge(before)
    return isEqualKept(this.#state, before) ? null : this.#state
  }

  /** As of when something is known does not move while nothing is heard, whatever else happens to the watch. */
  #judge(state: WatchState): WatchState {
    const { phase, failures } = state
    const blind = phase !== 'forbidden' && (this.#isSilent || (phase === 'closed' && failures > 0))
    const { heard, progressed, stalledAfter, verified } = this.#times
    const isStalled = heard !== null && stalledAfter !== null && heard > stalledAfter
    return { ...state, blind, asOf: blind ? ((isStalled ? progressed : heard) ?? verified) : null }
  }

  /** The wall clock went forward: what is `ms` old stays as old. */
  shiftTimes(ms: number): void {
    const { heard, progressed, stalledAfter, verified } = this.#times
    const shift = (time: number | null) => (time === null ? null : time + ms)
    this.setTimes({
      heard: shift(heard),
      progressed: shift(progressed),
      stalledAfter: shift(stalledAfter),
      verified: shift(verified),
    })
  }

  #applyOne(change: Change<ResourceObjects[R]>): readonly Delta<ResourceObjects[R]>[] {
    const { store } = this.#options
    const { type, object, resourceVersion } = change
    return type === 'set' ? store.set(object, resourceVersion) : store.delete(objectKey(object), resourceVersion)
  }

  /** Where only the newest are held. A tenth more is let in before that, so that it is not done for every object. */
  #dropOldest(): readonly Delta<ResourceObjects[R]>[] {
    const { resource, store } = this.#options
    const info: ResourceInfo<R> = RESOURCES[resource]
    if (info.newest === undefined || store.size <= info.newest.limit * 1.1) return []
    const { age, limit } = info.newest
    const oldestFirst = [...store.list()]
      .map(object => ({ key: objectKey(object), age: age(object) }))
      .toSorted((a, b) => (a.age < b.age ? -1 : 1))
    return oldestFirst.slice(0, store.size - limit).flatMap(({ key }) => store.delete(key))
  }

  get(key: ObjectKey): ResourceObjects[R] | undefined {
    return this.#options.store.get(key)
  }

  /** Of what is held in this writer's scope. */
  keys(): readonly ObjectKey[] {
    const { store, namespace } = this.#options
    return [...store.keys(namespace)]
  }
}
