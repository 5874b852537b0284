import {
  type EndpointConditions,
  type EndpointState,
  endpointState,
  type MergedEntry,
  mergeEntries,
  type PortEntry,
  type StateOfEndpoint,
} from '@slicescope/kubernetes'
import { must } from '@slicescope/model'
import type { Entry } from './entries.ts'
import type { ServicePort } from './service-facts.ts'

/** The ports a Service is judged by; `one` where every backend has the only one: headless, or without ports. */
export type JudgedPorts = 'one' | readonly ServicePort[]

/** One thing that answers: entries merged over slices, ports and families. */
export interface Backend {
  /** targetRef.uid, else addressType/address. */
  readonly key: string
  readonly state: EndpointState
  readonly published: boolean
  /** State per portKey, of the judged ports that one of its slices has with a number. */
  readonly ports: ReadonlyMap<string, EndpointState>
  /** The entries that stand for it, those that lost against others left out. */
  readonly entries: readonly Entry[]
}

export interface Merged {
  readonly backends: readonly Backend[]
  /** The backend that each counted entry belongs to. */
  readonly backendOf: ReadonlyMap<Entry, string>
  /** Entries between which kube-proxy does not decide. */
  readonly undecided: ReadonlySet<Entry>
  /** Keys of the judged ports for which at least one backend is ready. */
  readonly served: ReadonlySet<string>
}

/** Under what a Service port is told from the others: its name and protocol, as kube-proxy does. */
export function portKey({ name, protocol }: { readonly name: string; readonly protocol: string }): string {
  return `${name}/${protocol}`
}

/** No protocol is empty, so this is no real port. Stands for the one port of `one`, and for entries without any judged port. */
export const NO_PORT = portKey({ name: '', protocol: '' })

/** Entries that no data plane uses must have been left out. */
export function mergeBackends(entries: readonly Entry[], ports: JudgedPorts, headless: boolean): Merged {
  const merged = mergeEntries(
    entries.flatMap(entry => portEntries(entry, ports)),
    { headless },
  )
  const drafts = draftBackends(merged)
  const served = servedPorts(drafts)
  return {
    backends: [...drafts.values()].map(draft => finish(draft, served)),
    backendOf: backendsOfEntries(merged, drafts),
    undecided: new Set(merged.flatMap(({ state, candidates }) => (state === 'unknown' ? entriesOf(candidates) : []))),
    served,
  }
}

interface OnePortEntry extends PortEntry {
  readonly entry: Entry
}
type Group = MergedEntry<OnePortEntry>

function portEntries(entry: Entry, ports: JudgedPorts): readonly OnePortEntry[] {
  const { address, conditions } = entry
  const matching = ports === 'one' ? [] : matchingPorts(entry, ports)
  if (matching.length === 0) return [{ portName: '', protocol: '', port: 0, address, conditions, entry }]
  return matching.map(({ name, protocol, port }) => ({ portName: name, protocol, port, address, conditions, entry }))
}

/** kube-proxy uses a slice port only if name and protocol equal a Service port and it has a number. */
function matchingPorts({ slice }: Entry, ports: readonly ServicePort[]) {
  return slice.ports.flatMap(({ name = '', protocol = 'TCP', port }) => {
    const isUsed = ports.some(wanted => wanted.name === name && wanted.protocol === protocol)
    return isUsed && port !== undefined && port !== 0 ? [{ name, protocol, port }] : []
  })
}

interface Draft {
  readonly key: string
  readonly groups: Group[]
  /** Filled after all groups are known. */
  readonly ports: Map<string, Part>
}

/** A state with the conditions it came from; none where it is unknown. */
interface Part extends StateOfEndpoint {
  readonly conditions: EndpointConditions | null
}

function draftBackends(merged: readonly Group[]): ReadonlyMap<string, Draft> {
  const drafts = new Map<string, Draft>()
  for (const group of merged) {
    const key = ownerOf(group)
    const draft: Draft = drafts.get(key) ?? { key, groups: [], ports: new Map() }
    drafts.set(key, draft)
    draft.groups.push(group)
  }
  for (const draft of drafts.values()) {
    const byPort = Map.groupBy(draft.groups, portKeyOfGroup)
    for (const [port, groups] of byPort) draft.ports.set(port, stateOverFamilies(groups))
  }
  return drafts
}

