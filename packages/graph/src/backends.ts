import { type EndpointConditions, type EndpointState, endpointState } from '@slicescope/kubernetes'
import { type Claim, listClaims, type Part } from './claims.ts'
import type { Entry } from './entries.ts'
import { type JudgedPorts, NO_PORT } from './judged-ports.ts'

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

/** Entries that no data plane uses must have been left out. */
export function mergeBackends(entries: readonly Entry[], ports: JudgedPorts, headless: boolean): Merged {
  const claims = listClaims(entries, ports, headless)
  const drafts = [...Map.groupBy(claims, ({ owner }) => owner)].map(([key, own]) => draftBackend(key, own))
  const served = servedPorts(drafts)
  return {
    backends: drafts.map(draft => finish(draft, served)),
    backendOf: backendsOfEntries(claims, new Set(drafts.map(({ key }) => key))),
    undecided: new Set(claims.flatMap(({ part, winners }) => (part.state === 'unknown' ? winners : []))),
    served,
  }
}

interface Draft {
  readonly key: string
  readonly claims: readonly Claim[]
  readonly parts: ReadonlyMap<string, Part>
}

function draftBackend(key: string, claims: readonly Claim[]): Draft {
  const [only] = claims
  if (only !== undefined && claims.length === 1) {
    return { key, claims, parts: new Map(only.ports.map(port => [port, only.part])) }
  }
  const byPort = new Map<string, Claim[]>()
  for (const claim of claims) {
    for (const port of claim.ports) byPort.set(port, [...(byPort.get(port) ?? []), claim])
  }
  return { key, claims, parts: new Map([...byPort].map(([port, own]) => [port, partOverFamilies(own)])) }
}

function partOverFamilies(claims: readonly Claim[]): Part {
  const families = Map.groupBy(claims, ({ family }) => family)
  return combine([...families.values()].map(bestOf))
}

/** Within a family kube-proxy holds each ip:port for itself: the backend gets traffic if any of its own does. */
const BEST_FIRST: readonly EndpointState[] = ['ready', 'unknown', 'not-ready', 'serving-terminating', 'terminating']

function bestOf(claims: readonly Claim[]): Part {
  return claims.reduce((best, claim) => (rankOf(claim) < rankOf(best) ? claim : best)).part
}

function rankOf({ part }: Claim): number {
  return BEST_FIRST.indexOf(part.state)
}

/** What holds in all of them: ready if ready in each, terminating if in any. Unknown only where that decides. */
function combine(parts: readonly Part[]): Part {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const known = parts.flatMap(({ conditions }) => conditions ?? [])
  const all: EndpointConditions = {
    ready: known.every(({ ready }) => ready),
    serving: known.every(({ serving }) => serving),
    terminating: known.some(({ terminating }) => terminating),
  }
  const { state, published } = endpointState(all)
  const isOpen = known.length < parts.length && state === 'ready'
  return isOpen ? { state: 'unknown', published: false, conditions: null } : { state, published, conditions: all }
}

function servedPorts(drafts: readonly Draft[]): ReadonlySet<string> {
  const served = new Set<string>()
  for (const { parts } of drafts) {
    for (const [port, { state }] of parts) if (state === 'ready') served.add(port)
  }
  return served
}

function finish({ key, claims, parts }: Draft, served: ReadonlySet<string>): Backend {
  const [only] = claims
  const single = only !== undefined && claims.length === 1
  const { state, published } = single ? only.part : overall(parts, served)
  const ports = new Map<string, EndpointState>()
  for (const [port, part] of parts) ports.set(port, part.state)
  return { key, state, published, ports, entries: single ? only.winners : winnersOf(key, claims) }
}

/** Over its ports: the served ones if it has any of them; where some entries are terminating and some are not, the living ones. */
function overall(parts: ReadonlyMap<string, Part>, served: ReadonlySet<string>): Part {
  const real = [...parts].filter(([port]) => port !== NO_PORT)
  const inUse = real.filter(([port]) => served.has(port))
  const chosen = (inUse.length > 0 ? inUse : real.length > 0 ? real : [...parts]).map(([, part]) => part)
  const living = chosen.filter(({ conditions }) => conditions === null || !conditions.terminating)
  return combine(living.length > 0 ? living : chosen)
}

function winnersOf(key: string, claims: readonly Claim[]): readonly Entry[] {
  const all = [...new Set(claims.flatMap(({ winners }) => winners))]
  const own = all.filter(({ owner }) => owner === key)
  return own.length > 0 ? own : all
}

/** An entry whose own backend lost everywhere belongs to the one that stands in its place. */
function backendsOfEntries(claims: readonly Claim[], keys: ReadonlySet<string>): ReadonlyMap<Entry, string> {
  const backendOf = new Map<Entry, string>()
  for (const { owner, merged } of claims) {
    for (const entry of merged) {
      if (!backendOf.has(entry)) backendOf.set(entry, keys.has(entry.owner) ? entry.owner : owner)
    }
  }
  return backendOf
}
