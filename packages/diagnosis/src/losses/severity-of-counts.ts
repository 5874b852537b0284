import type { ServiceSummary } from '@slicescope/graph'
import type { Severity } from '../finding.ts'
import type { Circumstances } from './loss-memory.ts'

/** What was counted, and what is remembered of before. */
export interface Counted {
  readonly summary: ServiceSummary
  readonly circumstances: Circumstances
  /** How many are lost, of how many. */
  readonly size: number
  readonly of: number
  /** Keys of the ports that nothing serves. */
  readonly bare: readonly string[]
  /** Whether one of these had a ready backend. */
  readonly hadServed: boolean
  /** A zone that lost all of two or more. */
  readonly hasLostZone: boolean
  /** Since when what is lost now is so, ms since the epoch. */
  readonly since: number
  /** Until when pods that are asked for and not made yet are given time, ms since the epoch; 0 where none are. */
  readonly unmadeUntil: number
  /** The selector was edited since a backend was ready. */
  readonly isReselected: boolean
  readonly now: number
}

/** A severity, and when it is another by time alone (ms since the epoch, Infinity for never). */
export interface Graded {
  readonly severity: Severity | null
  readonly until: number
}

/** Below 10 % a loss is given as long. */
const FEW_MS = 30_000
const FEW_SHARE = 0.1
/** A Service is often made moments before its pods. */
const YOUNG_MS = 60_000

/**
 * The severity of a Service by its counts, whether or not a cause is known and whatever can be read (design, section 6).
 * Null where nothing is lost.
 */
export function severityOfCounts(counted: Counted): Graded {
  const { summary, size, bare } = counted
  if (summary.counts === null || summary.health === 'external') return { severity: null, until: Infinity }
  if (isUnmade(summary)) return { severity: 'warning', until: Infinity }
  if (summary.health === 'unmanaged' || (size === 0 && bare.length === 0)) return { severity: null, until: Infinity }
  const quiet = quietUntil(counted)
  if (quiet > counted.now) return { severity: 'info', until: quiet }
  const loud = loudness(counted)
  return summary.headless && summary.publishNotReadyAddresses && loud.severity === 'critical'
    ? { ...loud, severity: 'warning' }
    : loud
}

/** A ClusterIP Service with ports, without selector, and nothing behind it. */
function isUnmade({ hasSelector, headless, type, ports, health }: ServiceSummary): boolean {
  const isBare = health === 'unmanaged' || health === 'empty'
  return isBare && !hasSelector && !headless && type === 'ClusterIP' && ports.length > 0
}

/** Until when it is no trouble, ms: Infinity for as long as it is so; 0 where it is one. */
function quietUntil({ summary, circumstances, bare, hadServed, isReselected, now }: Counted): number {
  if (summary.deletionTimestamp !== null || circumstances.isLeaving) return Infinity
  const born = summary.creationTimestamp === null ? Number.NaN : Date.parse(summary.creationTimestamp)
  if (now < born + YOUNG_MS) return born + YOUNG_MS
  if (bare.length === 0 || isReselected) return 0
  if (summary.workloads.wanted === 0 || circumstances.isAsleep) return Infinity
  return !hadServed && isUnmatched({ summary, circumstances }) ? Infinity : 0
}

/** Nothing makes pods that its selector matches, and there are none. */
export function isUnmatched({ summary, circumstances }: Pick<Counted, 'summary' | 'circumstances'>): boolean {
  const { workloads, health, hasSelector } = summary
  return (
    health === 'empty' &&
    hasSelector &&
    workloads.isKnown &&
    workloads.wanted === null &&
    !circumstances.hasPods &&
    !circumstances.isAsleep
  )
}

function forever(severity: Severity): Graded {
  return { severity, until: Infinity }
}

function loudness(counted: Counted): Graded {
  const { summary, circumstances, size, of, bare, hadServed, hasLostZone, since, unmadeUntil, now } = counted
  if (bare.length > 0 && hadServed) return forever('critical')
  // What was never served, or was put to sleep since, is lost once its pods have had their time.
  if (bare.length > 0 && isOnItsWay(summary)) return forever('info')
  if (bare.length > 0) return now < unmadeUntil ? { severity: 'info', until: unmadeUntil } : forever('critical')
  if ((size * 2 > of && !isAtWanted(summary)) || hasLostZone) return forever('critical')
  if (circumstances.isDependedOn && size * 2 >= of) return forever('critical')
  const isSmall = size / of < FEW_SHARE && isServedEverywhere(summary)
  return isSmall && now < since + FEW_MS ? { severity: 'info', until: since + FEW_MS } : forever('warning')
}

/** What is asked for is ready; pods beside it, such as those of a rollout that fails, are not. */
function isAtWanted({ counts, workloads }: ServiceSummary): boolean {
  return counts !== null && workloads.wanted !== null && workloads.wanted > 0 && counts.ready >= workloads.wanted
}

function isOnItsWay({ counts, workloads }: ServiceSummary): boolean {
  return (counts?.starting ?? 0) + workloads.coming > 0
}

function isServedEverywhere({ zones, ports }: ServiceSummary): boolean {
  return zones.every(({ ready, total }) => ready > 0 || total === 0) && ports.every(({ ready }) => ready > 0)
}
