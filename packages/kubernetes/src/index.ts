export {
  type DesiredEndpoint,
  desiredEndpoints,
  type EndpointGroup,
  endpointConditions,
  endpointHostname,
  findSkipReason,
  podAddresses,
  publishesNotReady,
  type SkipReason,
  selectedPods,
  type TargetRef,
} from './desired-endpoints.ts'
export type { Answered, Destination, Unanswered } from './destinations.ts'
export { type DnsOptions, dnsNames } from './dns-names.ts'
export type { DnsName, DnsRcode, DnsType } from './dns-record.ts'
export type { AddressHolders, FindHolders } from './dns-reverse.ts'
export { expectedEndpointSet, publishedEndpointSet } from './endpoint-set.ts'
export {
  type EndpointConditions,
  type EndpointState,
  endpointState,
  resolveConditions,
  type StateOfEndpoint,
} from './endpoint-state.ts'
export { type ExpectedEndpoints, expectedEndpoints, MAX_ENDPOINTS_ADDRESSES } from './endpoints-object.ts'
export type { EndpointsAddress, EndpointsPort, EndpointsSubset } from './endpoints-subset.ts'
export { canonicalIp, isIPv6 } from './ip.ts'
export { formatIpPort, type MergedEntry, mergeEntries, type PortEntry, portEntryKey } from './merge-entries.ts'
export { type HandMadeEndpoints, isMirrored, reconcileMirror } from './mirror-endpoints.ts'
export { groupNodes, type NodeGroup } from './node-groups.ts'
export {
  type FindNode,
  findReadyCondition,
  isPodFinished,
  isPodReady,
  isPodTerminating,
  nodeZone,
  podZone,
} from './pod.ts'
export { expectedLabels, expectsPods } from './expected-pods.ts'
export { isProxied } from './proxied-ports.ts'
export type { ClientNode, NoAnswer } from './proxy-roles.ts'
export { type ReconcileInput, reconcileSlices } from './reconcile-slices.ts'
export {
  type AddressFamily,
  addressFamilies,
  hasSelector,
  hasTopologyMode,
  isControlled,
  isHeadless,
} from './service-kind.ts'
export {
  HEADLESS_LABEL,
  MANAGED_BY_LABEL,
  MIRRORING_CONTROLLER,
  SERVICE_NAME_LABEL,
  SLICE_CONTROLLER,
} from './slice-labels.ts'
export { endpointPorts, findTargetPort, portsKey, type SlicePort } from './target-port.ts'
export { answersFrom, type PortTraffic, TRAFFIC_RULES_OF } from './traffic.ts'
export { changeTriggerTime, type Trigger, type TriggerState } from './trigger-time.ts'
export type {
  EndpointHints,
  OwnerReference,
  SliceChanges,
  WrittenEndpoint,
  WrittenSlice,
} from './written-slice.ts'
