export { ClusterGraph, type Followed, type Touched } from './cluster-graph.ts'
export { compareZones, type Counts, type PortCount, type ZoneCount } from './counts.ts'
export { DependencyIndex } from './dependency-index.ts'
export { type DnsSummary, summarizeDns } from './dns-summary.ts'
export type { GraphNode } from './graph-nodes.ts'
export type { GraphPod } from './graph-pods.ts'
export { HEALTH_ORDER, type Health, type PortHealth } from './health.ts'
export type { Coverage, CoverageOf, Hidden, Inputs, Moment } from './inputs.ts'
export { compareEndpoints, type EndpointsDifference, type LegacyEndpoints } from './legacy-endpoints.ts'
export { progressOf } from './progress.ts'
export type { ServiceFacts, ServicePort, ServiceType } from './service-facts.ts'
export {
  buildServiceGraph,
  type GraphBackend,
  type GraphEndpoint,
  type GraphSlice,
  type GraphSlicePort,
  type ServiceGraph,
} from './service-graph.ts'
export type { Doubt, ServiceSummary } from './summary.ts'
export {
  OVERLOAD,
  summarizeTraffic,
  type TrafficFact,
  type TrafficKind,
  type TrafficSummary,
  type TrafficWay,
} from './traffic-summary.ts'
export type { Workloads } from './shortfall.ts'
export { WORKLOAD_KINDS, workloadOf, workloadShares, type WorkloadShare } from './workload-shares.ts'
export { OWNER_KINDS, ownerText, podOwner, type PodOwner } from './pod-owner.ts'
