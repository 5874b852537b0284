import {
  forEachResource,
  type Lister,
  type Listers,
  type Resource,
  type ResourceIndexes,
  type ResourceListers,
  type ResourceObjects,
  RESOURCES,
} from '@slicescope/model'
import type { ReadLog, ReadWorkload } from './read-log.ts'

/** Which reads of a resource are of what is structurally the Service's own. None where it is left out. */
interface Own<T, I extends string> {
  readonly get?: (key: string, object: T | undefined) => boolean
  readonly byIndex?: (index: I, value: string, objects: readonly T[]) => boolean
  readonly count?: (index: I, value: string) => boolean
  /** Indexes whose objects change often. */
  readonly often?: readonly I[]
}

/** A Lister that notes what is read of it, own things aside. */
class TrackedLister<T, I extends string> implements Lister<T, I> {
  readonly #resource: Resource
  readonly #lister: Lister<T, I>
  readonly #log: ReadLog
  readonly #own: Own<T, I>

  constructor(resource: Resource, lister: Lister<T, I>, { log, own }: { log: ReadLog; own: Own<T, I> }) {
    this.#resource = resource
    this.#lister = lister
    this.#log = log
    this.#own = own
  }

  get size(): number {
    this.#log.note(`${this.#resource} size`)
    return this.#lister.size
  }

  get(key: string): T | undefined {
    const object = this.#lister.get(key)
    if (this.#own.get?.(key, object) !== true) this.#log.note(`${this.#resource} get ${key}`)
    return object
  }

  list(): IterableIterator<T> {
    this.#log.note(`${this.#resource} list`)
    return this.#lister.list()
  }

  byIndex(index: I, value: string): readonly T[] {
    const objects = this.#lister.byIndex(index, value)
    if (this.#own.byIndex?.(index, value, objects) !== true)
      this.#log.note(`${this.#resource} ${index} ${value}`, this.#isOften(index))
    return objects
  }

  countByIndex(index: I, value: string): number {
    if (this.#own.count?.(index, value) !== true)
      this.#log.note(`${this.#resource} count ${index} ${value}`, this.#isOften(index))
    return this.#lister.countByIndex(index, value)
  }

  indexValues(index: I): IterableIterator<string> {
    this.#log.note(`${this.#resource} values ${index}`)
    return this.#lister.indexValues(index)
  }

  #isOften(index: I): boolean {
    return this.#own.often?.includes(index) ?? false
  }
}

/** What of each resource is structurally a Service's own, where its definition leaves that to view. */
function ownOf(log: ReadLog): { readonly [R in Resource]?: Own<ResourceObjects[R], ResourceIndexes[R]> } {
  const named = { get: (key: string) => key === log.key }
  const here = { byIndex: (index: string, value: string) => index === 'namespace' && value === log.namespace }
  const workloads = {
    get: (_: string, object: ReadWorkload | undefined) => object !== undefined && log.isOwnWorkload(object),
    byIndex: (index: string, value: string, objects: readonly ReadWorkload[]) =>
      here.byIndex(index, value) || (objects.length > 0 && objects.every(each => log.isOwnWorkload(each))),
  }
  return {
    services: named,
    endpointslices: { byIndex: (index, value) => index === 'service' && value === log.key },
    pods: {
      get: (key, pod) => (pod === undefined ? log.namesPod(key) : log.isOwnPod(pod)),
      byIndex: (index, value, pods) =>
        index === 'uid' && pods.length === 0
          ? log.namesUid(value)
          : ['labels', 'uid', 'ip'].includes(index) && pods.some(pod => log.isOwnPod(pod)),
      // How many have the addresses of its own pods.
      count: index => index === 'ip',
      often: ['labels', 'nodeName', 'namespace'],
    },
    namespaces: { get: key => key === log.namespace },
    deployments: workloads,
    replicasets: workloads,
    statefulsets: workloads,
    daemonsets: workloads,
    jobs: workloads,
    endpoints: named,
    horizontalpodautoscalers: here,
    // Of its pods and their owners.
    events: { byIndex: () => true },
  }
}

/** Listers that note in `log` what is read that is not structurally the Service's own. */
export function trackedListers(listers: Listers, log: ReadLog): Listers {
  const all: ResourceListers = listers
  const special = ownOf(log)
  const byDefinition = {
    named: { byIndex: (index: string, value: string) => index === 'service' && value === log.key },
    namespace: { byIndex: (index: string, value: string) => index === 'namespace' && value === log.namespace },
    'worked out': {},
  }
  const tracked = <R extends Resource>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> =>
    new TrackedLister<ResourceObjects[R], ResourceIndexes[R]>(resource, all[resource], {
      log,
      own: special[resource] ?? byDefinition[RESOURCES[resource].touches],
    })
  return {
    ...forEachResource(tracked),
    podLabels: {
      inNamespace: namespace => {
        log.note(`label sets ${namespace}`, true)
        return listers.podLabels.inNamespace(namespace)
      },
      namespaces: () => {
        log.note('label sets', true)
        return listers.podLabels.namespaces()
      },
    },
  }
}
