import type { AddressFamily } from '@slicescope/kubernetes'
import type { Endpoints } from '@slicescope/model'
import type { Inputs } from './inputs.ts'
import type { GraphEndpoint, ServiceGraph } from './service-graph.ts'

/** An address that the Endpoints object and the slices tell otherwise. */
export interface EndpointsDifference {
  readonly address: string
  readonly inEndpoints: 'ready' | 'not-ready' | null
  /** The state by the slices, with `no-port` for one that no slice gives a port. */
  readonly inSlices: string | null
  readonly reason: string
  /** False where the old object cannot hold it, so that nothing is wrong. */
  readonly isFault: boolean
}

/** The old Endpoints object beside the slices. Both are made from the pods, and neither from the other. */
export interface LegacyEndpoints {
  readonly found: boolean
  readonly family: AddressFamily
  /** Distinct addresses. */
  readonly ready: number
  readonly notReady: number
  /** Cut at 1,000 addresses. */
  readonly truncated: boolean
  readonly managedBy: string | null
  readonly lastChange: string | null
  readonly differences: readonly EndpointsDifference[]
}

/** Null where Endpoints cannot be read or are not listed yet, or where the slices are not known. */
export function compareEndpoints(graph: ServiceGraph, { listers, coverage }: Inputs): LegacyEndpoints | null {
  const { namespace, name, ipFamilies } = graph.service
  if (coverage('endpoints', namespace) !== 'known' || graph.summary.counts === null) return null
  const object = listers.endpoints.get(`${namespace}/${name}`)
  const family: AddressFamily = ipFamilies[0] === 'IPv6' ? 'IPv6' : 'IPv4'
  const { ready, notReady } = addressesOf(object)
  const truncated = object?.metadata.annotations['endpoints.kubernetes.io/over-capacity'] === 'truncated'
  return {
    found: object !== undefined,
    family,
    ready: ready.size,
    notReady: notReady.size,
    truncated,
    managedBy: object?.metadata.labels['endpoints.kubernetes.io/managed-by'] ?? null,
    lastChange: object?.metadata.annotations['endpoints.kubernetes.io/last-change-trigger-time'] ?? null,
    differences: object === undefined ? [] : differencesOf(graph.endpoints, { ready, notReady, truncated, family }),
  }
}

interface Told {
  readonly ready: ReadonlySet<string>
  readonly notReady: ReadonlySet<string>
  readonly truncated: boolean
  readonly family: AddressFamily
}

/** An address that is ready for one port counts as ready. */
function addressesOf(object: Endpoints | undefined): Pick<Told, 'ready' | 'notReady'> {
  const subsets = object?.subsets ?? []
  const ready = new Set(subsets.flatMap(({ addresses }) => addresses.map(({ ip }) => ip)))
  const others = subsets.flatMap(({ notReadyAddresses }) => notReadyAddresses.map(({ ip }) => ip))
  return { ready, notReady: new Set(others.filter(ip => !ready.has(ip))) }
}

function differencesOf(endpoints: readonly GraphEndpoint[], told: Told): readonly EndpointsDifference[] {
  const bySlices = Map.groupBy(endpoints, ({ address }) => address)
  const addresses = [...new Set([...told.ready, ...told.notReady, ...bySlices.keys()])].toSorted()
  return addresses.flatMap(address => difference(address, bySlices.get(address) ?? [], told) ?? [])
}

function difference(address: string, entries: readonly GraphEndpoint[], told: Told): EndpointsDifference | undefined {
  const inEndpoints = told.ready.has(address) ? 'ready' : told.notReady.has(address) ? 'not-ready' : null
  const best = entries.find(({ state }) => state === 'ready') ?? entries[0]
  const inSlices = best === undefined ? null : best.state
  if (inEndpoints === inSlices) return undefined
  return { address, inEndpoints, inSlices, ...judge({ inEndpoints, best, told }) }
}

interface Compared {
  readonly inEndpoints: EndpointsDifference['inEndpoints']
  readonly best: GraphEndpoint | undefined
  readonly told: Told
}

/** By what the old object cannot hold; the rest is a fault where it lasts for more than some seconds. */
function judge({ inEndpoints, best, told }: Compared): Pick<EndpointsDifference, 'reason' | 'isFault'> {
  if (best === undefined) return fault('in no slice, so kube-proxy does not use it')
  if (inEndpoints === null) {
    if (best.addressType !== told.family) return normal(`Endpoints hold one IP family, ${told.family}`)
    if (best.conditions.terminating) return normal('Endpoints omit terminating pods')
    if (told.truncated) return normal('Endpoints are truncated at 1,000 addresses')
    if (best.ports.length === 0) return normal('it has none of the named ports, so Endpoints omit it')
    return fault('missing in Endpoints: only clients that read Endpoints are affected')
  }
  if (best.state === 'unknown') return normal('slices differ about it')
  if (best.conditions.terminating) return normal('Endpoints cannot show terminating')
  return inEndpoints === 'ready'
    ? fault('ready in Endpoints, not ready in the slices')
    : fault('ready in the slices, not ready in Endpoints')
}

function normal(reason: string) {
  return { reason, isFault: false }
}

function fault(reason: string) {
  return { reason, isFault: true }
}
