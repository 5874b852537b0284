import { HEALTH_ORDER, type ServiceSummary } from '@slicescope/graph'
import type { Since } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import { sentenceOf } from './sentence.ts'

interface RowFacts {
  readonly summary: ServiceSummary
  readonly absent: number | null
  readonly since: Since | null
  /** See Judged. */
  readonly asOf: number | null
}

export function buildRow({ summary, absent, since, asOf }: RowFacts): Row {
  const { key, namespace, name, type, health, counts, slices } = summary
  return {
    key,
    namespace,
    name,
    type,
    health,
    ready: counts?.ready ?? null,
    total: counts?.total ?? null,
    terminating: counts?.terminating ?? null,
    // Until workloads are watched nothing tells how many are wanted or whether a rollout runs.
    wanted: null,
    absent,
    rolling: false,
    slices,
    zones: summary.zones.map(({ zone, ready, total }) => ({ zone, ready, total })),
    verdict: sentenceOf({ summary, absent, asOf, deletedAt: null }),
    severity: null,
    since,
  }
}

/** The order of all lists: health group, share of backends lost, name. */
export function compareRows(a: Row, b: Row): number {
  return (
    HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health) ||
    shareLost(b) - shareLost(a) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace)
  )
}

/** A Service without a backend that could be ready has lost all; one that cannot be counted is not said to have lost any. */
function shareLost({ ready, total, health }: Row): number {
  if (ready === null || total === null || health === 'external' || health === 'unmanaged') return 0
  return total === 0 ? 1 : 1 - ready / total
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
