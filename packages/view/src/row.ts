import { FINDING_CODES } from '@slicescope/diagnosis'
import { HEALTH_ORDER, type ServiceSummary } from '@slicescope/graph'
import type { Since } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import type { Diagnosed } from './diagnoses.ts'
import { sinceOf } from './since.ts'
import { verdictOf } from './verdict.ts'

interface RowFacts {
  readonly summary: ServiceSummary
  readonly absent: number | null
  /** As it was seen. */
  readonly since: Since | null
  /** See Judged. */
  readonly asOf: number | null
  /** Undefined until somebody had time for it. */
  readonly diagnosed: Diagnosed | undefined
}

export function buildRow({ summary, absent, since, asOf, diagnosed }: RowFacts): Row {
  const { key, namespace, name, type, counts, slices } = summary
  const { sentence, severity } = verdictOf({ summary, absent, asOf, deletedAt: null }, diagnosed)
  return {
    key,
    namespace,
    name,
    type,
    health: summary.health,
    ready: counts?.ready ?? null,
    total: counts?.total ?? null,
    starting: counts?.starting ?? null,
    terminating: counts?.terminating ?? null,
    wanted: summary.workloads.wanted,
    absent,
    rolling: isRolling(summary),
    recovered: null,
    standing: false,
    slices,
    zones: summary.zones.map(({ zone, ready, total, starting }) => ({ zone, ready, total, starting })),
    verdict: sentence,
    severity,
    findings: foundCodes(diagnosed),
    since: sinceOf(since, diagnosed),
  }
}

const TITLES = new Map(FINDING_CODES.map(({ code, title }) => [code, title]))

/** Each code once, however often it holds. */
function foundCodes(diagnosed: Diagnosed | undefined): Row['findings'] {
  const codes = new Set(diagnosed?.findings.map(({ code }) => code))
  return [...codes].map(code => ({ code, title: TITLES.get(code) ?? code }))
}

/** A rollout runs and takes no more away than it may. */
export function isRolling({ workloads }: ServiceSummary): boolean {
  return workloads.rolling && workloads.shortfall === 0
}

/** The order of all lists: health group (what rolls stands with the healthy), severity, share lost, name. */
export function compareRows(a: Row, b: Row): number {
  return (
    groupOf(a) - groupOf(b) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    shareLost(b) - shareLost(a) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace)
  )
}

const SEVERITIES: readonly Row['severity'][] = ['critical', 'warning', 'info', null]

function groupOf({ health, rolling }: Row): number {
  return HEALTH_ORDER.indexOf(rolling && health === 'degraded' ? 'healthy' : health)
}

/** A Service without a backend that could be ready has lost all; one that cannot be counted is not said to have lost any. */
function shareLost({ ready, total: counted, wanted, health }: Row): number {
  const total = wanted === null || wanted === 0 ? counted : Math.max(wanted, ready ?? 0)
  if (ready === null || total === null || health === 'external' || health === 'unmanaged') return 0
  return total === 0 ? 1 : 1 - ready / total
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
