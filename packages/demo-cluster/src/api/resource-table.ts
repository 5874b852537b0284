import type { RawObjects, ResourceName } from './raw-objects.ts'

/** One change as it was stored. `object` of a deleted one is its last state, stamped with the version of the deletion. */
export interface StorageEvent<R extends ResourceName = ResourceName> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: RawObjects[R]
  readonly previous: RawObjects[R] | undefined
  readonly resourceVersion: number
}

export type StorageListener<R extends ResourceName> = (event: StorageEvent<R>) => void

/** How far back the changes of a resource can be read: as many as `changes`, and about as old as `ageMs`. */
export interface HistoryWindow {
  readonly changes: number
  readonly ageMs: number
}

/** How many recent lists of one resource stay at hand for the next page or an exact read. */
const KEPT_SNAPSHOTS = 4

/** History is cut when its oldest change is this many times as old as the window. */
const BATCHED_AGE = 1.2

/**
 * The objects of one resource with the changes that led to them, as far back as the window reaches. A state in the
 * window can be had again by undoing the changes after it.
 */
export class ResourceTable<R extends ResourceName> {
  readonly #objects = new Map<string, RawObjects[R]>()
  readonly #snapshots = new Map<number, readonly RawObjects[R][]>()
  readonly #listeners = new Set<StorageListener<R>>()
  readonly #window: HistoryWindow
  #events: StorageEvent<R>[] = []
  /** When each of `#events` was made. */
  #times: number[] = []
  /** Changes up to here are forgotten. */
  #forgottenUpTo = 0
  #sorted: readonly RawObjects[R][] | undefined
  #lastChange = 0

  constructor(window: HistoryWindow) {
    this.#window = window
  }

  get(key: string): RawObjects[R] | undefined {
    return this.#objects.get(key)
  }

  get size(): number {
    return this.#objects.size
  }

  get listeners(): ReadonlySet<StorageListener<R>> {
    return this.#listeners
  }

  /** The version of this resource's latest change. */
  get lastChange(): number {
    return this.#lastChange
  }

  subscribe(listener: StorageListener<R>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** `now` in ms since 1970, by the storage's clock. */
  apply(event: StorageEvent<R>, now: number): void {
    const key = tableKey(event.object.metadata)
    if (event.type === 'DELETED') this.#objects.delete(key)
    else this.#objects.set(key, event.object)
    this.#sorted = undefined
    this.#lastChange = event.resourceVersion
    this.#events.push(event)
    this.#times.push(now)
    this.#forgetBeyondWindow(now)
  }

  /** Forgets the history, as etcd's compaction does: a request for less than the present gets Expired. */
  compact(upTo: number): void {
    this.#events = []
    this.#times = []
    this.#forgottenUpTo = upTo
    this.#snapshots.clear()
  }

  /** Forgets in batches, so that a change does not move the whole history. */
  #forgetBeyondWindow(now: number): void {
    const { changes, ageMs } = this.#window
    if (this.#events.length >= changes * 2) this.#forgetOldest(this.#events.length - changes)
    const [oldest = now] = this.#times
    if (now - oldest < ageMs * BATCHED_AGE) return
    const firstKept = this.#times.findIndex(time => now - time <= ageMs)
    this.#forgetOldest(firstKept === -1 ? this.#times.length : firstKept)
  }

  #forgetOldest(count: number): void {
    const forgotten = this.#events.slice(0, count).at(-1)
    if (forgotten === undefined) return
    this.#forgottenUpTo = forgotten.resourceVersion
    this.#events = this.#events.slice(count)
    this.#times = this.#times.slice(count)
  }

  /** The oldest version from which changes can still be told. */
  get oldest(): number {
    return this.#forgottenUpTo
  }

  /** The changes after a version; undefined where they are partly forgotten. */
  changesSince(resourceVersion: number): readonly StorageEvent<R>[] | undefined {
    if (resourceVersion < this.#oldestInWindow()) return undefined
    return this.#events.slice(this.#firstAfter(resourceVersion))
  }

  /** Sorted by key, as etcd lists. */
  list(): readonly RawObjects[R][] {
    this.#sorted ??= [...this.#objects.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
    return this.#sorted
  }

  /** The list as it was at a version; undefined where that is forgotten. */
  listAt(resourceVersion: number): readonly RawObjects[R][] | undefined {
    if (resourceVersion >= this.#lastChange) return this.list()
    const known = this.#snapshots.get(resourceVersion)
    if (known !== undefined) return known
    const later = this.changesSince(resourceVersion)
    return later === undefined ? undefined : this.#keepSnapshot(resourceVersion, this.#undo(later))
  }

  #undo(later: readonly StorageEvent<R>[]): readonly RawObjects[R][] {
    const objects = new Map(this.#objects)
    for (const event of later.toReversed()) {
      const key = tableKey(event.object.metadata)
      if (event.previous === undefined) objects.delete(key)
      else objects.set(key, event.previous)
    }
    return [...objects.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object)
  }

  #keepSnapshot(resourceVersion: number, list: readonly RawObjects[R][]): readonly RawObjects[R][] {
    const [oldest] = this.#snapshots.keys()
    if (oldest !== undefined && this.#snapshots.size >= KEPT_SNAPSHOTS) this.#snapshots.delete(oldest)
    this.#snapshots.set(resourceVersion, list)
    return list
  }

  #oldestInWindow(): number {
    const beyond = this.#events.at(-this.#window.changes - 1)
    return beyond?.resourceVersion ?? this.#forgottenUpTo
  }

  #firstAfter(resourceVersion: number): number {
    let low = 0
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >> 1
      const event = this.#events[middle]
      if (event !== undefined && event.resourceVersion <= resourceVersion) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The key in etcd's order: `namespace/name`, or the name of a cluster-scoped object. */
export function tableKey(of: { readonly namespace?: string | undefined; readonly name: string }): string {
  return of.namespace === undefined ? of.name : `${of.namespace}/${of.name}`
}
