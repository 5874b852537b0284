import type { Health, ServiceSummary } from '@slicescope/graph'
import { isEqualKept, unreachable } from '@slicescope/model'
import { putTogether } from '../changes/put-together.ts'
import { CHANGES_MS, FLAPPING_MS, type Seen, type Watched } from '../changes/watched.ts'
import type { Finding } from '../finding.ts'
import { explainsMost } from '../losses/explains-most.ts'
import { type LossMemory, NO_LOSSES } from '../losses/loss-memory.ts'
import { noteLoss } from '../losses/note-loss.ts'
import { toldHealth } from '../losses/told-health.ts'
import type { Observation, ObservedFinding, ObservedOutcome, ObservedState } from './observation.ts'
import { thinned } from './thinned.ts'

/** The last change of a Service's health. */
export interface ObservedHealth {
  readonly uid: string
  readonly health: Health
  /** Whether the Service has ever been judged; before that there is no `since`. */
  readonly isJudged: boolean
  /**
   * `recorded`: we saw it become so; `watching`: it was so when it could first be judged; `before`: it was so in
   * the one moment that is known. ms since the epoch.
   */
  readonly since: { readonly time: number; readonly basis: 'recorded' | 'watching' | 'before' } | null
}

/**
 * All that is remembered of one Service: a fold of what was observed of it within the last hour, and the last change of
 * its health, however long ago. Bounded by itself, whatever other Services do. Plain data.
 */
export interface Observed {
  /** The oldest first, each until the next; the first may have begun more than an hour ago. See `thinned`. */
  readonly states: readonly ObservedState[]
  /** The oldest first, each until the next: what one has and the one before has not began then. */
  readonly outcomes: readonly ObservedOutcome[]
  /** What happened to it, the oldest first; of pods that came and went the last ten minutes. */
  readonly changes: readonly Watched[]
  /** When the Service, its slices, its pods or their Nodes last changed, ms since the epoch. */
  readonly lastChange: number | null
  /** Since when as many are ready as now, ms since the epoch. */
  readonly steadySince: number | null
  readonly health: ObservedHealth | null
  /** The last time that nothing was seen of it, ms since the epoch. */
  readonly gap: { readonly from: number; readonly to: number } | null
  /** What is and was lost of it. */
  readonly losses: LossMemory
  /** Until when each finding, by its code, explained at least half of what was lost, ms since the epoch; of the last moments. */
  readonly explained: Readonly<Record<string, number>>
}

export const NOTHING_OBSERVED: Observed = {
  states: [],
  outcomes: [],
  changes: [],
  lastChange: null,
  steadySince: null,
  health: null,
  gap: null,
  losses: NO_LOSSES,
  explained: {},
}

/** More changes of one Service would not be told, */
const MOST_CHANGES = 100
/** nor would more of what was found. */
const MOST_OUTCOMES = 60

/** Takes over an observation. Times never go back. */
export function fold(observed: Observed, observation: Observation): Observed {
  const { time } = observation
  switch (observation.type) {
    case 'state':
      return withState(observed, observation)
    case 'touched':
      return { ...observed, lastChange: time }
    case 'seen':
      return { ...observed, changes: withChange(observed.changes, observation.seen, time) }
    case 'outcome':
      return {
        ...observed,
        outcomes: withOutcome(observed.outcomes, observation),
        explained: explainedAt(observed, time),
      }
    case 'gap':
      return { ...observed, steadySince: time, gap: { from: observation.from, to: time } }
    case 'deleted':
      return { ...NOTHING_OBSERVED, changes: observed.changes }
    default:
      return unreachable(observation)
  }
}

/** What happened within the hour before `now`. */
export function changesAt({ changes }: Observed, now: number): readonly Watched[] {
  return changes.filter(change => isFresh(change, now))
}

/** When its health was seen to become what it is, ms since the epoch; null where it was so before. */
export function healthSince({ health }: Observed): number | null {
  return health?.since?.basis === 'recorded' ? health.since.time : null
}

/** How it was last. */
export function lastState({ states }: Observed): ObservedState | null {
  return states.at(-1) ?? null
}

type StateObservation = Observation & { readonly type: 'state' }

