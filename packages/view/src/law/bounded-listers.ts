import {
  forEachResource,
  type Lister,
  type Listers,
  type Resource,
  type ResourceIndexes,
  type ResourceListers,
  type ResourceObjects,
} from '@slicescope/model'

/** Going through all of them is what some answers are made of; nothing goes through all pods or slices. */
const LISTED: ReadonlySet<Resource> = new Set<Resource>(['services', 'nodes', 'namespaces'])

/** Listers that fail on a read that costs what the cluster has, which no diagnosis may do and no note of a read tells apart. */
export function boundedListers(listers: Listers): Listers {
  const all: ResourceListers = listers
  const bounded = <R extends Resource>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> =>
    LISTED.has(resource) ? all[resource] : boundedLister(resource, all[resource])
  return { ...forEachResource(bounded), podLabels: listers.podLabels }
}

function boundedLister<T, I extends string>(resource: Resource, lister: Lister<T, I>): Lister<T, I> {
  const refuse = (read: string): never => {
    throw new Error(`${read} of all ${resource} was read`)
  }
  return {
    get size() {
      return refuse('the number')
    },
    get: key => lister.get(key),
    list: () => refuse('the list'),
    byIndex: (index, value) => lister.byIndex(index, value),
    countByIndex: (index, value) => lister.countByIndex(index, value),
    indexValues: () => refuse('an index'),
  }
}
