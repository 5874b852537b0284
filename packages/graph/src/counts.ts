import type { EndpointState } from '@slicescope/kubernetes'
import { type PortHealth, portHealth } from './health.ts'
import type { JudgedBackend } from './judged-backend.ts'
import { type JudgedPorts, NO_PORT, portKey } from './judged-ports.ts'
import type { ServicePort } from './service-facts.ts'

/** Counts of backends: ready + notReady + unknown = total; terminating ones stand apart, servingTerminating are part of them. */
export interface Counts {
  readonly ready: number
  readonly notReady: number
  readonly unknown: number
  readonly total: number
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
  readonly total: number
  readonly health: PortHealth
}

/** Whether a backend of this state has left `total`. */
export function isTerminating(state: EndpointState): boolean {
  return state === 'terminating' || state === 'serving-terminating'
}

export function countBackends(backends: readonly JudgedBackend[]): Counts {
  let [ready, unknown, terminating, servingTerminating] = [0, 0, 0, 0]
  for (const backend of backends) {
    if (backend.ready) ready += 1
    if (backend.state === 'unknown') unknown += 1
    if (isTerminating(backend.state)) terminating += 1
    if (backend.state === 'serving-terminating') servingTerminating += 1
  }
  const total = backends.length - terminating
  return { ready, notReady: total - ready - unknown, unknown, total, terminating, servingTerminating }
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
  const total = backends.filter(({ state }) => !isTerminating(state)).length
  const named = ports.length === 0 ? [{ name: '', protocol: '', port: 0 }] : ports
  return named.map(({ name, protocol, port }) => {
    const key = portKey({ name, protocol })
    const states = statesFor(judged === 'one' ? NO_PORT : key, backends)
    const tally = { ready: states('ready'), total }
    const health = portHealth({
      ...tally,
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
