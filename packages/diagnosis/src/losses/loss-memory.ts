import type { ServiceSummary } from '@slicescope/graph'
import type { Severity } from '../finding.ts'

/** What of a Service's surroundings its severity hangs on. Plain data. */
export interface Circumstances {
  /** The cluster itself calls it: DNS, admission webhooks, APIServices. */
  readonly isDependedOn: boolean
  /** Its namespace is being deleted. */
  readonly isLeaving: boolean
  /** All that could make its pods is at rest: scaled to zero, or Jobs that are done. */
  readonly isAsleep: boolean
  /** Pods match its selector, whether a slice lists them or not. */
  readonly hasPods: boolean
}

export const NO_CIRCUMSTANCES: Circumstances = {
  isDependedOn: false,
  isLeaving: false,
  isAsleep: false,
  hasPods: false,
}

/** What is lost of a Service now, by counts alone. Plain data. */
export interface Loss {
  /** When it began, ms since the epoch; by objects where they tell. */
  readonly onset: number
  /** Whether we saw it begin. */
  readonly isSeen: boolean
  /** When it last grew worse, ms: another port or zone, or a higher severity. */
  readonly worsenedAt: number
  readonly severity: Severity
  /** How many are lost, of how many. */
  readonly size: number
  readonly of: number
  /** The most that were lost at once. */
  readonly peak: number
  /** When its severity is another by time alone, ms since the epoch; null for never. */
  readonly dueAt: number | null
  /** How many each zone lost that has none ready any more, by name. */
  readonly lostZones: Readonly<Record<string, number>>
  /** Of each zone the most that were lost at once. */
  readonly zonePeaks: Readonly<Record<string, number>>
  /** Keys of the ports that nothing serves. */
  readonly bare: readonly string[]
  /** Nothing makes pods that its selector matches, and nothing was ever ready: quiet, unless something says what was meant. */
  readonly isUnmatched: boolean
  /** Whether one is lost, and when one was last, ms. */
  readonly isLosing: boolean
  readonly lastLost: number
  readonly worst: WorstOfLoss
}

/** How a Service was at its worst. */
interface WorstOfLoss {
  readonly severity: Severity
  /** How many were lost, of how many. */
  readonly size: number
  readonly of: number
  /** Since when it has been as grave, and whether we saw that begin, ms. */
  readonly since: number
  readonly isSeen: boolean
  /** Since when it has been a warning or worse, ms. */
  readonly loudSince: number | null
  readonly summary: ServiceSummary
  /** As Loss has them: of all zones that lost all, also those that have some again. */
  readonly lostZones: Loss['lostZones']
}

/** A loss that is over. */
export interface PastLoss {
  /** When it began, or when it became as grave as it was, where something small had been lost long before; we saw it. */
  readonly onset: number
  readonly at: number
  readonly severity: Severity
  /** How many were lost at its worst, of how many. */
  readonly size: number
  readonly of: number
  readonly summary: ServiceSummary
  readonly lostZones: Readonly<Record<string, number>>
}

/** What is remembered of one Service's losses: a fold of its states. Bounded; plain data. */
export interface LossMemory {
  /** Keys of the ports that had a ready backend; '' for a Service without ports. */
  readonly served: readonly string[]
  /** The selector when a backend was ready last; null where none ever was. */
  readonly servedBy: string | null
  /** How many were ready, and in each zone, when nothing was lost last. */
  readonly whole: { readonly ready: number; readonly zones: Readonly<Record<string, number>> } | null
  /** Since when fewer than wanted are ready although no backend is lost, ms; null while that is not so. */
  readonly shortSince: number | null
  /** Since when there are endpoints that were never ready, as far as counts tell, ms; null while there are none. */
  readonly newSince: number | null
  readonly loss: Loss | null
  /** The last one that was critical, or a warning for 30 s. */
  readonly past: PastLoss | null
  /** Whether workloads could be read: before that no more than slices told what was meant. */
  readonly knewWorkloads: boolean
  /** The severities of the last two minutes, each until the next; null for none. */
  readonly levels: readonly { readonly time: number; readonly severity: Severity | null }[]
  /** When losses ended in the last ten minutes that no shared cause explains, ms. */
  readonly own: readonly number[]
}

export const NO_LOSSES: LossMemory = {
  served: [],
  servedBy: null,
  whole: null,
  shortSince: null,
  newSince: null,
  loss: null,
  past: null,
  knewWorkloads: false,
  levels: [],
  own: [],
}
