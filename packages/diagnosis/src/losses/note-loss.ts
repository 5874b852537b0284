import { ownValue } from '@slicescope/model'
import type { ServiceSummary } from '@slicescope/graph'
import type { Severity } from '../finding.ts'
import { type Circumstances, type Loss, type LossMemory, type PastLoss } from './loss-memory.ts'
import { neverReady, newUntil, withStarting } from './starting-by-counts.ts'
import { type Graded, isUnmatched, severityOfCounts } from './severity-of-counts.ts'

/** A Service as it was counted at a time. */
export interface CountedState {
  readonly summary: ServiceSummary
  readonly circumstances: Circumstances
  /** ms since the epoch. */
  readonly time: number
  /** Whether we watched when it became so; what differs after a gap may have happened at any time in it. */
  readonly isSeen: boolean
  /** Whether what was lost until now was lost with its node. */
  readonly isShared?: boolean
}

/** Pods that are asked for and not made yet have as long. */
const UNMADE_MS = 60_000
/** A loss of which nothing is known but that pods are gone ends after as long without a lost one. */
const FORGOTTEN_MS = 300_000
/** A warning that was shorter is not told afterwards. */
const TOLD_MS = 30_000
/** Windows reach no further back. */
const LEVELS_MS = 120_000
const OWN_MS = 600_000

/** Takes over a state. Times never go back. */
export function noteLoss(memory: LossMemory, noted: CountedState): LossMemory {
  const { time, isSeen } = noted
  if (noted.summary.counts === null) return memory
  const newSince = neverReady(memory, noted.summary) > 0 ? (memory.newSince ?? (isSeen ? time : 0)) : null
  const summary = withStarting({ ...memory, newSince }, noted.summary, time)
  const state = { ...noted, summary }
  const shortSince = isOnlyShort(summary) ? (memory.shortSince ?? (isSeen ? time : 0)) : null
  const known = { ...memory, shortSince, newSince }
  const loss = lossOf(known, state)
  const severity = loss?.severity ?? null
  return {
    ...known,
    served: isAtRest(state) ? [] : servedWith(memory, summary),
    servedBy: (summary.counts?.ready ?? 0) > 0 ? summary.selector : memory.servedBy,
    whole: loss === null || isAtRest(state) ? wholeOf(summary) : memory.whole,
    loss,
    past: pastOf(memory, loss, state),
    knewWorkloads: summary.workloads.isKnown,
    // What was said before they were read is not held against what they tell.
    levels: withLevel(summary.workloads.isKnown && !memory.knewWorkloads ? [] : memory.levels, severity, time),
    own:
      loss === null && state.isShared !== true && isOwn(memory.loss)
        ? [...memory.own.filter(at => time - at < OWN_MS), time]
        : memory.own,
  }
}

/** What is lost at a time, by what is remembered until then; null where nothing is. */
export function lossOf(memory: LossMemory, { circumstances, time, isSeen, ...state }: CountedState): Loss | null {
  const summary = withStarting(memory, state.summary, time)
  const { counts } = summary
  if (counts === null) return null
  const before = memory.loss
  const now = sizeOf(memory, summary, time)
  const size =
    before === null || isOver(memory, summary, { time, size: now.size })
      ? now.size
      : lastingSize(memory, summary, now.size)
  const bare = barePorts(summary)
  const isLosing = counts.lost > 0
  const lastLost = isLosing || before?.isLosing !== false ? time : before.lastLost
  const isSeenNow = isSeen && memory.whole !== null
  const onset = onsetOf(memory, summary, { time, isSeen: isSeenNow })
  const zonePeaks = peaksOf(before?.zonePeaks ?? {}, summary)
  const lostZones = lostZonesOf(zonePeaks, memory, summary)
  const of = Math.max(summary.workloads.wanted ?? Math.max(counts.total, size), size)
  const graded = severityOfCounts({
    summary,
    circumstances,
    size,
    of,
    bare,
    hadServed: hadServed(memory, summary, bare),
    hasLostZone: Object.keys(lostZones).length > 0,
    since: Math.max(onset, summary.lostSince?.first ?? 0),
    unmadeUntil: memory.shortSince === null ? 0 : memory.shortSince + UNMADE_MS,
    isReselected: memory.servedBy !== null && memory.servedBy !== summary.selector,
    now: time,
  })
  if (graded.severity === null) return null
  const worsens = isWorse({ severity: graded.severity, size, lostZones, bare }, before)
  return {
    onset,
    isSeen: before?.isSeen ?? isSeenNow,
    worsenedAt: worsens ? firstSeenAt(before, summary, { time, isSeen: isSeenNow }) : (before?.worsenedAt ?? time),
    severity: graded.severity,
    size,
    of,
    peak: Math.max(before?.peak ?? 0, size),
    dueAt: dueOf(memory, { graded, time, lastLost, shortfall: now.dueAt }),
    lostZones,
    zonePeaks,
    bare,
    isUnmatched: graded.severity === 'info' && isUnmatched({ summary, circumstances }),
    isLosing,
    lastLost,
    worst: worstOf(before, {
      severity: graded.severity,
      size,
      of,
      summary,
      lostZones,
      since: before === null ? onset : time,
      isSeen: isSeen && (memory.whole !== null || before !== null),
    }),
  }
}

