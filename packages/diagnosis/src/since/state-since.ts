import type { GraphBackend, ServiceGraph } from '@slicescope/graph'
import { findReadyCondition, isPodTerminating, MANAGED_BY_LABEL, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice, Pod } from '@slicescope/model'
import { toTime } from '../clock.ts'
import type { Evidence } from '../evidence.ts'
import type { Read } from '../finding.ts'
import { wantedOf } from '../workloads/wanted.ts'

/** When a Service became what it is by its slices, ms since the epoch, and who may be told. */
export interface StateSince {
  readonly time: number
  readonly reads: readonly Read[]
}

const TRIGGER = 'endpoints.kubernetes.io/last-change-trigger-time'

/** So soon after its cause the controllers have written it; later, how long it took is unknown. */
const WRITTEN_MS = 30_000

/** Times of the API are whole seconds: two that were taken together may lie one apart. */
const SECOND_MS = 1000

/**
 * Since when a Service is empty, down or degraded, where API objects prove it; else null (SPEC, Since). A pod that is
 * gone leaves no time behind, so the slices must prove by themselves that nothing was written after.
 */
export function stateSince(graph: ServiceGraph, evidence: Evidence): StateSince | null {
  const slices = evidence.listers.endpointslices.byIndex('service', graph.summary.key)
  if (!areComparable(slices, graph)) return null
  const { health } = graph.summary
  if (health === 'empty') return emptySince(slices, graph)
  if (health === 'down') return lostSince({ slices, graph, evidence }, lastLoss)
  return health === 'degraded' ? lostSince({ slices, graph, evidence }, onlyLoss) : null
}

/** One a family, all by the controller: of several one may have gone with what it held. */
function areComparable(slices: readonly EndpointSlice[], { service }: ServiceGraph): boolean {
  return (
    slices.length > 0 &&
    Object.keys(service.selector).length > 0 &&
    new Set(slices.map(({ addressType }) => addressType)).size === slices.length &&
    slices.every(
      ({ metadata: { labels, ownerReferences } }) =>
        labels[MANAGED_BY_LABEL] === SLICE_CONTROLLER && ownerReferences.some(({ uid }) => uid === service.uid),
    )
  )
}

/** Made with the Service, and never written again: no endpoint was ever in them. */
function emptySince(slices: readonly EndpointSlice[], { service }: ServiceGraph): StateSince | null {
  const time = toTime(service.creationTimestamp)
  const isFirst = ({ metadata }: EndpointSlice) =>
    metadata.generation === 1 && toTime(metadata.creationTimestamp) - time <= WRITTEN_MS
  return slices.every(isFirst) ? { time, reads: readsOf(service, []) } : null
}

interface Source {
  readonly slices: readonly EndpointSlice[]
  readonly graph: ServiceGraph
  readonly evidence: Evidence
}

interface Losses {
  /** When each pod that is not Ready was Ready last; NaN of one that never was. */
  readonly lost: readonly number[]
  /** Since when each of the others has been Ready. */
  readonly gained: readonly number[]
  /** What made the controller write each slice last. */
  readonly triggers: readonly number[]
  readonly source: Source
}

function lostSince(source: Source, decide: (losses: Losses) => number | null): StateSince | null {
  const { slices, graph, evidence } = source
  const { service } = graph
  const triggers = slices.map(({ metadata }) => toTime(metadata.annotations[TRIGGER]))
  // A controller that was restarted gives the Service's creation, whatever made it write.
  if (!triggers.every(time => time > toTime(service.creationTimestamp))) return null
  if (evidence.coverage('pods', service.namespace) !== 'known') return null
  const backends = graph.backends.map(backend => podOf(backend, evidence))
  if (!backends.every(pod => pod !== null)) return null
  const lost = backends.flatMap(pod => (readyStatus(pod) === 'True' ? [] : [lossOf(pod)]))
  const gained = backends.flatMap(pod => (readyStatus(pod) === 'True' ? [turnOf(pod)] : []))
  const time = lost.length === 0 ? null : decide({ lost, gained, triggers, source })
  return time === null ? null : { time, reads: readsOf(service, ['pods']) }
}

/** Down: the last one to be lost was Ready before, and nothing was written after it. */
function lastLoss({ lost, gained, triggers }: Losses): number | null {
  // One that was never Ready took nothing away, but it came, and slices were written then.
  const time = Math.max(...lost.filter(each => !Number.isNaN(each)))
  const isLast = triggers.every(trigger => trigger <= time && time - trigger <= WRITTEN_MS)
  return gained.length === 0 && Number.isFinite(time) && isLast ? time : null
}

/** Degraded: all were lost by what was written last, and before it none was. */
function onlyLoss({ lost, gained, triggers, source: { graph } }: Losses): number | null {
  const time = Math.min(...lost)
  const isOne = triggers.every(trigger => trigger === time) && Math.max(...lost) - time <= WRITTEN_MS
  const { wanted } = wantedOf(graph)
  const lacked = (wanted ?? 0) > graph.backends.length || (graph.absentPods ?? []).length > 0
  return isOne && !lacked && gained.every(each => each < time) ? time : null
}

/** The pod behind it, where the backend is what its pod's condition Ready says and nothing else. */
function podOf({ key, state, published, ready }: GraphBackend, { listers }: Evidence): Pod | null {
  const [pod] = listers.pods.byIndex('uid', key)
  if (pod === undefined || published || isPodTerminating(pod)) return null
  const expected = readyStatus(pod) === 'True'
  return expected === ready && (state === 'ready') === expected ? pod : null
}

function readyStatus(pod: Pod): string | undefined {
  return findReadyCondition(pod)?.status
}

function turnOf(pod: Pod): number {
  return toTime(findReadyCondition(pod)?.lastTransitionTime)
}

/** A kubelet begins with a pod that is not Ready: one whose condition has turned since was Ready. */
function lossOf(pod: Pod): number {
  const time = turnOf(pod)
  return time - toTime(pod.status?.startTime) > SECOND_MS ? time : Number.NaN
}

function readsOf({ namespace }: ServiceGraph['service'], more: readonly Read['resource'][]): readonly Read[] {
  return (['services', 'endpointslices', ...more] as const).map(resource => ({ resource, namespace }))
}
