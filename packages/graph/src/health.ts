/** The Service's state in one word, as design.md section 6 defines it. */
export type Health = 'down' | 'fallback' | 'empty' | 'degraded' | 'unknown' | 'unmanaged' | 'external' | 'healthy'

/** Health of one Service port. */
export type PortHealth = Extract<Health, 'down' | 'fallback' | 'degraded' | 'unknown' | 'healthy'>

/** Worst first. */
export const HEALTH_ORDER: readonly Health[] = [
  'down',
  'fallback',
  'empty',
  'degraded',
  'unknown',
  'unmanaged',
  'external',
  'healthy',
]

/** What there is for one port; `total` leaves terminating backends out, `unknown` and `ready` are part of it. */
export interface PortTally {
  readonly ready: number
  readonly starting: number
  /** Being deleted, which their slice does not say yet. */
  readonly leaving: number
  readonly unknown: number
  readonly servingTerminating: number
  readonly total: number
}

/** An unknown backend may be ready, so without a ready one nothing definite is said. */
export function portHealth({ ready, starting, leaving, unknown, servingTerminating, total }: PortTally): PortHealth {
  if (ready > 0) return ready + starting + leaving >= total ? 'healthy' : 'degraded'
  if (unknown > 0) return 'unknown'
  return servingTerminating > 0 ? 'fallback' : 'down'
}

/** Of at least one port. A Service of which some port is served is degraded at worst. */
export function healthOfPorts(ports: readonly PortHealth[]): PortHealth {
  if (ports.every(health => health === 'healthy')) return 'healthy'
  if (ports.some(health => health === 'healthy' || health === 'degraded')) return 'degraded'
  return ports.reduce((worst, health) => (badness(health) < badness(worst) ? health : worst))
}

function badness(health: Health): number {
  return HEALTH_ORDER.indexOf(health)
}