/** When pods that are wanted and not made, or were never ready, begin to be missed, ms since the epoch; Infinity where none are. */
export function missedAt(memory: LossMemory, now: number): number {
  const { shortSince } = memory
  const times = [shortSince === null ? Infinity : shortSince + UNMADE_MS, newUntil(memory)]
  return Math.min(...times.filter(time => time > now), Infinity)
}

/** Fewer than wanted, and no backend is lost for it. */
function isOnlyShort({ counts, workloads }: ServiceSummary): boolean {
  return workloads.shortfall > 0 && counts !== null && counts.lost + counts.stuck === 0 && !workloads.fails
}

/** How many are lost by the counts of now; pods that are not made yet are given their time. */
function sizeOf(
  { shortSince }: LossMemory,
  summary: ServiceSummary,
  time: number,
): { readonly size: number; readonly dueAt: number } {
  const { counts, workloads } = summary
  const broken = (counts?.lost ?? 0) + (counts?.stuck ?? 0) + workloads.unlisted
  const isFull = workloads.wanted !== null && (counts?.ready ?? 0) >= workloads.wanted
  if (isFull) return { size: counts?.stuck ?? 0, dueAt: Infinity }
  const madeBy = (shortSince ?? 0) + UNMADE_MS
  if (shortSince !== null && time < madeBy) return { size: broken, dueAt: madeBy }
  return { size: Math.max(broken, workloads.shortfall), dueAt: Infinity }
}

/** How many ready ones end a loss; null where nothing tells. */
function targetOf({ whole }: LossMemory, { workloads }: ServiceSummary): number | null {
  return workloads.wanted ?? whole?.ready ?? null
}

/** A loss is over when as many are ready as should be, never because the lost pods were deleted. */
function isOver(
  memory: LossMemory,
  summary: ServiceSummary,
  { time, size }: { readonly time: number; readonly size: number },
): boolean {
  const { loss } = memory
  const ready = summary.counts?.ready ?? 0
  if (loss === null || size > 0) return loss === null
  const target = targetOf(memory, summary)
  if (target === null || ready >= target) return true
  return summary.workloads.wanted === null && time >= loss.lastLost + FORGOTTEN_MS
}

/** What comes in place of the lost ones is missed until it is ready; what is asked for beyond them is not. */
function lastingSize(memory: LossMemory, summary: ServiceSummary, size: number): number {
  const missing = (targetOf(memory, summary) ?? 0) - (summary.counts?.ready ?? 0)
  return Math.max(size, Math.min(missing, memory.loss?.peak ?? 0))
}

/** Scaled to zero on purpose: what comes next is a new beginning. */
function isAtRest({ summary, circumstances }: CountedState): boolean {
  return summary.counts?.ready === 0 && (summary.workloads.wanted === 0 || circumstances.isAsleep)
}

function barePorts({ health, ports, counts }: ServiceSummary): readonly string[] {
  if (health === 'unmanaged' || health === 'external' || health === 'unknown') return []
  if (ports.length === 0) return counts?.ready === 0 ? [''] : []
  return ports.filter(({ ready, health: own }) => ready === 0 && own !== 'unknown').map(({ key }) => key)
}

/** By what was seen, or by what the objects show: a pod that was Ready, or one that is on its way out. */
function hadServed({ served, whole }: LossMemory, { counts, ports }: ServiceSummary, bare: readonly string[]): boolean {
  if (bare.some(key => served.includes(key))) return true
  if (whole !== null) return false
  const isAll = bare.length > 0 && bare.length >= Math.max(1, ports.length)
  return isAll && counts !== null && counts.lost + counts.terminating > 0
}

function servedWith({ served }: LossMemory, { ports, counts }: ServiceSummary): readonly string[] {
  const now =
    ports.length === 0
      ? (counts?.ready ?? 0) > 0
        ? ['']
        : []
      : ports.flatMap(({ key, ready }) => (ready > 0 ? key : []))
  return now.every(key => served.includes(key)) ? served : [...new Set([...served, ...now])]
}

function wholeOf({ counts, zones }: ServiceSummary): LossMemory['whole'] {
  return {
    ready: counts?.ready ?? 0,
    zones: Object.fromEntries(zones.flatMap(({ zone, ready }) => (zone === null ? [] : [[zone, ready]]))),
  }
}

interface SeenAt {
  readonly time: number
  /** Whether we saw it begin: then objects of before have no say. */
  readonly isSeen: boolean
}

/** When it began: as it was, or now, or as its objects tell. */
function onsetOf({ loss }: LossMemory, { lostSince }: ServiceSummary, { time, isSeen }: SeenAt): number {
  return loss?.onset ?? (isSeen ? time : Math.min(time, lostSince?.first ?? time))
}

