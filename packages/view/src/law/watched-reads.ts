import { expectsPods } from '@slicescope/kubernetes'
import {
  forEachResource,
  type Labels,
  type Lister,
  type Listers,
  objectKey,
  type Pod,
  type Resource,
  type ResourceDelta,
  type ResourceIndexes,
  type ResourceListers,
  type ResourceObjects,
  serviceKeyOfSlice,
} from '@slicescope/model'
import { ownServices } from '../reads/own-services.ts'

/** A read, and what it answered. */
interface WatchedRead {
  readonly ask: () => string
  readonly answer: string
}

type Note = (read: string, ask: () => string) => void

/** All that the last diagnosis of each Service read, however it read it. */
export class WatchedReads {
  readonly #ofService = new Map<string, Map<string, WatchedRead>>()

  /** Listers for a diagnosis that begins. */
  begin(service: string, listers: Listers): Listers {
    const reads = new Map<string, WatchedRead>()
    this.#ofService.set(service, reads)
    const note: Note = (read, ask) => {
      if (!reads.has(read)) reads.set(read, { ask, answer: ask() })
    }
    const all: ResourceListers = listers
    const watched = <R extends Resource>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> =>
      watchedLister(resource, all[resource], note)
    const fence = <R extends OfNamespace>(resource: R, deltaOf: (object: ResourceObjects[R]) => ResourceDelta) => {
      const isOwn = (object: ResourceObjects[R]) => isOwnOf(service, deltaOf(object), listers)
      return fencedLister(watched(resource), { resource, isOwn, lister: all[resource], note })
    }
    const found = { type: 'added', resourceVersion: '' } as const
    return {
      ...forEachResource(watched),
      pods: sharedAddresses(watched('pods'), listers.pods, note),
      deployments: fence('deployments', object => ({ resource: 'deployments', object, ...found })),
      replicasets: fence('replicasets', object => ({ resource: 'replicasets', object, ...found })),
      statefulsets: fence('statefulsets', object => ({ resource: 'statefulsets', object, ...found })),
      daemonsets: fence('daemonsets', object => ({ resource: 'daemonsets', object, ...found })),
      jobs: fence('jobs', object => ({ resource: 'jobs', object, ...found })),
      horizontalpodautoscalers: fence('horizontalpodautoscalers', object => ({
        resource: 'horizontalpodautoscalers',
        object,
        ...found,
      })),
      podLabels: {
        inNamespace: namespace => {
          const ask = () => shown([...listers.podLabels.inNamespace(namespace)].map(({ key }) => key))
          note(`label sets ${namespace}`, ask)
          return listers.podLabels.inNamespace(namespace)
        },
        namespaces: () => {
          note('label sets', () => shown([...listers.podLabels.namespaces()]))
          return listers.podLabels.namespaces()
        },
      },
    }
  }

  /** The first read that answers something else now, of a Service that exists and was not diagnosed again; null where all are as they were. */
  findUnnoticed(exists: (service: string) => boolean): string | null {
    for (const [service, reads] of this.#ofService) {
      if (!exists(service)) continue
      for (const [read, { ask, answer }] of reads)
        if (ask() !== answer) return `${service} does not follow what it read: ${read}`
    }
    return null
  }
}

function watchedLister<T, I extends string>(resource: Resource, lister: Lister<T, I>, note: Note): Lister<T, I> {
  return {
    get size() {
      note(`${resource} size`, () => String(lister.size))
      return lister.size
    },
    get: key => {
      note(`${resource} get ${key}`, () => shown([lister.get(key)]))
      return lister.get(key)
    },
    list: () => {
      note(`${resource} list`, () => shown([...lister.list()]))
      return lister.list()
    },
    byIndex: (index, value) => {
      note(`${resource} ${index} ${value}`, () => shown(lister.byIndex(index, value)))
      return lister.byIndex(index, value)
    },
    countByIndex: (index, value) => {
      note(`${resource} count ${index} ${value}`, () => String(lister.countByIndex(index, value)))
      return lister.countByIndex(index, value)
    },
    indexValues: index => {
      note(`${resource} values ${index}`, () => shown([...lister.indexValues(index)]))
      return lister.indexValues(index)
    },
  }
}

