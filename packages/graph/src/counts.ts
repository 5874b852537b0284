import type { EndpointState } from '@slicescope/kubernetes'
import { type PortHealth, portHealth } from './health.ts'
import type { JudgedBackend } from './judged-backend.ts'
import { isTerminating } from './is-terminating.ts'
import { type JudgedPorts, NO_PORT, portKey } from './judged-ports.ts'
import type { ServicePort } from './service-facts.ts'

/**
 * Counts of backends: ready + notReady + unknown = total, and starting, lost and stuck are part of notReady. Terminating
 * ones stand apart, servingTerminating are part of them.
 */
export interface Counts {
  readonly ready: number
  readonly notReady: number
  readonly unknown: number
  readonly total: number
  /** On their way to their first Ready, within their allowance. */
  readonly starting: number
  /** They were Ready; where pods are not known, every one that is not ready. */
  readonly lost: number
  /** They never were Ready and should be, or lack a port that they should have. */
  readonly stuck: number
  readonly terminating: number
  readonly servingTerminating: number
}

/** A zone's share of a Service's counts; zone null for backends whose zone nothing tells. */
export interface ZoneCount extends Counts {
  readonly zone: string | null
}

export interface PortCount {
  /** See portKey. */
  readonly key: string
  readonly name: string
  readonly protocol: string
  readonly port: number
  readonly ready: number
  readonly starting: number
  /** Of the backends that have the port or should have it. */
  readonly total: number
  readonly health: PortHealth
}

export function countBackends(backends: readonly JudgedBackend[]): Counts {
  const tally = { ready: 0, unknown: 0, terminating: 0, servingTerminating: 0, starting: 0, lost: 0, stuck: 0 }
  for (const backend of backends) {
    if (isTerminating(backend.state)) {
      tally.terminating += 1
      if (backend.state === 'serving-terminating') tally.servingTerminating += 1
    } else if (backend.ready) tally.ready += 1
    else if (backend.state === 'unknown') tally.unknown += 1
    else {
      const loss = lossOf(backend)
      if (loss !== 'leaving') tally[loss] += 1
    }
  }
  const { ready, unknown, starting, lost, stuck, terminating, servingTerminating } = tally
  const total = backends.length - terminating
  const notReady = total - ready - unknown
  return { ready, notReady, unknown, total, starting, lost, stuck, terminating, servingTerminating }
}

/** Of one that is neither ready, nor unknown, nor terminating. */
export function lossOf({ progress, state }: JudgedBackend): 'starting' | 'lost' | 'stuck' | 'leaving' {
  if (progress !== null) return progress.kind
  return state === 'not-ready' ? 'lost' : 'stuck'
}

/** By name, null last. Their counts sum to the Service's. */
export function countZones(backends: readonly JudgedBackend[]): readonly ZoneCount[] {
  const byZone = Map.groupBy(backends, ({ zone }) => zone)
  return [...byZone].toSorted(([a], [b]) => compareZones(a, b)).map(([zone, own]) => ({ zone, ...countBackends(own) }))
}

/** By name, null last. */
export function compareZones(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

/** One per port of the Service. A Service without ports is judged as one that every backend has, named by NO_PORT. */
export function countPorts(
  ports: readonly ServicePort[],
  judged: JudgedPorts,
  backends: readonly JudgedBackend[],
): readonly PortCount[] {
  const living = backends.filter(({ state }) => !isTerminating(state))
  const named = ports.length === 0 ? [{ name: '', protocol: '', port: 0 }] : ports
  return named.map(({ name, protocol, port }) => {
    const key = portKey({ name, protocol })
    const judgedKey = judged === 'one' ? NO_PORT : key
    const concerned = living.filter(backend => backend.ports.has(judgedKey) || backend.lacks.includes(judgedKey))
    // A port that no backend has is a loss of all.
    const own = concerned.length === 0 ? living : concerned
    const states = statesFor(judgedKey, backends)
    const starting = own.filter(({ progress }) => progress?.kind === 'starting').length
    const leaving = own.filter(({ progress }) => progress?.kind === 'leaving').length
    const tally = { ready: states('ready'), starting, total: own.length }
    const health = portHealth({
      ...tally,
      leaving,
      unknown: states('unknown'),
      servingTerminating: states('serving-terminating'),
    })
    return { key, name, protocol, port, ...tally, health }
  })
}

function statesFor(port: string, backends: readonly JudgedBackend[]): (state: EndpointState) => number {
  const tally = new Map<EndpointState, number>()
  for (const { ports } of backends) {
    const state = ports.get(port)
    if (state !== undefined) tally.set(state, (tally.get(state) ?? 0) + 1)
  }
  return state => tally.get(state) ?? 0
}
