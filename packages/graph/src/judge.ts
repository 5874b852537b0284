import type { EndpointSlice, Service } from '@slicescope/model'
import { type Merged, mergeBackends } from './backends.ts'
import { countBackends, type Counts, countPorts, countZones, type PortCount, type ZoneCount } from './counts.ts'
import { type Entry, listEntries, sortedSlices } from './entries.ts'
import { type Health, healthOfPorts, type PortHealth } from './health.ts'
import type { Inputs } from './inputs.ts'
import { type JudgedBackend, judgeBackend } from './judged-backend.ts'
import { type JudgedPorts, NO_PORT } from './judged-ports.ts'
import { isHeadless, servicePorts, serviceType } from './service-facts.ts'

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
}

export function judge(service: Service, inputs: Inputs): Judgement {
  const { namespace, name } = service.metadata
  const slices = sortedSlices(inputs.listers.endpointslices.byIndex('service', `${namespace}/${name}`))
  const entries = listEntries(service, slices)
  const counted = entries.filter(({ ignored }) => ignored === null)
  const ports = judgedPorts(service)
  const merged = mergeBackends(counted, ports, isHeadless(service.spec))
  const inUse = ports === 'one' ? [NO_PORT] : [...merged.served].filter(port => port !== NO_PORT)
  const context = { inUse, zoneOfNode: (nodeName: string) => zoneOfNode(nodeName, inputs) }
  const backends = merged.backends.map(backend => judgeBackend(backend, context))
  const portCounts = countPorts(servicePorts(service.spec), ports, backends)
  return {
    slices,
    entries,
    merged,
    backends,
    health: healthOf(service, { slices, backends, ports: portCounts.map(({ health }) => health) }),
    counts: countBackends(backends),
    ports: service.spec.ports.length === 0 ? [] : portCounts,
    zones: countZones(backends),
    ignored: entries.length - counted.length,
  }
}

/** The zone that a Node's label tells; null where there is none or Nodes may not be read. */
export function zoneOfNode(nodeName: string, { listers, coverage }: Inputs): string | null {
  if (coverage('nodes', '') === 'forbidden') return null
  return listers.nodes.get(nodeName)?.metadata.labels['topology.kubernetes.io/zone'] || null
}

export function hasSelector({ spec }: Service): boolean {
  return serviceType(spec) !== 'ExternalName' && Object.keys(spec.selector).length > 0
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