function withState(observed: Observed, observation: StateObservation): Observed {
  const { time, summary, isSeenComing, circumstances } = observation
  const last = lastState(observed)
  const isSame = last !== null && isEqualKept(last.summary, summary) && isEqualKept(last.circumstances, circumstances)
  const isSteady = last !== null && readyOf(last.summary) === readyOf(summary)
  const losses = noteLoss(uidOf(observed) === summary.uid ? observed.losses : NO_LOSSES, {
    summary,
    circumstances,
    time,
    isSeen: isSeenComing && !isAfterGap(observed),
    isShared: isShared(observed),
  })
  const told = toldHealth(summary, losses.loss)
  return {
    ...observed,
    states: isSame ? observed.states : thinned(observed.states.concat({ time, summary, circumstances }), time),
    steadySince: isSteady ? observed.steadySince : time,
    explained: explainedAt(observed, time),
    losses,
    health: withHealth(
      observed.health,
      { uid: summary.uid, health: told, isJudged: summary.doubt === null, isSeenComing },
      time,
    ),
  }
}

/** What its node takes with it is no pod's own. */
const OF_NODES: ReadonlySet<string> = new Set(['SC-D9', 'SC-D10'])

function isShared({ outcomes, losses: { loss } }: Observed): boolean {
  if (loss === null) return false
  return outcomes.some(
    ({ time, findings }) =>
      time >= loss.onset && findings.some(({ code, explains }) => OF_NODES.has(code) && explains * 2 >= loss.peak),
  )
}

/** No question goes further back. */
const EXPLAINED_MS = 10_000

/** What held until now did so until now. */
function explainedAt({ explained, outcomes, losses: { loss } }: Observed, time: number): Observed['explained'] {
  const last = outcomes.at(-1)
  const held = last !== undefined && last.time < time ? last.findings : []
  const most = held.filter(finding => explainsMost(finding, loss))
  const known = Object.entries(explained).filter(([, until]) => time - until <= EXPLAINED_MS)
  if (most.length === 0 && known.length === 0) return NOTHING_OBSERVED.explained
  return Object.fromEntries([...known, ...most.map(({ code }) => [code, time] as const)])
}

function uidOf({ health }: Observed): string | null {
  return health?.uid ?? null
}

/** What differs from before a gap may have happened at any time in it. */
function isAfterGap({ gap, states }: Observed): boolean {
  return gap !== null && gap.to >= (states.at(-1)?.time ?? 0)
}

function readyOf({ counts }: ServiceSummary): number | null {
  return counts?.ready ?? null
}

type Judged = Omit<ObservedHealth, 'since'> & { readonly isSeenComing: boolean }

/** Another uid is another Service, whose health restarts. */
function withHealth(before: ObservedHealth | null, { isSeenComing, ...now }: Judged, time: number): ObservedHealth {
  const same = before?.uid === now.uid ? before : null
  if (same !== null && same.health === now.health && same.isJudged) return same
  const isWatchedOnly = same === null ? !isSeenComing && before === null : !same.isJudged
  const isJudged = now.isJudged || (same?.isJudged ?? false)
  return { ...now, isJudged, since: isJudged ? { time, basis: isWatchedOnly ? 'watching' : 'recorded' } : null }
}

function withChange(changes: readonly Watched[], seen: Seen, time: number): readonly Watched[] {
  const fresh: Watched = { ...seen, time, last: time }
  const known = changes.filter(change => isFresh(change, time))
  for (let at = known.length - 1; at >= 0; at -= 1) {
    const change = known[at]
    const joined = change === undefined ? null : putTogether(change, fresh)
    if (joined !== null) return known.with(at, joined)
  }
  if (known.length < MOST_CHANGES) return known.concat(fresh)
  // How many are ready may change all the time: all else is kept for longer.
  const ready = known.findIndex(({ type }) => type === 'ready')
  return known.toSpliced(Math.max(0, ready), 1).concat(fresh)
}

function isFresh({ type, last }: Watched, now: number): boolean {
  return now - last <= (type === 'flap' ? FLAPPING_MS : CHANGES_MS)
}

function withOutcome(
  outcomes: readonly ObservedOutcome[],
  { time, findings, wanted }: Observation & { readonly type: 'outcome' },
): readonly ObservedOutcome[] {
  const marks = findings.map(markOf)
  const last = outcomes.at(-1)
  if (last !== undefined && isEqualKept(last.findings, marks) && isEqualKept(last.wanted, wanted)) return outcomes
  const known = outcomes.filter((_each, at) => time - (outcomes[at + 1]?.time ?? time) <= CHANGES_MS)
  return known.concat({ time, findings: marks, wanted }).slice(-MOST_OUTCOMES)
}

function markOf(finding: Finding): ObservedFinding {
  const { code, severity, causeCertainty, subject, title, lead, sentence, explains, reads } = finding
  return { code, severity, causeCertainty, subject, title, lead, sentence, explains, reads }
}
