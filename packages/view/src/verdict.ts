import {
  chooseVerdict,
  hadLost,
  heldSeverity,
  type Loss,
  lossOf,
  missedAt,
  NO_CIRCUMSTANCES,
  type Observed,
  type PastLoss,
  quietUntil,
  upperFirst,
  type Verdict,
  withStarting,
} from '@slicescope/diagnosis'
import type { Hidden, ServiceSummary } from '@slicescope/graph'
import type { Diagnosed } from './diagnoses.ts'
import type { Recovered } from './schema/row.ts'
import { staleSince, toClock, toTime } from './times.ts'

/** A Service as its reader sees it, and what is remembered of it. */
export interface Judged {
  readonly summary: ServiceSummary
  /** Pods that match and are in no slice; null where that is not known. */
  readonly absent: number | null
  /** Set where the data is stale: as of when it is known, in ms. */
  readonly asOf: number | null
  /** Set where the Service is gone: when we saw it go, in ms. */
  readonly deletedAt: number | null
  readonly observed: Observed
  readonly diagnosed: Diagnosed | undefined
  /** What the reader cannot see. */
  readonly hidden: Hidden | null
  /** ms since the epoch. */
  readonly now: number
}

interface PrefixedVerdict extends Verdict {
  /** See verdictSchema. */
  readonly prefix: string
}

/** What a row and a view say of a Service beside its counts. */
export interface Judgement {
  /** As it is shown: with what is starting by what was observed. */
  readonly summary: ServiceSummary
  readonly verdict: PrefixedVerdict
  readonly loss: Loss | null
  readonly recovered: Recovered | null
  readonly standing: boolean
  /** When time alone changes it, ms since the epoch; Infinity for never. */
  readonly dueAt: number
}

/** A loss that is over is shown for as long. */
const RECOVERED_MS = 900_000
/** Before, it is news. */
const STANDING_MS = 86_400_000

/** The first line over the picture, by counts first and then by cause; stale data keeps its words behind a prefix. */
export function judgementOf(judged: Judged): Judgement {
  const { absent, observed, diagnosed, asOf, deletedAt } = judged
  // Of one that is gone everything is said as of its end.
  const now = deletedAt ?? judged.now
  const { losses, outcomes, explained } = observed
  const summary = withStarting(losses, judged.summary, now)
  const last = observed.states.at(-1)
  const circumstances = last?.circumstances ?? NO_CIRCUMSTANCES
  const seen = lossOf(losses, { summary, circumstances, time: now, isSeen: losses.whole !== null })
  const loss = judged.hidden === null || seen === null ? seen : { ...seen, ...beginningOf(judged, seen) }
  const past = losses.past !== null && now - losses.past.at < RECOVERED_MS ? losses.past : null
  const held = heldSeverity(losses, now)
  const verdict = chooseVerdict({
    summary,
    absent,
    loss,
    past,
    severity: held.severity,
    quietUntil: past === null ? 0 : quietUntil(losses),
    diagnosed: diagnosed === undefined ? null : { ...diagnosed, cannotTell: lackedBy(judged, diagnosed) },
    outcomes,
    explained,
    now,
  })
  const isLost = loss !== null && loss.severity !== 'info'
  // What lacks something now has not recovered, however little it is.
  const recovered = past === null || (loss !== null && loss.size > 0) ? null : toRecovered(past)
  const standing = isLost && now - loss.worsenedAt >= STANDING_MS
  return {
    summary,
    // What cannot be told is so now.
    verdict: behind(summary.counts === null && deletedAt === null ? '' : prefixOf({ asOf, deletedAt }), verdict),
    loss,
    recovered,
    standing,
    dueAt:
      deletedAt === null
        ? Math.min(
            held.until,
            loss?.dueAt ?? Infinity,
            missedAt(losses, now),
            verdict.dueAt ?? Infinity,
            past === null ? Infinity : past.at + RECOVERED_MS,
            isLost && !standing ? loss.worsenedAt + STANDING_MS : Infinity,
          )
        : Infinity,
  }
}

/** What one reader alone misses was not observed as it began: no later than the last change, and never when it is asked. */
function beginningOf({ observed }: Judged, seen: Loss): Pick<Loss, 'onset' | 'worsenedAt'> {
  const { losses, states } = observed
  const last = states.at(-1)?.time ?? seen.onset
  const { onset, worsenedAt } = losses.loss ?? seen
  return { onset: Math.min(onset, last), worsenedAt: Math.min(worsenedAt, last) }
}

/** What keeps the cause from being known: also what only this reader cannot see. */
function lackedBy({ hidden, summary }: Judged, { cannotTell }: Diagnosed): Diagnosed['cannotTell'] {
  if (hidden === null || hidden === 'workloads') return cannotTell
  const missing = [{ resource: 'pods', namespace: summary.namespace, reason: 'forbidden' }] as const
  return [...cannotTell, { code: '', title: '', missing }]
}

function toRecovered(past: PastLoss): Recovered {
  const { text, lost, of } = hadLost(past)
  const was = { severity: past.severity, sentence: upperFirst(`${text}.`), lost, of }
  return { at: toTime(past.at), lastedMs: past.at - past.onset, was }
}

/** Words of the past, or of what may not be so any more. */
function prefixOf({ asOf, deletedAt }: Pick<Judged, 'asOf' | 'deletedAt'>): string {
  if (deletedAt !== null) return `Deleted at ${toClock(deletedAt)}, before that:`
  return asOf === null ? '' : staleSince(toClock(asOf))
}

function behind(prefix: string, verdict: Verdict): PrefixedVerdict {
  return { ...verdict, prefix, sentence: prefix === '' ? verdict.sentence : `${prefix} ${verdict.sentence}` }
}
