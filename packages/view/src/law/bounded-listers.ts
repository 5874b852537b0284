import type { Lister, Listers, Resource, ResourceIndexes, ResourceObjects } from '@slicescope/model'

/** Going through all of them is what some answers are made of; nothing goes through all pods or slices. */
const LISTED: ReadonlySet<Resource> = new Set<Resource>(['services', 'nodes', 'namespaces'])

/** Listers that fail on a read that costs what the cluster has, which no diagnosis may do and no note of a read tells apart. */
export function boundedListers(listers: Listers): Listers {
  const all: { readonly [R in Resource]: Lister<ResourceObjects[R], ResourceIndexes[R]> } = listers
  const bounded = <R extends Resource>(resource: R): Lister<ResourceObjects[R], ResourceIndexes[R]> =>
    LISTED.has(resource) ? all[resource] : boundedLister(resource, all[resource])
  return {
    services: bounded('services'),
    endpointslices: bounded('endpointslices'),
    nodes: bounded('nodes'),
    pods: bounded('pods'),
    namespaces: bounded('namespaces'),
    deployments: bounded('deployments'),
    replicasets: bounded('replicasets'),
    statefulsets: bounded('statefulsets'),
    daemonsets: bounded('daemonsets'),
    jobs: bounded('jobs'),
    endpoints: bounded('endpoints'),
    networkpolicies: bounded('networkpolicies'),
    ingresses: bounded('ingresses'),
    httproutes: bounded('httproutes'),
    horizontalpodautoscalers: bounded('horizontalpodautoscalers'),
    validatingwebhookconfigurations: bounded('validatingwebhookconfigurations'),
    mutatingwebhookconfigurations: bounded('mutatingwebhookconfigurations'),
    apiservices: bounded('apiservices'),
    events: bounded('events'),
    podLabels: listers.podLabels,
  }
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
