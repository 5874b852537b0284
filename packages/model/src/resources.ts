import { EVENT, eventRank, EVENTS_FIELD_SELECTOR, type Event, isKeptEvent } from './event-object.ts'
import { type Field, type Kept, project } from './fields.ts'
import type { Interner } from './interner.ts'
import { keepPod } from './keep-pod.ts'
import {
  API_SERVICE,
  type APIService,
  ENDPOINTS,
  type Endpoints,
  HTTP_ROUTE,
  type HTTPRoute,
  INGRESS,
  type Ingress,
  NETWORK_POLICY,
  type NetworkPolicy,
  WEBHOOK_CONFIGURATION,
  type WebhookConfiguration,
} from './network-objects.ts'
import {
  ENDPOINT_SLICE,
  type EndpointSlice,
  NAMESPACE,
  type Namespace,
  NODE,
  type Node,
  type Pod,
  SERVICE,
  type Service,
} from './objects.ts'
import { keepWithSpecChange } from './spec-change.ts'
import {
  DAEMON_SET,
  type DaemonSet,
  DEPLOYMENT,
  type Deployment,
  HORIZONTAL_POD_AUTOSCALER,
  type HorizontalPodAutoscaler,
  JOB,
  type Job,
  REPLICA_SET,
  type ReplicaSet,
  STATEFUL_SET,
  type StatefulSet,
} from './workload-objects.ts'

/** The kept type of each resource, under the API's plural. */
export interface ResourceObjects {
  services: Service
  endpointslices: EndpointSlice
  nodes: Node
  pods: Pod
  namespaces: Namespace
  deployments: Deployment
  replicasets: ReplicaSet
  statefulsets: StatefulSet
  daemonsets: DaemonSet
  jobs: Job
  endpoints: Endpoints
  networkpolicies: NetworkPolicy
  ingresses: Ingress
  httproutes: HTTPRoute
  horizontalpodautoscalers: HorizontalPodAutoscaler
  validatingwebhookconfigurations: WebhookConfiguration
  mutatingwebhookconfigurations: WebhookConfiguration
  apiservices: APIService
  events: Event
}

export type Resource = keyof ResourceObjects

/** How a resource is reached in the API and what of it is kept. */
export interface ResourceInfo<R extends Resource = Resource> {
  readonly resource: R
  readonly kind: string
  /** API group, '' for core. */
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  /** Keeps of an object as it arrives what the allow-list names. Throws ProjectionError. */
  readonly keep: (raw: unknown, interner: Interner) => ResourceObjects[R]
  /** Without it the product cannot answer; with the others missing it answers less. */
  readonly required: boolean
  /** Read to explain why, once who is behind is known. A cluster may not serve it at all, and then it has none. */
  readonly isEvidence: boolean
  /** Objects of which it is false are dropped on arrival, as if the cluster had none of them. */
  readonly isWanted?: (raw: Readonly<Record<string, unknown>>) => boolean
  /** Asked of the API server for the same purpose. */
  readonly fieldSelector?: string
  /** Only so many are held, the last ones in the order of `age`. */
  readonly newest?: { readonly limit: number; readonly age: (object: ResourceObjects[R]) => string }
}

/** Diagnosis looks at the last minutes; a cluster that fails everywhere says so a thousand times a minute. */
const MAX_EVENTS = 5_000

interface Place {
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
}

const CORE = { group: '', version: 'v1', namespaced: true } as const
const APPS = { ...CORE, group: 'apps' } as const
const NETWORKING = { ...CORE, group: 'networking.k8s.io' } as const
const CLUSTER_WIDE = { version: 'v1', namespaced: false } as const

function keepBy<F extends Field>(field: F): (raw: unknown, interner: Interner) => Kept<F> {
  return (raw, interner) => project(field, raw, interner)
}

function base(place: Place, required: boolean) {
  return { ...place, required, isEvidence: false } as const
}

function evidence(place: Place) {
  return { ...place, required: false, isEvidence: true } as const
}

/**
 * In the order in which they are loaded: Services, slices and nodes already answer who is behind; pods follow as
 * enrichment, and last what explains why.
 */
