import type { Endpoint, EndpointSlice } from '@slicescope/model'
import { resolveConditions } from './endpoint-state.ts'
import { canonicalIp } from './ip.ts'
import { formatIpPort, type MergedEntry, mergeEntries, type PortEntry } from './merge-entries.ts'
import type { ProxiedPort } from './proxied-ports.ts'
import { claimRoles, type RoleClaim, RoleIndex } from './proxy-roles.ts'
import { HEADLESS_LABEL } from './slice-labels.ts'
import { listAlternatives } from './slice-orders.ts'

/** An ip:port and what it is to whom. */
export interface ClaimedAddress {
  readonly address: string
  readonly claims: readonly RoleClaim[]
}

/** Everything that kube-proxy holds for one Service port in one family. */
export interface PortEndpoints {
  /** Whether any slice has an endpoint for the port, be it usable or not. */
  readonly isEmpty: boolean
  readonly decided: RoleIndex
  /**
   * Addresses that stand in several slices which say different things of them: of each element one alternative holds,
   * and which one is kube-proxy's accident. Elements are independent of each other.
   */
  readonly undecided: readonly (readonly Alternative[])[]
  /** All that any alternative claims. */
  readonly contested: RoleIndex
}

/** Addresses as they are if one order of slices holds. */
export type Alternative = readonly ClaimedAddress[]

/**
 * Follows pkg/proxy/endpointslicecache.go, over all slices of one Service; those labelled headless, those of another
 * family and those of addressType FQDN are not looked at.
 */
export function portEndpoints(port: ProxiedPort, slices: readonly EndpointSlice[]): PortEndpoints {
  const entries = slices
    .filter(({ addressType, metadata }) => addressType === port.family && metadata.labels[HEADLESS_LABEL] === undefined)
    .flatMap(slice => entriesOf(port, slice))
  const decided = new RoleIndex()
  const contested = new RoleIndex()
  const undecided: MergedEntry<ProxyEntry>[] = []
  for (const merged of mergeEntries(entries, { headless: false })) {
    const [first, ...others] = merged.candidates
    if (first === undefined) continue
    if (others.every(other => haveSameRoles(first, other))) decided.add(addressOf(first), first.claims)
    else undecided.push(merged)
  }
  for (const candidate of undecided.flatMap(({ candidates }) => candidates)) {
    contested.add(addressOf(candidate), candidate.claims)
  }
  const alternatives = listAlternatives(undecided.map(toConflict))
  return { isEmpty: entries.length === 0, decided, undecided: alternatives, contested }
}

interface ProxyEntry extends PortEntry {
  readonly slice: string
  readonly claims: readonly RoleClaim[]
}

/** A slice port is used if its name and protocol equal the Service port's and it has a number. */
function entriesOf({ name, protocol }: ProxiedPort, slice: EndpointSlice): readonly ProxyEntry[] {
  return slice.ports.flatMap(port =>
    port.name === name && (port.protocol ?? 'TCP') === protocol && port.port !== undefined && port.port !== 0
      ? slice.endpoints.flatMap(endpoint => entryOf(endpoint, { name, protocol, port: port.port ?? 0, slice }))
      : [],
  )
}

interface EntryContext {
  readonly name: string
  readonly protocol: string
  readonly port: number
  readonly slice: EndpointSlice
}

function entryOf(endpoint: Endpoint, { name, protocol, port, slice }: EntryContext): readonly ProxyEntry[] {
  const [written] = endpoint.addresses
  if (written === undefined) return []
  const conditions = resolveConditions(endpoint.conditions)
  const claims = claimRoles({
    ...conditions,
    nodeName: endpoint.nodeName ?? '',
    forNodes: (endpoint.hints?.forNodes ?? []).map(node => node.name),
    forZones: (endpoint.hints?.forZones ?? []).map(zone => zone.name),
  })
  const address = canonicalIp(written) ?? written
  return [{ portName: name, protocol, port, address, conditions, slice: slice.metadata.name, claims }]
}

function haveSameRoles(a: ProxyEntry, b: ProxyEntry): boolean {
  return rolesKey(a) === rolesKey(b)
}

function rolesKey({ claims }: ProxyEntry): string {
  return claims
    .map(({ role, scope }) => `${role}/${scope}`)
    .toSorted()
    .join()
}

function addressOf({ address, port }: PortEntry): string {
  return formatIpPort(address, port)
}

function toConflict({ candidates }: MergedEntry<ProxyEntry>) {
  return {
    // Candidates are all living or all terminating.
    wins: candidates.some(({ conditions }) => conditions.terminating) ? ('first' as const) : ('last' as const),
    claimants: candidates.map(candidate => ({
      slice: candidate.slice,
      claimed: { address: addressOf(candidate), claims: candidate.claims },
    })),
  }
}
