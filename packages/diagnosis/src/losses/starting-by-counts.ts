import type { Counts, ServiceSummary } from '@slicescope/graph'
import type { LossMemory } from './loss-memory.ts'

/** Pods in their first minute are on their way. */
const STARTING_MS = 60_000

/** How many not-ready endpoints there are beyond those that were ready: these appeared while we watched, and were never ready. */
export function neverReady({ whole }: LossMemory, { counts }: ServiceSummary): number {
  if (whole === null || counts === null) return 0
  const missing = Math.max(0, whole.ready - counts.ready - counts.terminating)
  return missing > 0 ? 0 : counts.notReady - counts.starting
}

/** When they have had their time, ms since the epoch; Infinity where there are none. */
export function newUntil({ newSince }: LossMemory): number {
  return newSince === null ? Infinity : newSince + STARTING_MS
}

/** Where pods cannot be read: what appeared while we watched and was never ready is starting, for a minute. */
export function withStarting(memory: LossMemory, summary: ServiceSummary, time: number): ServiceSummary {
  const { counts, knowsPods, workloads } = summary
  const fresh = knowsPods ? 0 : neverReady(memory, summary)
  if (counts === null || fresh === 0 || time >= newUntil({ ...memory, newSince: memory.newSince ?? time }))
    return summary
  const isServed = counts.ready > 0
  const ports = summary.ports.map(port =>
    isServed && port.health === 'degraded'
      ? { ...port, starting: port.total - port.ready, health: 'healthy' as const }
      : port,
  )
  const shortfall = Math.max(0, workloads.shortfall - fresh)
  const isWell = summary.healthOfPorts === 'degraded' && ports.every(({ health }) => health === 'healthy') && isServed
  const healthOfPorts = isWell ? 'healthy' : summary.healthOfPorts
  return {
    ...summary,
    counts: started(counts),
    zones: summary.zones.map(zone => ({ ...zone, ...started(zone) })),
    ports,
    workloads: { ...workloads, shortfall },
    healthOfPorts,
    health: isWell && shortfall === 0 ? 'healthy' : summary.health,
  }
}

function started(counts: Counts): Counts {
  return { ...counts, starting: counts.starting + counts.lost, lost: 0 }
}