export const RESOURCES: { readonly [R in Resource]: ResourceInfo<R> } = {
  services: { resource: 'services', ...base({ ...CORE, kind: 'Service' }, true), keep: keepWithSpecChange(SERVICE) },
  endpointslices: {
    resource: 'endpointslices',
    ...base({ ...CORE, group: 'discovery.k8s.io', kind: 'EndpointSlice' }, true),
    keep: keepBy(ENDPOINT_SLICE),
  },
  nodes: { resource: 'nodes', ...base({ ...CORE, namespaced: false, kind: 'Node' }, false), keep: keepBy(NODE) },
  pods: { resource: 'pods', ...base({ ...CORE, kind: 'Pod' }, false), keep: keepPod },
  namespaces: {
    resource: 'namespaces',
    ...base({ ...CORE, namespaced: false, kind: 'Namespace' }, false),
    keep: keepBy(NAMESPACE),
  },
  deployments: {
    resource: 'deployments',
    ...evidence({ ...APPS, kind: 'Deployment' }),
    keep: keepWithSpecChange(DEPLOYMENT),
  },
  replicasets: { resource: 'replicasets', ...evidence({ ...APPS, kind: 'ReplicaSet' }), keep: keepBy(REPLICA_SET) },
  statefulsets: {
    resource: 'statefulsets',
    ...evidence({ ...APPS, kind: 'StatefulSet' }),
    keep: keepWithSpecChange(STATEFUL_SET),
  },
  daemonsets: {
    resource: 'daemonsets',
    ...evidence({ ...APPS, kind: 'DaemonSet' }),
    keep: keepWithSpecChange(DAEMON_SET),
  },
  jobs: { resource: 'jobs', ...evidence({ ...CORE, group: 'batch', kind: 'Job' }), keep: keepBy(JOB) },
  endpoints: { resource: 'endpoints', ...evidence({ ...CORE, kind: 'Endpoints' }), keep: keepBy(ENDPOINTS) },
  networkpolicies: {
    resource: 'networkpolicies',
    ...evidence({ ...NETWORKING, kind: 'NetworkPolicy' }),
    keep: keepBy(NETWORK_POLICY),
  },
  ingresses: { resource: 'ingresses', ...evidence({ ...NETWORKING, kind: 'Ingress' }), keep: keepBy(INGRESS) },
  httproutes: {
    resource: 'httproutes',
    ...evidence({ ...CORE, group: 'gateway.networking.k8s.io', kind: 'HTTPRoute' }),
    keep: keepBy(HTTP_ROUTE),
  },
  horizontalpodautoscalers: {
    resource: 'horizontalpodautoscalers',
    ...evidence({ group: 'autoscaling', version: 'v2', namespaced: true, kind: 'HorizontalPodAutoscaler' }),
    keep: keepBy(HORIZONTAL_POD_AUTOSCALER),
  },
  validatingwebhookconfigurations: {
    resource: 'validatingwebhookconfigurations',
    ...evidence({ ...CLUSTER_WIDE, group: 'admissionregistration.k8s.io', kind: 'ValidatingWebhookConfiguration' }),
    keep: keepBy(WEBHOOK_CONFIGURATION),
  },
  mutatingwebhookconfigurations: {
    resource: 'mutatingwebhookconfigurations',
    ...evidence({ ...CLUSTER_WIDE, group: 'admissionregistration.k8s.io', kind: 'MutatingWebhookConfiguration' }),
    keep: keepBy(WEBHOOK_CONFIGURATION),
  },
  apiservices: {
    resource: 'apiservices',
    ...evidence({ ...CLUSTER_WIDE, group: 'apiregistration.k8s.io', kind: 'APIService' }),
    keep: keepBy(API_SERVICE),
  },
  events: {
    resource: 'events',
    ...evidence({ ...CORE, kind: 'Event' }),
    keep: keepBy(EVENT),
    isWanted: isKeptEvent,
    fieldSelector: EVENTS_FIELD_SELECTOR,
    newest: { limit: MAX_EVENTS, age: eventRank },
  },
}

export const RESOURCE_NAMES: readonly Resource[] = Object.values(RESOURCES).map(({ resource }) => resource)

/** `namespace/name`, or `name` for cluster-scoped objects. */
export type ObjectKey = string

export interface KubernetesObject {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string }
}

export function objectKey(object: KubernetesObject): ObjectKey {
  const { namespace, name } = object.metadata
  return namespace === undefined ? name : `${namespace}/${name}`
}

export function serviceKey(namespace: string, name: string): ObjectKey {
  return `${namespace}/${name}`
}

/** The Service that a slice belongs to: the label kubernetes.io/service-name alone decides, in the slice's own namespace. */
export function serviceKeyOfSlice(slice: EndpointSlice): ObjectKey | undefined {
  const name = slice.metadata.labels['kubernetes.io/service-name']
  return name === undefined || name === '' ? undefined : serviceKey(slice.metadata.namespace, name)
}
