import type { Row } from './schema/row.ts'
import type { TimelinePoint } from './schema/timeline.ts'

/** What a timeline tells of a Service at one time. */
export type TimelineCounts = Omit<TimelinePoint, 'at'>

type Counted = Pick<Row, 'ready' | 'starting' | 'total' | 'terminating' | 'health' | 'severity'> & {
  readonly zones: TimelineCounts['zones']
}

/** Of a row, of a view with its severity, or of what was recorded of either; null: there was no such Service. */
export function timelineCounts(counted: Counted | null): TimelineCounts {
  if (counted === null) return { ...GONE, zones: [] }
  const { ready, starting, total, terminating, health, severity, zones } = counted
  return {
    ready,
    starting,
    total,
    terminating,
    health,
    severity,
    zones: zones.map(zone => ({ zone: zone.zone, ready: zone.ready, total: zone.total })),
  }
}

const GONE = {
  ready: null,
  starting: null,
  total: null,
  terminating: null,
  health: 'unknown',
  severity: null,
} as const
