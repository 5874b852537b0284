export type { Answer } from './answer.ts'
export { ClusterView, type Scope } from './cluster-view.ts'
export { compareViews, type ComparedMoment } from './compare/compare-views.ts'
export type { Outcome } from './outcome.ts'
export { ALL_RIGHTS, type Rights } from './rights.ts'
export { type DnsAnswer, dnsAnswerSchema, type DnsNameView, type DnsSummaryView } from './schema/dns.ts'
export type { ChangeView } from './schema/change.ts'
export { type BackendFate, type Comparison, comparisonSchema } from './schema/comparison.ts'
export type { CannotTellView, CheckView, FindingView } from './schema/finding.ts'
export { type Freshness, freshnessSchema, type Missing, type Since } from './schema/freshness.ts'
export type { LegacyEndpointsView } from './schema/legacy-endpoints.ts'
export { type ClusterOverview, clusterOverviewSchema, type OverviewZone, type SharedCause } from './schema/overview.ts'
export { type EventsAnswer, eventsAnswerSchema, type EventView } from './schema/events.ts'
export { type ExpectedAnswer, expectedAnswerSchema, type ExpectedLine } from './schema/expected.ts'
export { type FacetKind, facetKindSchema, type Facets, facetsSchema } from './schema/facets.ts'
export { type ObjectAnswer, objectAnswerSchema, SHOWN_RESOURCES, type ShownResource } from './schema/object.ts'
export { type SearchAnswer, searchAnswerSchema, type SearchHit } from './schema/search.ts'
export { type Provenance, provenanceSchema } from './schema/provenance.ts'
export type { Moment, Origin } from './schema/words.ts'
export type { WatchAges } from './upkeep-options.ts'
export { type Row, rowSchema } from './schema/row.ts'
export { readRow, rowChanges } from './recorded-row.ts'
export {
  type BackendView,
  type ContainerView,
  type EndpointView,
  type NearMissView,
  type NodeView,
  type PodView,
  type ServiceInfo,
  type ServiceView,
  type SliceView,
  serviceViewSchema,
  type ZoneView,
} from './schema/service-view.ts'
export {
  type Gap,
  type History,
  historySchema,
  type Timeline,
  type TimelineMark,
  type TimelinePoint,
  type Timelines,
  timelineSchema,
  timelinesSchema,
} from './schema/timeline.ts'
export { timelineCounts } from './timeline-counts.ts'
export {
  type NodeTraffic,
  nodeTrafficSchema,
  type TrafficDestination,
  type TrafficFactView,
  type TrafficGroups,
  trafficGroupsSchema,
  type TrafficPort,
  type TrafficSummaryView,
} from './schema/traffic.ts'
export { type ConnectionState, type EndpointState, type Health, type Mark, type Severity } from './schema/words.ts'
export { type Memory, readMemory, readOutcome, serviceRemembered } from './memory.ts'
export { Needs } from './needs.ts'
export { NotedListers } from './reads/noted-listers.ts'
export type { Changed } from './news.ts'
export { viewOfStore } from './view-of-store.ts'
