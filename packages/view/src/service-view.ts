import { type CannotTell, type Change, type Finding, type Loss, toldHealth } from '@slicescope/diagnosis'
import { visible } from '@slicescope/diagnosis/visible'
import {
  compareZones,
  type GraphPod,
  type LegacyEndpoints,
  type ServiceFacts,
  type ServiceGraph,
  type ServiceSummary,
} from '@slicescope/graph'
import type { ChangeView } from './schema/change.ts'
import type { DnsSummaryView } from './schema/dns.ts'
import type { CannotTellView, CheckView, FindingView } from './schema/finding.ts'
import type { Freshness, Since } from './schema/freshness.ts'
import type { LegacyEndpointsView } from './schema/legacy-endpoints.ts'
import type {
  BackendView,
  EndpointView,
  NearMissView,
  NodeView,
  PodView,
  ServiceInfo,
  ServiceView,
  SliceView,
  ZoneView,
} from './schema/service-view.ts'
import type { TrafficSummaryView } from './schema/traffic.ts'
import { isRolling } from './row.ts'
import { sinceOf } from './since.ts'
import { type Judged, judgementOf } from './verdict.ts'
import type { Slots } from './slots.ts'
import { toTime, toTimeOrNull } from './times.ts'
import { unchangedBefore } from './unchanged-before.ts'

interface ViewFacts {
  readonly graph: ServiceGraph
  /** With a place for each of the graph's backends. */
  readonly slots: Slots
  /** As it was seen. */
  readonly since: Since | null
  readonly freshness: Freshness
  readonly judged: Omit<Judged, 'summary' | 'absent'>
  /** Since when all that changes are read from is known without a break, and that the reader may read all of it, ms; null where not. */
  readonly followed: number | null
  /** The zone of a Node; null where that is not known. */
  readonly zoneOf: (node: string) => string | null
  readonly legacyEndpoints: LegacyEndpoints | null
  readonly checklist: readonly CheckView[]
  readonly traffic: TrafficSummaryView | null
  readonly dns: DnsSummaryView | null
}

/** All of an open Service; every count in it comes from the one graph. */
export function buildServiceView(facts: ViewFacts): ServiceView {
  const { slots, since, freshness, judged } = facts
  const { deletedAt, diagnosed } = judged
  const absent = facts.graph.absentPods?.length ?? null
  const { summary, verdict, loss, recovered, standing } = judgementOf({
    ...judged,
    summary: facts.graph.summary,
    absent,
  })
  const graph = asTold(facts.graph, summary)
  const { counts } = summary
  const { sentence, prefix, lead, facts: told, guess, causeCertainty, onset, severity, numbers } = verdict
  return {
    service: toInfo(graph.service),
    health: toldHealth(summary, loss),
    ready: counts?.ready ?? null,
    total: counts?.total ?? null,
    starting: counts?.starting ?? null,
    terminating: counts?.terminating ?? null,
    absent,
    servingTerminating: counts?.servingTerminating ?? null,
    notReady: counts?.notReady ?? null,
    unknown: counts?.unknown ?? null,
    wanted: summary.workloads.wanted,
    rolling: isRolling(summary),
    recovered,
    standing,
    loss: loss === null ? null : toLoss(loss),
    verdict: {
      sentence,
      prefix,
      lead,
      facts: told,
      guess,
      causeCertainty,
      onset,
      severity,
      numbers: numbers.map(each => ({ ...each })),
      since: sinceOf(since, diagnosed),
    },
    ...parts(graph, slots),
    nearMisses: nearMissesOf(diagnosed?.findings ?? [], facts.zoneOf),
    findings: (diagnosed?.findings ?? []).map(finding => toFinding(finding, graph)),
    checklist: [...facts.checklist],
    cannotTell: (diagnosed?.cannotTell ?? []).map(toCannotTell),
    changes: (diagnosed?.changes ?? []).map(change => toChange(change, change.key === verdict.change)),
    unchangedBefore: toTimeOrNull(unchangedBefore({ ...judged, loss, followed: facts.followed })),
    traffic: facts.traffic,
    dns: facts.dns,
    legacyEndpoints: toLegacyEndpoints(facts.legacyEndpoints),
    deleted: deletedAt === null ? null : { time: toTime(deletedAt) },
    freshness,
  }
}

/** Where all that is not ready is starting by what was observed, each of it is. */
function asTold(graph: ServiceGraph, summary: ServiceSummary): ServiceGraph {
  if (summary === graph.summary) return graph
  const backends = graph.backends.map(backend =>
    backend.loss === 'lost' ? { ...backend, loss: 'starting' as const } : backend,
  )
  return { ...graph, summary, backends }
}

type Parts = Pick<
  ServiceView,
  'slices' | 'endpoints' | 'backends' | 'pods' | 'absentPods' | 'zones' | 'nodes' | 'ports'
>

function parts(graph: ServiceGraph, slots: Slots): Parts {
  return {
    slices: graph.slices.map(toSlice),
    endpoints: graph.endpoints.map(endpoint => toEndpoint(endpoint, slots)),
    backends: toBackends(graph, slots),
    pods: graph.pods.map(toPod),
    absentPods: (graph.absentPods ?? []).map(toPod),
    zones: graph.summary.zones.map(toZone),
    nodes: graph.nodes.map(toNode),
    ports: graph.summary.ports.map(({ key, name, protocol, port, ready, total }) => ({
      key,
      name,
      protocol,
      port,
      ready,
      total,
    })),
  }
}

