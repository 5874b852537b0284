import {
  type Change,
  ClusterStore,
  type Entry,
  type Resource,
  RESOURCE_NAMES,
  type ResourceObjects,
  type ResourceWriter,
} from '@slicescope/model'
import { ClusterView } from '../cluster-view.ts'
import type { Outcome } from '../outcome.ts'
import type { Memory } from '../memory.ts'

type AnyObject = ResourceObjects[Resource]

/** All that answers are made from at one position, as plain data. */
export interface Base {
  readonly number: number
  readonly time: number
  readonly objects: readonly (readonly [Resource, readonly AnyObject[]])[]
  readonly memory: Memory
}

export function baseOf(store: ClusterStore<Outcome>, view: ClusterView, time: number): Base {
  return {
    number: store.number,
    time,
    objects: RESOURCE_NAMES.map(resource => [resource, [...store.listers[resource].list()]] as const),
    memory: view.memory(),
  }
}

/** As it comes out of a file: what is not plain data does not survive it. */
export function throughFile<T>(value: T): T {
  const copy: T = JSON.parse(JSON.stringify(value))
  return copy
}

/** A view that knows a base and the entries after it, and nothing else. */
export class Replayed {
  readonly view: ClusterView
  readonly store = new ClusterStore<Outcome>(() => 0)
  readonly #writers: ReadonlyMap<Resource, ResourceWriter<Resource>>
  readonly #follows: ((service: string) => boolean) | undefined

  /** `follows`: the Services that it keeps up with; all where it is left out. */
  constructor(base: Base, follows?: (service: string) => boolean) {
    this.#follows = follows
    this.#writers = new Map(RESOURCE_NAMES.map(resource => [resource, this.store.writer(resource, null)]))
    for (const [resource, objects] of base.objects)
      for (const object of objects) this.#write(resource, { type: 'set', object })
    this.view = this.#viewOf(base.memory, base.time)
  }

  /** Another view that goes on from here: it has worked out nothing yet, and works out whatever it is asked for. */
  another(time: number): ClusterView {
    return this.#viewOf(throughFile(this.view.memory()), time)
  }

  apply(batch: readonly Entry<Outcome>[]): void {
    for (const entry of batch) {
      if (entry.type !== 'delta') continue
      const { resource, type, object, resourceVersion } = entry.delta
      this.#write(resource, { type: type === 'deleted' ? 'delete' : 'set', object, resourceVersion })
    }
    this.view.apply(batch)
  }

  #viewOf(memory: Memory, startedAt: number): ClusterView {
    const { listers } = this.store
    return new ClusterView({
      listers,
      watches: () => [],
      origin: 'live',
      startedAt,
      clusterDomain: 'cluster.local',
      memory,
      ...(this.#follows === undefined ? {} : { follows: this.#follows }),
    })
  }

  #write(resource: Resource, change: Change<AnyObject>): void {
    this.#writers.get(resource)?.apply([change])
  }
}