/** Of those between which nothing decides one stands for all: a pod before a bare address, then the smallest key, so that order never matters. */
function ownerOf({ candidates }: Group): string {
  const [first] = candidates
  if (candidates.length === 1 && first !== undefined) return first.entry.owner
  const owners = candidates.map(({ entry }) => entry.owner).toSorted()
  return must(owners.find(owner => !owner.includes('/')) ?? owners[0])
}

function portKeyOfGroup({ candidates }: Group): string {
  const { portName, protocol } = must(candidates[0])
  return portKey({ name: portName, protocol })
}

function stateOverFamilies(groups: readonly Group[]): Part {
  const [only] = groups
  if (groups.length === 1 && only !== undefined) return partOf(only)
  const families = Map.groupBy(groups, ({ candidates }) => must(candidates[0]).entry.slice.addressType)
  return combine([...families.values()].map(bestOf))
}

function partOf({ state, published, candidates }: Group): Part {
  return { state, published, conditions: state === 'unknown' ? null : must(candidates[0]).conditions }
}

/** Within a family kube-proxy holds each ip:port for itself: the backend gets traffic if any of its own does. */
const BEST_FIRST: readonly EndpointState[] = ['ready', 'unknown', 'not-ready', 'serving-terminating', 'terminating']

function bestOf(groups: readonly Group[]): Part {
  const rank = ({ state }: Group) => BEST_FIRST.indexOf(state)
  return partOf(groups.reduce((best, group) => (rank(group) < rank(best) ? group : best)))
}

/** What holds in all of them: ready if ready in each, terminating if in any. Unknown only where that decides. */
function combine(parts: readonly Part[]): Part {
  const known = parts.flatMap(({ conditions }) => conditions ?? [])
  const all: EndpointConditions = {
    ready: known.every(({ ready }) => ready),
    serving: known.every(({ serving }) => serving),
    terminating: known.some(({ terminating }) => terminating),
  }
  const word = endpointState(all)
  if (known.length < parts.length && word.state === 'ready')
    return { state: 'unknown', published: false, conditions: null }
  return { ...word, conditions: all }
}

function servedPorts(drafts: ReadonlyMap<string, Draft>): ReadonlySet<string> {
  const served = new Set<string>()
  for (const { ports } of drafts.values()) {
    for (const [port, { state }] of ports) if (state === 'ready') served.add(port)
  }
  return served
}

function finish(draft: Draft, served: ReadonlySet<string>): Backend {
  const { state, published } = overall(draft.ports, served)
  return {
    key: draft.key,
    state,
    published,
    ports: new Map([...draft.ports].map(([port, part]) => [port, part.state])),
    entries: winners(draft),
  }
}

/** Over its ports: the served ones if it has any of them; where some entries are terminating and some are not, the living ones. */
function overall(ports: ReadonlyMap<string, Part>, served: ReadonlySet<string>): Part {
  const [only] = ports.values()
  if (ports.size === 1 && only !== undefined) return only
  const real = [...ports].filter(([port]) => port !== NO_PORT)
  const inUse = real.filter(([port]) => served.has(port))
  const parts = (inUse.length > 0 ? inUse : real).map(([, part]) => part)
  const living = parts.filter(({ conditions }) => conditions === null || !conditions.terminating)
  return combine(living.length > 0 ? living : parts)
}

function winners({ key, groups }: Draft): readonly Entry[] {
  const all = groups.flatMap(({ candidates }) => entriesOf(candidates))
  const own = all.filter(({ owner }) => owner === key)
  return [...new Set(own.length > 0 ? own : all)]
}

function entriesOf(entries: readonly OnePortEntry[]): readonly Entry[] {
  return entries.map(({ entry }) => entry)
}

/** An entry whose own backend lost everywhere belongs to the one that stands in its place. */
function backendsOfEntries(merged: readonly Group[], drafts: ReadonlyMap<string, Draft>): ReadonlyMap<Entry, string> {
  const backendOf = new Map<Entry, string>()
  for (const group of merged) {
    const winner = ownerOf(group)
    for (const { entry } of group.entries) {
      if (!backendOf.has(entry)) backendOf.set(entry, drafts.has(entry.owner) ? entry.owner : winner)
    }
  }
  return backendOf
}
