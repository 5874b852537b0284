import type { Delta } from './delta.ts'
import { Interner } from './interner.ts'
import { PodLabelSets } from './labels.ts'
import { objectKey, type ObjectKey } from './keys.ts'
import {
  forEachResource,
  type Listers,
  type Resource,
  type ResourceDelta,
  type ResourceIndexes,
  type ResourceInfo,
  type ResourceObjects,
  RESOURCES,
} from './resources.ts'
import { type Change, ResourceWriter } from './resource-writer.ts'
import type { BatchListener } from './entry.ts'
import type { LeaseAnswer, LeaseKey } from './lease-answer.ts'
import { Sequencer } from './sequencer.ts'
import { Store, type WritableStore } from './store.ts'
import type { WatchState, WatchTimes } from './watch-state.ts'

/** What the store asks of a writer, whatever its resource. */
interface Watched {
  state(): WatchState
  times(): WatchTimes
  silentAt(): number | null
  noteSilence(now: number): WatchState | null
  shiftTimes(ms: number): void
}

/**
 * All that is held of one cluster: a Store a resource behind one Sequencer, and what is known of each watch.
 * Readers use `listers` and `subscribe`; objects change by `writer` alone. `O` is what a diagnosis comes to.
 */
export class ClusterStore<O = unknown> {
  readonly interner = new Interner()
  readonly listers: Listers
  readonly #stores = forEachResource(storeOf)
  readonly #podLabels = new PodLabelSets()
  readonly #sequencer: Sequencer<O>
  readonly #now: () => number
  readonly #writers = new Map<string, Watched>()

  /** `now` gives the receive time in ms since the epoch. */
  constructor(now: () => number) {
    this.#now = now
    this.#sequencer = new Sequencer(now)
    this.listers = { ...this.#stores, podLabels: this.#podLabels }
  }

  /** The number of the last entry. */
  get number(): number {
    return this.#sequencer.number
  }

  subscribe(listener: BatchListener<O>): () => void {
    return this.#sequencer.subscribe(listener)
  }

  /** What is known of each followed resource, with its times. */
  watches(): readonly (WatchState & WatchTimes)[] {
    return [...this.#writers.values()].map(writer => ({ ...writer.state(), ...writer.times() }))
  }

  /** Of all objects that are held of a resource. */
  keys(resource: Resource): IterableIterator<ObjectKey> {
    return this.#stores[resource].keys(null)
  }

  /** Takes over a change that was recorded, and answers with what it came to. No entry is written: that is recorded, too. */
  restore<R extends Resource>(
    resource: R,
    { type, object, resourceVersion }: Change<ResourceObjects[R]>,
  ): readonly ResourceDelta[] {
    const store: WritableStore<ResourceObjects[R]> = this.#stores[resource]
    const key = objectKey(object)
    return this.#label(
      resource,
      type === 'set' ? store.set(object, resourceVersion) : store.delete(key, resourceVersion),
    )
  }

  /** Of an object as it is held; '' where it is unknown, undefined of what is not held. */
  resourceVersion(resource: Resource, key: ObjectKey): string | undefined {
    return this.#stores[resource].resourceVersion(key)
  }

  /** The one who may write a resource, in all namespaces (null) or in one. Asking again gives a new writer in place of the old. */
  writer<R extends Resource>(resource: R, namespace: string | null): ResourceWriter<R> {
    const writer = new ResourceWriter<R>({
      resource,
      namespace,
      store: this.#stores[resource],
      write: (deltas, watch) => this.#write(resource, deltas, watch),
    })
    this.#writers.set(`${resource}/${namespace ?? ''}`, writer)
    this.#sequencer.write([{ type: 'watch', watch: writer.state() }])
    return writer
  }

  /** States no more what is known of this watch. Its objects stay: who no longer covers them lists again or empties first. */
  retire(resource: Resource, namespace: string | null): void {
    if (this.#writers.delete(`${resource}/${namespace ?? ''}`))
      this.#sequencer.write([{ type: 'unwatched', resource, namespace }])
  }

  /** When silence alone will next change what is known of a watch, in ms since the epoch; null if never. Moves on as watches are heard. */
  silentAt(): number | null {
    const times = [...this.#writers.values()].flatMap(writer => writer.silentAt() ?? [])
    return times.length === 0 ? null : Math.min(...times)
  }

  /** Notes which watches have been silent for too long; nothing where none has. */
  noteSilence(): void {
    const now = this.#now()
    const silent = [...this.#writers.values()].flatMap(writer => writer.noteSilence(now) ?? [])
    this.#sequencer.write(silent.map(watch => ({ type: 'watch', watch })))
  }

  /** Notes that it is later. */
  noteTime(): void {
    this.#sequencer.write([{ type: 'time' }])
  }

  /** Notes that the machine's clock was put forward (or back, below 0) by so many ms. Nothing gets older by it: times of watches go along. */
  noteClockStep(stepped: number): void {
    if (stepped > 0) for (const writer of this.#writers.values()) writer.shiftTimes(stepped)
    this.#sequencer.write([{ type: 'clock', stepped }])
  }

  /** Notes that nothing was seen from one time to another, in ms since the epoch. */
  noteGap(from: number, to: number): void {
    this.#sequencer.write([{ type: 'gap', from, to }])
  }

  noteLease(lease: LeaseKey, answer: LeaseAnswer): void {
    this.#sequencer.write([{ type: 'lease', lease, answer }])
  }

  /** Notes what diagnoses came to, as one batch. */
  conclude(outcomes: readonly O[]): void {
    this.#sequencer.write(outcomes.map(outcome => ({ type: 'outcome', outcome })))
  }

  #write<R extends Resource>(
    resource: R,
    deltas: readonly Delta<ResourceObjects[R]>[],
    watch: WatchState | undefined,
  ): void {
    const named = this.#label(resource, deltas)
    this.#sequencer.write([
      ...named.map(delta => ({ type: 'delta' as const, delta })),
      ...(watch === undefined ? [] : [{ type: 'watch' as const, watch }]),
    ])
  }

  #label<R extends Resource>(resource: R, deltas: readonly Delta<ResourceObjects[R]>[]): readonly ResourceDelta[] {
    const { label }: ResourceInfo<R> = RESOURCES[resource]
    const named = deltas.map(label)
    for (const delta of named) if (delta.resource === 'pods') this.#podLabels.apply(delta)
    return named
  }
}

function storeOf<R extends Resource>(resource: R): WritableStore<ResourceObjects[R], ResourceIndexes[R]> {
  const { indexes, createPacking }: ResourceInfo<R> = RESOURCES[resource]
  return new Store(indexes, createPacking())
}