function toFinding(
  { withoutLeases: _other, scope: _scope, detail: _detail, near: _near, ...finding }: Finding,
  graph: ServiceGraph,
): FindingView {
  return {
    ...finding,
    subject: { ...finding.subject },
    evidence: finding.evidence.map(item => ({ ...item, object: { ...item.object } })),
    reads: finding.reads.map(read => ({ ...read })),
    broken: brokenKeys(finding.broken, graph),
  }
}

/** Of findings about the same pods the first says what differs. */
function nearMissesOf(findings: readonly Finding[], zoneOf: ViewFacts['zoneOf']): NearMissView[] {
  const near = findings.flatMap(finding => finding.near ?? [])
  const byUid = new Map(near.toReversed().map(pod => [pod.uid, pod]))
  return near
    .filter(pod => byUid.get(pod.uid) === pod)
    .map(({ uid, namespace, name, nodeName, ready, difference }) => ({
      key: uid,
      namespace,
      name,
      zone: nodeName === null ? null : zoneOf(nodeName),
      nodeName,
      ready,
      difference,
    }))
}

/** Said in one word where it is all that is lost: at thousands of backends that is most of a view, sent at every change. */
function brokenKeys(broken: readonly string[], { backends, absentPods }: ServiceGraph): FindingView['broken'] {
  const lost = [...backends.filter(isLost).map(({ key }) => key), ...(absentPods ?? []).map(({ uid }) => uid)]
  const keys = new Set(broken)
  return lost.length > 0 && lost.length === keys.size && lost.every(key => keys.has(key)) ? 'all' : [...keys]
}

function toLoss({ size, of, peak, lostZones }: Loss): NonNullable<ServiceView['loss']> {
  return { size, of, peak, zones: Object.entries(lostZones).map(([zone, lost]) => ({ zone, lost })) }
}

function isLost({ ready, state }: ServiceGraph['backends'][number]): boolean {
  return !ready && state !== 'terminating' && state !== 'serving-terminating'
}

const MOST_DIFFERENCES = 100

function toLegacyEndpoints(legacy: LegacyEndpoints | null): LegacyEndpointsView | null {
  if (legacy === null) return null
  const sorted = legacy.differences.toSorted((a, b) => Number(b.isFault) - Number(a.isFault))
  const differences = sorted.slice(0, MOST_DIFFERENCES).map(each => ({ ...each }))
  return { ...legacy, differences, differing: legacy.differences.length }
}

export function toChange(
  { key, time, last, basis, kind, subject, text, count, steps }: Change,
  inVerdict: boolean,
): ChangeView {
  return {
    key,
    time: toTime(time),
    until: toTime(last),
    basis,
    kind,
    subject: { ...subject },
    text: visible(text),
    count,
    steps: steps.map(step => ({ time: toTime(step.time), text: visible(step.text) })),
    inVerdict,
  }
}

function toCannotTell({ code, title, missing }: CannotTell): CannotTellView {
  return { code, title, missing: missing.map(each => ({ ...each })) }
}

function toInfo(service: ServiceFacts): ServiceInfo {
  return {
    ...service,
    clusterIPs: [...service.clusterIPs],
    selector: { ...service.selector },
    labels: { ...service.labels },
    ports: service.ports.map(port => ({ ...port })),
    ipFamilies: [...service.ipFamilies],
  }
}

function toSlice(slice: ServiceGraph['slices'][number]): SliceView {
  return { key: slice.name, ...slice, ports: slice.ports.map(port => ({ ...port })) }
}

function toEndpoint(endpoint: ServiceGraph['endpoints'][number], slots: Slots): EndpointView {
  const { hints, targetRef } = endpoint
  return {
    ...endpoint,
    slot: slots.slotOf(endpoint.backend),
    addresses: [...endpoint.addresses],
    conditions: { ...endpoint.conditions },
    ports: endpoint.ports.map(port => ({ ...port })),
    hints: hints === null ? null : { forZones: [...hints.forZones], forNodes: [...hints.forNodes] },
    targetRef: targetRef === null ? null : { ...targetRef },
  }
}

/** In the order in which they are drawn: zone, then slot. */
function toBackends({ backends }: ServiceGraph, slots: Slots): BackendView[] {
  return backends
    .map(({ key, name, state, published, ready, loss, zone, nodeName, slices }) => ({
      key,
      slot: slots.slotOf(key),
      name,
      state,
      published,
      ready,
      starting: loss === 'starting',
      zone,
      nodeName,
      slices: [...slices],
    }))
    .toSorted((a, b) => compareZones(a.zone, b.zone) || a.slot - b.slot)
}

function toPod(pod: GraphPod): PodView {
  // The API server does not validate names of owners and reasons.
  const [workload, revision, reason] = [pod.workload, pod.revision, pod.reason].map(visibleOrNull)
  const containers = pod.containers?.map(({ last, ...each }) => ({
    ...each,
    reason: visibleOrNull(each.reason),
    last: last === null ? null : { ...last, reason: visibleOrNull(last.reason) },
  }))
  return {
    key: pod.uid,
    ...pod,
    workload: workload ?? null,
    revision: revision ?? null,
    reason: reason ?? null,
    podIPs: [...pod.podIPs],
    containers: containers ?? null,
  }
}

function toNode({ conditions, taints, ...node }: ServiceGraph['nodes'][number]): NodeView {
  return {
    key: node.name,
    ...node,
    conditions: conditions.map(each => ({
      type: visible(each.type),
      status: visible(each.status),
      reason: visibleOrNull(each.reason),
      since: each.since,
    })),
    taints: taints.map(visible),
  }
}

function visibleOrNull(text: string | null): string | null {
  return text === null ? null : visible(text)
}

function toZone(zone: ServiceGraph['summary']['zones'][number]): ZoneView {
  const { lost: _lost, stuck: _stuck, ...told } = zone
  return { key: zone.zone ?? '', ...told }
}
