import type { Resource, ResourceObjects, ObjectKey } from './resources.ts'

/** The read-only face of a Store. Objects are readonly, may be shared, and must not be held across a tick. */
export interface Lister<T, I extends string = string> {
  readonly size: number
  get(key: ObjectKey): T | undefined
  /** All objects, in no promised order. */
  list(): IterableIterator<T>
  /** The objects whose index function gave `value`, in no promised order. */
  byIndex(index: I, value: string): readonly T[]
  /** How many byIndex gives, without a look at them. */
  countByIndex(index: I, value: string): number
  /** The distinct values of an index. */
  indexValues(index: I): IterableIterator<string>
}

/** The named indexes of each resource's Store. */
export interface ResourceIndexes {
  services: 'namespace'
  /** `pod`: the uid of a pod that it names; `podName`: its `namespace/name`, where the slice leaves the uid out. */
  endpointslices: 'service' | 'namespace' | 'pod' | 'podName'
  nodes: 'zone'
  /** `agentsOn`: those that a DaemonSet owns, by the name of their Node. */
  pods: 'namespace' | 'labels' | 'ip' | 'nodeName' | 'agentsOn' | 'uid' | 'owner'
  namespaces: never
  deployments: 'namespace'
  replicasets: 'namespace' | 'owner'
  statefulsets: 'namespace'
  daemonsets: 'namespace'
  jobs: 'namespace' | 'owner'
  endpoints: never
  networkpolicies: 'namespace'
  /** `service`: the `namespace/name` of Services that it names; `namedIn`: their namespaces. */
  ingresses: 'service' | 'namedIn'
  httproutes: 'service' | 'namedIn'
  horizontalpodautoscalers: 'namespace'
  validatingwebhookconfigurations: 'service'
  mutatingwebhookconfigurations: 'service'
  apiservices: 'service'
  /** `object`: the uid of what it is about. */
  events: 'object'
}

/** What graph and diagnosis read: one Lister a resource, and the distinct label sets of each namespace's pods. */
export type Listers = {
  readonly [R in Resource]: Lister<ResourceObjects[R], ResourceIndexes[R]>
} & {
  readonly podLabels: PodLabels
}

/** Selectors are matched against distinct label sets, not against pods. */
export interface PodLabels {
  /** The distinct label sets of a namespace's pods: `key` is a value of the pods' index `labels`. */
  inNamespace(namespace: string): Iterable<{ readonly key: string; readonly labels: Readonly<Record<string, string>> }>
  namespaces(): Iterable<string>
}
