import { podLabelsKey } from './labels.ts'
import type { ResourceIndexes } from './lister.ts'
import { servicesOfApi, servicesOfIngress, servicesOfRoute, servicesOfWebhooks } from './named-services.ts'
import { POD, type Pod } from './objects.ts'
import { packingOf, unpacked } from './packing.ts'
import type { EndpointSlice } from './objects.ts'
import { type KubernetesObject, type Resource, type ResourceObjects, serviceKeyOfSlice } from './resources.ts'
import { BY_NAMESPACE, type IndexFunc, type Indexes, Store, type WritableStore } from './store.ts'

type AllIndexes = { readonly [R in Resource]: Indexes<ResourceObjects[R], ResourceIndexes[R]> }

const BY_SERVICE_NAMED = <T>(servicesOf: (object: T) => readonly string[]) => ({
  service: servicesOf,
  namedIn: (object: T) => [...new Set(servicesOf(object).map(key => key.slice(0, key.indexOf('/'))))],
})

const INDEXES: AllIndexes = {
  services: { namespace: BY_NAMESPACE },
  endpointslices: {
    service: slice => present(serviceKeyOfSlice(slice)),
    namespace: BY_NAMESPACE,
    pod: slice => slice.endpoints.flatMap(endpoint => present(endpoint.targetRef?.uid)),
    podName: slice => namedWithoutUid(slice),
  },
  nodes: { zone: node => present(node.metadata.labels['topology.kubernetes.io/zone']) },
  pods: {
    namespace: BY_NAMESPACE,
    labels: pod => [podLabelsKey(pod)],
    ip: pod => (pod.status?.podIPs ?? []).map(({ ip }) => ip),
    nodeName: pod => present(pod.spec.nodeName),
    agentsOn: pod => (isOfDaemonSet(pod) ? present(pod.spec.nodeName) : []),
    uid: pod => [pod.metadata.uid],
    owner: object => ownersOf(object),
  },
  namespaces: {},
  deployments: { namespace: BY_NAMESPACE },
  replicasets: { namespace: BY_NAMESPACE, owner: object => ownersOf(object) },
  statefulsets: { namespace: BY_NAMESPACE },
  daemonsets: { namespace: BY_NAMESPACE },
  jobs: { namespace: BY_NAMESPACE, owner: object => ownersOf(object) },
  endpoints: {},
  networkpolicies: { namespace: BY_NAMESPACE },
  ingresses: BY_SERVICE_NAMED(servicesOfIngress),
  httproutes: BY_SERVICE_NAMED(servicesOfRoute),
  horizontalpodautoscalers: { namespace: BY_NAMESPACE },
  validatingwebhookconfigurations: { service: object => servicesOfWebhooks(object) },
  mutatingwebhookconfigurations: { service: object => servicesOfWebhooks(object) },
  apiservices: { service: object => servicesOfApi(object) },
  events: { object: event => present(event.involvedObject.uid) },
}

/** An empty Store a resource, with its indexes. */
export function createStores(): { readonly [R in Resource]: WritableStore<ResourceObjects[R], ResourceIndexes[R]> } {
  return {
    services: plain(INDEXES.services),
    endpointslices: plain(INDEXES.endpointslices),
    nodes: plain(INDEXES.nodes),
    // Of these a cluster has the most.
    pods: new Store(INDEXES.pods, packingOf(POD)),
    namespaces: plain(INDEXES.namespaces),
    deployments: plain(INDEXES.deployments),
    replicasets: plain(INDEXES.replicasets),
    statefulsets: plain(INDEXES.statefulsets),
    daemonsets: plain(INDEXES.daemonsets),
    jobs: plain(INDEXES.jobs),
    endpoints: plain(INDEXES.endpoints),
    networkpolicies: plain(INDEXES.networkpolicies),
    ingresses: plain(INDEXES.ingresses),
    httproutes: plain(INDEXES.httproutes),
    horizontalpodautoscalers: plain(INDEXES.horizontalpodautoscalers),
    validatingwebhookconfigurations: plain(INDEXES.validatingwebhookconfigurations),
    mutatingwebhookconfigurations: plain(INDEXES.mutatingwebhookconfigurations),
    apiservices: plain(INDEXES.apiservices),
    events: plain(INDEXES.events),
  }
}

/** What an object is filed under, each as `index value`. */
export function filedUnder<R extends Resource>(resource: R, object: ResourceObjects[R]): readonly string[] {
  const indexes: Readonly<Record<string, IndexFunc<ResourceObjects[R]> | typeof BY_NAMESPACE>> = INDEXES[resource]
  return Object.entries(indexes).flatMap(([index, valuesOf]) => {
    const values = valuesOf === BY_NAMESPACE ? present(namespaceOf(object)) : valuesOf(object)
    return values.map(value => `${index} ${value}`)
  })
}

function namespaceOf({ metadata }: KubernetesObject): string | undefined {
  return metadata.namespace
}

function plain<T extends KubernetesObject, I extends string>(indexes: Indexes<T, I>): WritableStore<T, I> {
  return new Store(indexes, unpacked())
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value]
}

function isOfDaemonSet({ metadata }: Pod): boolean {
  return metadata.ownerReferences.some(({ kind }) => kind === 'DaemonSet')
}

function namedWithoutUid({ metadata, endpoints }: EndpointSlice): readonly string[] {
  return endpoints.flatMap(({ targetRef }) => {
    if (targetRef?.name === undefined || targetRef.uid) return []
    return `${targetRef.namespace || metadata.namespace}/${targetRef.name}`
  })
}

interface Owned {
  readonly metadata: {
    readonly ownerReferences: readonly { readonly uid: string; readonly controller?: boolean }[]
  }
}

/** Only a controller makes and counts; other owners merely outlive. */
function ownersOf({ metadata }: Owned): readonly string[] {
  return metadata.ownerReferences.filter(({ controller }) => controller === true).map(({ uid }) => uid)
}