/** When it became as bad as it is. */
function firstSeenAt(before: Loss | null, { lostSince }: ServiceSummary, { time, isSeen }: SeenAt): number {
  return before !== null || isSeen ? time : (lostSince?.last ?? time)
}

function peaksOf(peaks: Loss['zonePeaks'], { zones }: ServiceSummary): Loss['zonePeaks'] {
  const lost = zones.filter(({ zone, lost }) => zone !== null && lost > 0)
  if (lost.length === 0) return peaks
  return {
    ...peaks,
    ...Object.fromEntries(lost.map(({ zone, lost }) => [zone ?? '', Math.max(ownValue(peaks, zone ?? '') ?? 0, lost)])),
  }
}

/** Zones that lost all of the two or more that were ready there, and have none ready since. */
function lostZonesOf(peaks: Loss['zonePeaks'], { whole }: LossMemory, { zones }: ServiceSummary): Loss['lostZones'] {
  const ready = new Set(zones.filter(zone => zone.ready > 0).map(({ zone }) => zone))
  // One of which is remembered that fewer than two were ready there had no more to lose.
  const lost = Object.entries(peaks).filter(
    ([zone, count]) =>
      count >= 2 && !ready.has(zone) && ((whole === null ? undefined : ownValue(whole.zones, zone)) ?? count) >= 2,
  )
  return Object.fromEntries(lost)
}

const SEVERITIES: readonly Severity[] = ['info', 'warning', 'critical']

/** Another port or zone, or so many more that it is graver; not what is graver by time alone. */
function isWorse(now: Pick<Loss, 'severity' | 'size' | 'lostZones' | 'bare'>, before: Loss | null): boolean {
  if (before === null) return true
  return (
    (now.size > before.size && SEVERITIES.indexOf(now.severity) > SEVERITIES.indexOf(before.severity)) ||
    Object.keys(now.lostZones).some(zone => ownValue(before.lostZones, zone) === undefined) ||
    now.bare.some(port => !before.bare.includes(port))
  )
}

interface Due {
  readonly graded: Graded
  readonly time: number
  readonly lastLost: number
  readonly shortfall: number
}

function dueOf(memory: LossMemory, { graded, time, lastLost, shortfall }: Due): number | null {
  const forgotten = memory.loss === null ? Infinity : lastLost + FORGOTTEN_MS
  const times = [graded.until, shortfall, forgotten].filter(at => at > time && Number.isFinite(at))
  return times.length === 0 ? null : Math.min(...times)
}

interface Now {
  readonly severity: Severity
  readonly size: number
  readonly of: number
  readonly since: number
  readonly isSeen: boolean
  readonly summary: ServiceSummary
  readonly lostZones: Loss['lostZones']
}

function worstOf(before: Loss | null, now: Now): Loss['worst'] {
  const { severity, since, summary, lostZones, size, of } = now
  const isLoud = severity !== 'info'
  if (before === null) return { ...now, loudSince: isLoud ? since : null }
  const { worst } = before
  const rank = SEVERITIES.indexOf(severity) - SEVERITIES.indexOf(worst.severity)
  const loudSince = worst.loudSince ?? (isLoud ? since : null)
  const zones = { ...worst.lostZones, ...lostZones }
  if (rank > 0) return { ...now, loudSince, lostZones: zones }
  const most = rank === 0 && size > worst.size ? { size, of, summary } : {}
  return { ...worst, ...most, loudSince, lostZones: zones }
}

/** What was lost for longer before it became grave has a beginning of its own. */
const SAME_MS = 300_000

/** Told for a while afterwards where it was grave, or a warning for some time, and where we saw it begin. */
function pastOf(
  { loss: before, past }: LossMemory,
  loss: Loss | null,
  { time, isSeen }: CountedState,
): PastLoss | null {
  if (before === null || loss !== null) return loss === null || loss.severity === 'info' ? past : null
  const { severity, size, of, loudSince, summary, lostZones, since, isSeen: isWorstSeen } = before.worst
  const isTold =
    severity === 'critical' || (severity === 'warning' && loudSince !== null && time - loudSince >= TOLD_MS)
  if (!isTold) return past
  // Catching up after a gap ends none.
  if (!isSeen || !isWorstSeen) return null
  const onset = before.isSeen && since - before.onset <= SAME_MS ? before.onset : since
  return { onset, at: time, severity, size, of, summary, lostZones }
}

function withLevel(levels: LossMemory['levels'], severity: Severity | null, time: number): LossMemory['levels'] {
  // Where nothing is remembered, nothing was lost.
  if (levels.length === 0 && severity === null) return levels
  const known = levels.filter((_level, at) => time - (levels[at + 1]?.time ?? time) <= LEVELS_MS)
  return (known.at(-1)?.severity ?? null) === severity ? known : known.concat({ time, severity }).slice(-120)
}

/** One or two pods of many: what a node or a zone takes with it has more. */
function isOwn(loss: Loss | null): boolean {
  if (loss === null || loss.worst.severity === 'info') return false
  return Object.keys(loss.lostZones).length === 0 && loss.peak <= 2 && (loss.worst.summary.counts?.lost ?? 0) > 0
}
