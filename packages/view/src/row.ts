import { FINDING_CODES, toldHealth } from '@slicescope/diagnosis'
import { HEALTH_ORDER, type ServiceSummary } from '@slicescope/graph'
import type { Since } from './schema/freshness.ts'
import type { Row } from './schema/row.ts'
import type { Diagnosed } from './diagnoses.ts'
import { sinceOf } from './since.ts'
import { type Judged, judgementOf } from './verdict.ts'

/** Of one reader. */
export function buildRow(judged: Judged, since: Since | null): Row {
  const { absent, diagnosed } = judged
  const { summary, verdict, recovered, standing, loss } = judgementOf(judged)
  const { key, namespace, name, type, counts, slices } = summary
  return {
    key,
    namespace,
    name,
    type,
    health: toldHealth(summary, loss),
    ready: counts?.ready ?? null,
    total: counts?.total ?? null,
    starting: counts?.starting ?? null,
    terminating: counts?.terminating ?? null,
    wanted: summary.workloads.wanted,
    absent,
    rolling: isRolling(summary),
    recovered,
    standing,
    dependedOn: judged.observed.states.at(-1)?.circumstances.isDependedOn ?? false,
    slices,
    zones: summary.zones.map(({ zone, ready, total, starting, unknown }) => ({
      zone,
      ready,
      total,
      starting,
      unknown,
    })),
    verdict: verdict.sentence,
    severity: verdict.severity,
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

/**
 * The order of all lists: severity, and within it what the cluster depends on; health group; share lost; name. Then what
 * has been so for long, in the same order, then what has recovered, then the rest.
 */
export function compareRows(a: Row, b: Row): number {
  return (
    groupOf(a) - groupOf(b) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(b.dependedOn) - Number(a.dependedOn) ||
    HEALTH_ORDER.indexOf(a.health) - HEALTH_ORDER.indexOf(b.health) ||
    shareLost(b) - shareLost(a) ||
    compareText(a.name, b.name) ||
    compareText(a.namespace, b.namespace)
  )
}

const SEVERITIES: readonly Row['severity'][] = ['critical', 'warning', 'info', null]

/** News, standing, recovered, the rest. */
function groupOf({ severity, standing, recovered }: Row): number {
  if (standing) return 1
  if (severity === 'critical' || severity === 'warning') return 0
  return recovered === null ? 3 : 2
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
