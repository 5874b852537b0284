import { podLabelsKey } from './labels.ts'
import type { ResourceIndexes } from './lister.ts'
import { servicesOfApi, servicesOfIngress, servicesOfRoute, servicesOfWebhooks } from './named-services.ts'
import { POD, type Pod } from './objects.ts'
import { packingOf, unpacked } from './packing.ts'
import type { EndpointSlice } from './objects.ts'
import { type KubernetesObject, type Resource, type ResourceObjects, serviceKeyOfSlice } from './resources.ts'
import { BY_NAMESPACE, type Indexes, Store, type WritableStore } from './store.ts'

/** An empty Store a resource, with its indexes. */
export function createStores(): { readonly [R in Resource]: WritableStore<ResourceObjects[R], ResourceIndexes[R]> } {
  return {
    services: plain({ namespace: BY_NAMESPACE }),
    endpointslices: plain({
      service: slice => present(serviceKeyOfSlice(slice)),
      namespace: BY_NAMESPACE,
      pod: slice => slice.endpoints.flatMap(endpoint => present(endpoint.targetRef?.uid)),
      podName: slice => namedWithoutUid(slice),
    }),
    nodes: plain({ zone: node => present(node.metadata.labels['topology.kubernetes.io/zone']) }),
    // Of these a cluster has the most.
    pods: new Store(
      {
        namespace: BY_NAMESPACE,
        labels: pod => [podLabelsKey(pod)],
        ip: pod => (pod.status?.podIPs ?? []).map(({ ip }) => ip),
        nodeName: pod => present(pod.spec.nodeName),
        agentsOn: pod => (isOfDaemonSet(pod) ? present(pod.spec.nodeName) : []),
        uid: pod => [pod.metadata.uid],
        owner: object => ownersOf(object),
      },
      packingOf(POD),
    ),
    namespaces: plain({}),
    deployments: plain({ namespace: BY_NAMESPACE }),
    replicasets: plain({ namespace: BY_NAMESPACE, owner: object => ownersOf(object) }),
    statefulsets: plain({ namespace: BY_NAMESPACE }),
    daemonsets: plain({ namespace: BY_NAMESPACE }),
    jobs: plain({ namespace: BY_NAMESPACE, owner: object => ownersOf(object) }),
    endpoints: plain({}),
    networkpolicies: plain({ namespace: BY_NAMESPACE }),
    ingresses: plain({ service: object => servicesOfIngress(object) }),
    httproutes: plain({ service: object => servicesOfRoute(object) }),
    horizontalpodautoscalers: plain({ namespace: BY_NAMESPACE }),
    validatingwebhookconfigurations: plain({ service: object => servicesOfWebhooks(object) }),
    mutatingwebhookconfigurations: plain({ service: object => servicesOfWebhooks(object) }),
    apiservices: plain({ service: object => servicesOfApi(object) }),
    events: plain({ object: event => present(event.involvedObject.uid) }),
  }
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
