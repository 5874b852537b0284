import type { Delta } from './delta.ts'
import type { AnyObject, Kept } from './fields.ts'
import type { Interner } from './interner.ts'
import type { Lister, PodLabels } from './lister.ts'
import type { Packing } from './packing.ts'
import type { Purpose, Touches } from './define-resource.ts'
import { apiservices } from './resources/apiservices.ts'
import { daemonsets } from './resources/daemonsets.ts'
import { deployments } from './resources/deployments.ts'
import { endpoints } from './resources/endpoints.ts'
import { endpointslices } from './resources/endpointslices.ts'
import { events } from './resources/events.ts'
import { horizontalpodautoscalers } from './resources/horizontalpodautoscalers.ts'
import { httproutes } from './resources/httproutes.ts'
import { ingresses } from './resources/ingresses.ts'
import { jobs } from './resources/jobs.ts'
import { namespaces } from './resources/namespaces.ts'
import { networkpolicies } from './resources/networkpolicies.ts'
import { nodes } from './resources/nodes.ts'
import { poddisruptionbudgets } from './resources/poddisruptionbudgets.ts'
import { pods } from './resources/pods.ts'
import { replicasets } from './resources/replicasets.ts'
import { services } from './resources/services.ts'
import { statefulsets } from './resources/statefulsets.ts'
import { mutatingwebhookconfigurations, validatingwebhookconfigurations } from './resources/webhooks.ts'
import type { Indexes, WritableStore } from './store.ts'
import type { ApiObject } from './unproject.ts'

/**
 * Every resource that is watched, in the order in which they are loaded: Services, slices and Nodes already answer who is
 * behind; pods follow with details, and last what explains why.
 */
const DEFINITIONS = {
  services,
  endpointslices,
  nodes,
  pods,
  namespaces,
  deployments,
  replicasets,
  statefulsets,
  daemonsets,
  jobs,
  endpoints,
  networkpolicies,
  ingresses,
  httproutes,
  horizontalpodautoscalers,
  poddisruptionbudgets,
  validatingwebhookconfigurations,
  mutatingwebhookconfigurations,
  apiservices,
  events,
}

/** Raise it when a stored field is added: a field outside a recorded version's set is "unknown", never "absent". */
export const FIELD_SET = 9

type Definitions = typeof DEFINITIONS

export type Resource = keyof Definitions

type Objects = { [R in Resource]: Kept<Definitions[R]['fields']> }
type IndexNames = { [R in Resource]: keyof Definitions[R]['indexes'] & string }

/** The stored type of each resource, under the API's plural. */
export interface ResourceObjects extends Objects {}

/** The named indexes of each resource's Store. */
export interface ResourceIndexes extends IndexNames {}

export type Service = ResourceObjects['services']
export type EndpointSlice = ResourceObjects['endpointslices']
export type Endpoint = EndpointSlice['endpoints'][number]
export type Node = ResourceObjects['nodes']
export type Pod = ResourceObjects['pods']
export type Namespace = ResourceObjects['namespaces']
export type Deployment = ResourceObjects['deployments']
export type ReplicaSet = ResourceObjects['replicasets']
export type StatefulSet = ResourceObjects['statefulsets']
export type DaemonSet = ResourceObjects['daemonsets']
export type Job = ResourceObjects['jobs']
export type Endpoints = ResourceObjects['endpoints']
export type NetworkPolicy = ResourceObjects['networkpolicies']
export type Ingress = ResourceObjects['ingresses']
export type HTTPRoute = ResourceObjects['httproutes']
export type HorizontalPodAutoscaler = ResourceObjects['horizontalpodautoscalers']
export type PodDisruptionBudget = ResourceObjects['poddisruptionbudgets']
export type WebhookConfiguration = ResourceObjects['validatingwebhookconfigurations']
export type Event = ResourceObjects['events']

/** A Delta with the resource it is of. */
export type ResourceDelta = { [R in Resource]: { readonly resource: R } & Delta<ResourceObjects[R]> }[Resource]

