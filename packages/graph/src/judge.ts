import type { EndpointSlice, Pod, Service } from '@slicescope/model'
import { type Merged, mergeBackends } from './backends.ts'
import { countBackends, type Counts, countPorts, countZones, type PortCount, type ZoneCount } from './counts.ts'
import { type Entry, listEntries, sortedSlices } from './entries.ts'
import { type Health, healthOfPorts, type PortHealth } from './health.ts'
import type { Inputs, Moment } from './inputs.ts'
import { type JudgedBackend, judgeBackends } from './judged-backend.ts'
import { type JudgedPorts, NO_PORT, portKey } from './judged-ports.ts'
import { hasSelector, isHeadless, servicePorts, serviceType } from './service-facts.ts'
import { NO_WORKLOADS, type Workloads, workloadsOf, workloadsOfPods } from './shortfall.ts'
import { workloadShares, type WorkloadShare } from './workload-shares.ts'

/** What a Service's slices come to, complete or not. Refers to stored objects: for use within one computation. */
export interface Judgement {
  readonly slices: readonly EndpointSlice[]
  readonly entries: readonly Entry[]
  readonly merged: Merged
  readonly backends: readonly JudgedBackend[]
  readonly health: Health
  readonly counts: Counts
  readonly ports: readonly PortCount[]
  readonly zones: readonly ZoneCount[]
  /** Endpoints that no data plane uses. */
  readonly ignored: number
  readonly workloads: Workloads
  /** Health by ports alone, whatever workloads want. */
  readonly healthOfPorts: Health
  /** When the first and the last of those that are lost or stuck became so, ms since the epoch, as far as it is known. */
  readonly lostSince: { readonly first: number; readonly last: number } | null
  /** When it comes out differently by time alone, ms since the epoch; null for never. */
  readonly recheckAt: number | null
  /** A pod may change it though no slice does. */
  readonly readsPods: boolean
  /** No workload matches: its pods themselves are what is wanted. */
  readonly countsPods: boolean
}

/** `matched`: the pods that the selector matches. */
export function judge(service: Service, inputs: Moment, matched: () => readonly Pod[]): Judgement {
  const { namespace, name } = service.metadata
  const slices = sortedSlices(inputs.listers.endpointslices.byIndex('service', `${namespace}/${name}`))
  const entries = listEntries(service, slices)
  const counted = entries.filter(({ ignored }) => ignored === null)
  const ports = judgedPorts(service)
  const merged = mergeBackends(counted, ports, isHeadless(service.spec))
  const known = workloadShares(service, inputs)
  const shares = known ?? []
  const backends = judgeBackends(merged.backends, {
    ports: ports === 'one' ? [NO_PORT] : ports.map(portKey),
    zoneOfNode: (nodeName: string) => zoneOfNode(nodeName, inputs),
    moment: inputs,
    namespace,
    stuck: new Set(shares.filter(({ isStuck }) => isStuck).map(({ key }) => key)),
    needsWorkloads: shares.length > 1,
  })
  const portCounts = countPorts(servicePorts(service.spec), ports, backends)
  const asked = { service, shares, backends, moment: inputs, matched }
  const {
    workloads,
    until,
    hasAbsent = false,
  } = shares.length > 0 ? workloadsOf(asked) : known === null ? NO_SHARES : workloadsOfPods(asked)
  const counts = countBackends(backends)
  const health = healthOf(service, { slices, backends, ports: portCounts.map(each => each.health) })
  return {
    slices,
    entries,
    merged,
    backends,
    health: health === 'healthy' && workloads.shortfall > 0 ? 'degraded' : health,
    counts,
    ports: service.spec.ports.length === 0 ? [] : portCounts,
    zones: countZones(backends),
    ignored: entries.length - counted.length,
    workloads,
    healthOfPorts: health,
    lostSince: lostSince(backends),
    recheckAt: dueAt(until, backends),
    readsPods: hasAbsent || mayReadPods({ shares, counts, backends }),
    countsPods: known?.length === 0 && hasSelector(service),
  }
}

const NO_SHARES = { workloads: NO_WORKLOADS, until: Infinity, hasAbsent: false }

function dueAt(until: number, backends: readonly JudgedBackend[]): number | null {
  const first = backends.reduce(
    (least, { progress }) => (progress?.kind === 'starting' ? Math.min(least, progress.until) : least),
    until,
  )
  return Number.isFinite(first) ? first : null
}

function lostSince(backends: readonly JudgedBackend[]): Judgement['lostSince'] {
  let [first, last] = [Infinity, -Infinity]
  for (const { progress } of backends) {
    if ((progress?.kind !== 'lost' && progress?.kind !== 'stuck') || progress.since === null) continue
    first = Math.min(first, progress.since)
    last = Math.max(last, progress.since)
  }
  return last < first ? null : { first, last }
}

interface Counted {
  readonly shares: readonly WorkloadShare[]
  readonly counts: Counts
  readonly backends: readonly JudgedBackend[]
}

/** Where all are ready, have every port, and are no fewer than the only workload wants, pods decide nothing. */
function mayReadPods({ shares, counts, backends }: Counted): boolean {
  const wanted = shares.reduce((sum, share) => sum + share.wanted, 0)
  return (
    counts.ready < counts.total ||
    shares.length > 1 ||
    counts.ready < wanted ||
    new Set(backends.map(({ ports }) => ports.size)).size > 1
  )
}

/** The zone that a Node's label tells; null where there is none or Nodes cannot be read. */
export function zoneOfNode(nodeName: string, { listers, coverage }: Inputs): string | null {
  if (coverage('nodes', '') === 'forbidden') return null
  return listers.nodes.get(nodeName)?.metadata.labels['topology.kubernetes.io/zone'] || null
}

/** For a headless Service readiness alone counts, and a Service without ports is judged as one port that all have. */
function judgedPorts({ spec }: Service): JudgedPorts {
  return isHeadless(spec) || spec.ports.length === 0 ? 'one' : servicePorts(spec)
}

interface Judged {
  readonly slices: readonly EndpointSlice[]
  readonly backends: readonly JudgedBackend[]
  readonly ports: readonly PortHealth[]
}

/** Without `unknown` for want of input, which is the caller's to decide. */
function healthOf(service: Service, { slices, backends, ports }: Judged): Health {
  if (serviceType(service.spec) === 'ExternalName') return 'external'
  if (!hasSelector(service) && slices.length === 0) return 'unmanaged'
  return backends.length === 0 ? 'empty' : healthOfPorts(ports)
}
