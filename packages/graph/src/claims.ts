import {
  type EndpointConditions,
  endpointState,
  type MergedEntry,
  mergeEntries,
  type PortEntry,
  type StateOfEndpoint,
} from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import { must } from '@slicescope/model'
import type { Entry } from './entries.ts'
import { type JudgedPorts, NO_PORT, portKey } from './judged-ports.ts'

/** A state with the conditions it came from; none where it is unknown. */
export interface Part extends StateOfEndpoint {
  readonly conditions: EndpointConditions | null
}

/** What kube-proxy holds under one address, for one or more ports of which it holds the same. */
export interface Claim {
  /** The backend that it speaks for. */
  readonly owner: string
  readonly family: string
  /** Keys of judged ports that the slice has with a number, or NO_PORT alone. */
  readonly ports: readonly string[]
  readonly part: Part
  /** Those that decided, and all that were merged. */
  readonly winners: readonly Entry[]
  readonly merged: readonly Entry[]
}

/** Merges entries per port and ip:port; where an address stands but once, there is nothing to merge. */
export function listClaims(entries: readonly Entry[], ports: JudgedPorts, headless: boolean): readonly Claim[] {
  const portsOf = new Map<EndpointSlice, readonly UsedPort[]>()
  for (const { slice } of entries) if (!portsOf.has(slice)) portsOf.set(slice, usedPorts(slice, ports))
  const usedBy = ({ slice }: Entry) => must(portsOf.get(slice))
  const keys = new Map([...portsOf.values()].map(used => [used, keysOf(used)]))
  return [...Map.groupBy(entries, ({ address }) => address).values()].flatMap(same => {
    const [entry] = same
    if (entry !== undefined && same.length === 1) return singleClaim(entry, same, must(keys.get(usedBy(entry))))
    const portEntries = same.flatMap(each => toPortEntries(each, usedBy(each)))
    return mergeEntries(portEntries, { headless }).map(mergedClaim)
  })
}

interface UsedPort {
  readonly name: string
  readonly protocol: string
  readonly port: number
}

interface OnePortEntry extends PortEntry {
  readonly entry: Entry
}

/** kube-proxy uses a slice port only if name and protocol equal a Service port and it has a number. */
function usedPorts(slice: EndpointSlice, ports: JudgedPorts): readonly UsedPort[] {
  if (ports === 'one') return []
  return slice.ports.flatMap(({ name = '', protocol = 'TCP', port }) => {
    const isUsed = ports.some(wanted => wanted.name === name && wanted.protocol === protocol)
    return isUsed && port !== undefined && port !== 0 ? [{ name, protocol, port }] : []
  })
}

function keysOf(used: readonly UsedPort[]): readonly string[] {
  return used.length === 0 ? [NO_PORT] : used.map(portKey)
}

function toPortEntries(entry: Entry, used: readonly UsedPort[]): readonly OnePortEntry[] {
  const { address, conditions } = entry
  const slice = entry.slice.metadata.name
  if (used.length === 0) return [{ portName: '', protocol: '', port: 0, address, conditions, slice, entry }]
  return used.map(({ name, protocol, port }) => ({ portName: name, protocol, port, address, conditions, slice, entry }))
}

function singleClaim(entry: Entry, alone: readonly Entry[], ports: readonly string[]): Claim {
  const { owner, slice, conditions } = entry
  const { state, published } = endpointState(conditions)
  return {
    owner,
    family: slice.addressType,
    ports,
    part: { state, published, conditions },
    winners: alone,
    merged: alone,
  }
}

function mergedClaim({ entries, candidates, state, published }: MergedEntry<OnePortEntry>): Claim {
  const { portName, protocol, conditions } = must(candidates[0])
  const winners = candidates.map(({ entry }) => entry)
  const owner = ownerOf(winners)
  return {
    owner,
    family: must(winners[0]).slice.addressType,
    ports: [portKey({ name: portName, protocol })],
    part: { state, published, conditions: state === 'unknown' ? null : conditions },
    winners,
    merged: entries.map(({ entry }) => entry),
  }
}

/** Of those between which nothing decides one stands for all: a pod before a bare address, then the smallest key, so that order never matters. */
function ownerOf(winners: readonly Entry[]): string {
  const owners = winners.toSorted((a, b) => rank(a) - rank(b) || (a.owner < b.owner ? -1 : 1))
  return must(owners[0]).owner
}

function rank({ endpoint }: Entry): number {
  return endpoint.targetRef?.uid ? 0 : 1
}
