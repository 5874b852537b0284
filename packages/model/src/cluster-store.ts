import { createStores } from './create-stores.ts'
import type { Delta, ResourceDelta } from './delta.ts'
import { Interner } from './interner.ts'
import { PodLabelSets } from './labels.ts'
import type { Listers } from './lister.ts'
import type { ObjectKey, Resource, ResourceObjects } from './resources.ts'
import { ResourceWriter } from './resource-writer.ts'
import type { BatchListener } from './entry.ts'
import type { LeaseAnswer, LeaseKey } from './lease-answer.ts'
import { Sequencer } from './sequencer.ts'
import type { WatchState, WatchTimes } from './watch-state.ts'

/** What the store asks of a writer, whatever its resource. */
interface Watched {
  state(): WatchState
  times(): WatchTimes
  silentAt(): number | null
  noteSilence(now: number): WatchState | null
  shiftTimes(ms: number): void
}

/** Names a Delta's resource; one function a resource, so that types and values cannot part. */
const labelDelta: { readonly [R in Resource]: (delta: Delta<ResourceObjects[R]>) => ResourceDelta } = {
  services: delta => ({ resource: 'services', ...delta }),
  endpointslices: delta => ({ resource: 'endpointslices', ...delta }),
  nodes: delta => ({ resource: 'nodes', ...delta }),
  pods: delta => ({ resource: 'pods', ...delta }),
  namespaces: delta => ({ resource: 'namespaces', ...delta }),
  deployments: delta => ({ resource: 'deployments', ...delta }),
  replicasets: delta => ({ resource: 'replicasets', ...delta }),
  statefulsets: delta => ({ resource: 'statefulsets', ...delta }),
  daemonsets: delta => ({ resource: 'daemonsets', ...delta }),
  jobs: delta => ({ resource: 'jobs', ...delta }),
  endpoints: delta => ({ resource: 'endpoints', ...delta }),
  networkpolicies: delta => ({ resource: 'networkpolicies', ...delta }),
  ingresses: delta => ({ resource: 'ingresses', ...delta }),
  httproutes: delta => ({ resource: 'httproutes', ...delta }),
  horizontalpodautoscalers: delta => ({ resource: 'horizontalpodautoscalers', ...delta }),
  validatingwebhookconfigurations: delta => ({ resource: 'validatingwebhookconfigurations', ...delta }),
  mutatingwebhookconfigurations: delta => ({ resource: 'mutatingwebhookconfigurations', ...delta }),
  apiservices: delta => ({ resource: 'apiservices', ...delta }),
  events: delta => ({ resource: 'events', ...delta }),
}

/**
 * All that is held of one cluster: a Store a resource behind one Sequencer, and what is known of each watch.
 * Readers use `listers` and `subscribe`; objects change by `writer` alone. `O` is what a diagnosis comes to.
 */
export class ClusterStore<O = unknown> {
  readonly interner = new Interner()
  readonly listers: Listers
  readonly #stores = createStores()
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
    const named = deltas.map(delta => labelDelta[resource](delta))
    for (const delta of named) if (delta.resource === 'pods') this.#podLabels.apply(delta)
    this.#sequencer.write([
      ...named.map(delta => ({ type: 'delta' as const, delta })),
      ...(watch === undefined ? [] : [{ type: 'watch' as const, watch }]),
    ])
  }
}