type WorkedOut = { [R in Resource]: Definitions[R]['touches'] extends 'worked out' ? R : never }[Resource]

/** A Delta of a resource whose definition leaves it to view which Services it touches. */
export type WorkedOutDelta = ResourceDelta & { readonly resource: WorkedOut }

export function isWorkedOut(delta: ResourceDelta): delta is WorkedOutDelta {
  return RESOURCES[delta.resource].touches === 'worked out'
}

/** One Lister a resource. */
export type ResourceListers = { readonly [R in Resource]: Lister<ResourceObjects[R], ResourceIndexes[R]> }

/** What graph and diagnosis read: one Lister a resource, and the distinct label sets of each namespace's pods. */
export type Listers = ResourceListers & { readonly podLabels: PodLabels }

/** What a definition says of its resource. */
export interface ResourceInfo<R extends Resource = Resource> {
  readonly resource: R
  readonly kind: string
  readonly plural: string
  /** API group, '' for core. */
  readonly group: string
  readonly version: string
  readonly namespaced: boolean
  readonly readFor: Purpose
  readonly touches: Touches
  /** The allow-list. */
  readonly fields: AnyObject
  /** Keeps of an object as it arrives what the allow-list names. Throws ProjectionError. */
  readonly keep: (raw: unknown, interner: Interner) => ResourceObjects[R]
  /** Reads what was kept and written as JSON; gives what `keep` gave. Throws ProjectionError. */
  readonly restore: (stored: unknown, interner: Interner) => ResourceObjects[R]
  /** See `toApiObject`. */
  readonly toApiObject: (object: ResourceObjects[R]) => ApiObject
  /** Without it the product cannot answer; with the others missing it answers less. */
  readonly required: boolean
  /** Read to explain why, once who is behind is known. A cluster may not serve it at all, and then it has none. */
  readonly isEvidence: boolean
  /** Objects of which it is false are dropped on arrival, as if the cluster had none of them. */
  readonly isWanted: ((raw: unknown) => boolean) | undefined
  /** Asked of the API server for the same purpose. */
  readonly fieldSelector?: string
  /** Only so many are held, the last ones in the order of `age`. */
  readonly newest?: { readonly limit: number; readonly age: (object: ResourceObjects[R]) => string }
  readonly indexes: Indexes<ResourceObjects[R], ResourceIndexes[R]>
  readonly createPacking: () => Packing<ResourceObjects[R], object>
  readonly label: (delta: Delta<ResourceObjects[R]>) => ResourceDelta
}

export const RESOURCES: { readonly [R in Resource]: ResourceInfo<R> } = DEFINITIONS

export const RESOURCE_NAMES: readonly Resource[] = Object.values(RESOURCES).map(({ resource }) => resource)

/**
 * Returns a stored object as the Kubernetes API would show it, with the API's names and nesting: `keep` makes the same
 * stored object of it again. It is not the whole object. What the allow-list does not name is missing from it, long
 * messages are cut, of a list that is filtered only the stored elements are there, and managedFields have at most the
 * entry of the last change of the spec.
 */
export function toApiObject<R extends Resource>(resource: R, stored: ResourceObjects[R]): ApiObject {
  return RESOURCES[resource].toApiObject(stored)
}

type Stores = { readonly [R in Resource]: WritableStore<ResourceObjects[R], ResourceIndexes[R]> }

/** Returns what `make` gives for each resource, under its name. */
export function forEachResource(
  make: <R extends Resource>(resource: R) => WritableStore<ResourceObjects[R], ResourceIndexes[R]>,
): Stores
export function forEachResource(
  make: <R extends Resource>(resource: R) => Lister<ResourceObjects[R], ResourceIndexes[R]>,
): ResourceListers
export function forEachResource(make: (resource: Resource) => unknown): unknown {
  return Object.fromEntries(RESOURCE_NAMES.map(resource => [resource, make(resource)]))
}
