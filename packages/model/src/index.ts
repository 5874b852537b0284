export { assert, must, unreachable } from './asserts.ts'
export { filedUnder } from './create-stores.ts'
export { ClusterStore } from './cluster-store.ts'
export { type Delta, type ResourceDelta, statesOf, type Told } from './delta.ts'
export { isEqualKept } from './equality.ts'
export { isRecord } from './is-record.ts'

export { type Event, eventTime } from './event-object.ts'
export { ProjectionError } from './fields.ts'
export { Interner } from './interner.ts'
export { isSelected, type Labels, labelSetKey, podLabelsKey } from './labels.ts'
export { servicesOfApi, servicesOfIngress, servicesOfRoute, servicesOfWebhooks } from './named-services.ts'
export type { Lister, Listers, PodLabels, ResourceIndexes } from './lister.ts'
export type {
  APIService,
  Endpoints,
  HTTPRoute,
  Ingress,
  LabelSelector,
  NetworkPolicy,
  WebhookConfiguration,
} from './network-objects.ts'
export {
  type Condition,
  type Endpoint,
  type EndpointSlice,
  FIELD_SET,
  type Namespace,
  type Node,
  type Pod,
  type Service,
} from './objects.ts'
export type { Change, Relist, ResourceWriter } from './resource-writer.ts'
export {
  type KubernetesObject,
  type ObjectKey,
  objectKey,
  RESOURCE_NAMES,
  RESOURCES,
  type Resource,
  type ResourceInfo,
  type ResourceObjects,
  serviceKey,
  serviceKeyOfSlice,
} from './resources.ts'
export type { BatchListener, Entry, EntryContent } from './entry.ts'
export type { LeaseAnswer, LeaseKey } from './lease-answer.ts'
export { Sharing } from './sharing.ts'
export { finish, type Steps } from './steps.ts'
export type { WatchPhase, WatchState, WatchTimes } from './watch-state.ts'
export type {
  DaemonSet,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  ReplicaSet,
  StatefulSet,
} from './workload-objects.ts'
