import type { Health } from '@slicescope/graph'
import type { Row } from './schema/row.ts'

const LOUD: readonly Health[] = ['down', 'fallback', 'empty', 'degraded', 'unknown']

/**
 * What is lost, and what will be soon or is for some although all backends are ready (its severity says so). What is
 * known to be meant so (a rollout, scaled to zero, pods that start) needs no attention, nor what has recovered.
 */
export function needsAttention({
  health,
  rolling,
  severity,
  recovered,
}: Pick<Row, 'health' | 'rolling' | 'severity' | 'recovered'>): boolean {
  if (recovered !== null && severity !== 'critical' && severity !== 'warning') return false
  if (severity === 'info') return false
  if (severity !== null) return true
  return !rolling && LOUD.includes(health)
}