/** An address is that of the pods that hold it: hostNetwork pods have their Node's. */
function sharedAddresses(watched: Listers['pods'], pods: Listers['pods'], note: Note): Listers['pods'] {
  const noteHolders = (address: string) => {
    const holders = () => pods.byIndex('ip', address).filter(({ spec }) => spec.hostNetwork !== true)
    note(`pods that hold ${address}`, () => shown(holders()))
  }
  return {
    get size() {
      return watched.size
    },
    get: key => watched.get(key),
    list: () => watched.list(),
    byIndex: (index, value) => {
      if (index !== 'ip') return watched.byIndex(index, value)
      noteHolders(value)
      return pods.byIndex(index, value)
    },
    countByIndex: (index, value) => {
      if (index !== 'ip') return watched.countByIndex(index, value)
      noteHolders(value)
      return pods.countByIndex(index, value)
    },
    indexValues: index => watched.indexValues(index),
  }
}

/** Of these a Service's own are sought among all of its namespace. */
type OfNamespace = 'deployments' | 'replicasets' | 'statefulsets' | 'daemonsets' | 'jobs' | 'horizontalpodautoscalers'

interface Fence<T> {
  readonly resource: Resource
  readonly isOwn: (object: T) => boolean
  readonly lister: Lister<T>
  readonly note: Note
}

/** All of the namespace may be looked through for the Service's own; of others nothing but whose they are may be read. */
function fencedLister<T extends object, I extends string>(
  watched: Lister<T, I>,
  { resource, isOwn, lister, note }: Fence<T>,
): Lister<T, I> {
  return {
    get size() {
      return watched.size
    },
    get: key => watched.get(key),
    list: () => watched.list(),
    countByIndex: (index, value) => watched.countByIndex(index, value),
    indexValues: index => watched.indexValues(index),
    byIndex: (index, value) => {
      if (index !== 'namespace') return watched.byIndex(index, value)
      note(`${resource} own in ${value}`, () => shown(lister.byIndex(index, value).filter(isOwn)))
      return lister.byIndex(index, value).map(object => (isOwn(object) ? object : fenced(object, resource)))
    },
  }
}

/** What tells whose an object is. */
const TELLING: ReadonlySet<string | symbol> = new Set(['template', 'serviceName', 'scaleTargetRef'])

function fenced<T extends object>(object: T, resource: Resource): T {
  const refuse = (field: string | symbol): never => {
    throw new Error(`${String(field)} of ${resource} that are not the Service's own was read`)
  }
  return new Proxy(object, {
    get: (target, field) => {
      const value: unknown = Reflect.get(target, field)
      if (field === 'metadata') return value
      if (field !== 'spec' || typeof value !== 'object' || value === null) return refuse(field)
      return new Proxy(value, {
        get: (spec, part) => (TELLING.has(part) ? Reflect.get(spec, part) : refuse(`spec.${String(part)}`)),
      })
    },
  })
}

/** Whether a Delta of it would mark the Service. */
function isOwnOf(service: string, delta: ResourceDelta, listers: Listers): boolean {
  const selecting = (namespace: string, labels: Labels) =>
    listers.services
      .byIndex('namespace', namespace)
      .filter(each => expectsPods(each, labels))
      .map(objectKey)
  const graph = {
    servicesSelecting: selecting,
    servicesOf: ({ metadata: { namespace, labels, uid } }: Pod) =>
      new Set([
        ...selecting(namespace, labels),
        ...listers.endpointslices.byIndex('pod', uid).flatMap(slice => serviceKeyOfSlice(slice) ?? []),
      ]),
  }
  const { near, far } = ownServices(delta, { graph, listers })
  return [...near, ...far].includes(service)
}

/** In no order, for Stores keep none. */
function shown(objects: readonly unknown[]): string {
  return objects
    .map(object => JSON.stringify(object) ?? '')
    .toSorted()
    .join()
}
