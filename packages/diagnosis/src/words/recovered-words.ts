import { causeNoun } from './cause-noun.ts'
import { clockText } from './clock-text.ts'
import { allOf, lostNow, type NumberOf } from './counts-words.ts'
import { SETTLED_MS } from './lead-of.ts'
import type { PastLoss } from '../losses/loss-memory.ts'
import type { ObservedOutcome } from '../observed/observation.ts'
import { zonesLost } from './where-lost.ts'
import { listed, numberText, RECOVERED, sentenceOf } from './words.ts'

interface Told {
  readonly sentence: string
  readonly lead: string
  readonly facts: string
  readonly numbers: readonly NumberOf[]
}

/** What a loss that is over had been: "Recovered at 03:14:02 UTC after 94 s: eu-1b had lost all 81 backends (cause: ...)." */
export function recoveredWords(past: PastLoss, outcomes: readonly ObservedOutcome[]): Told {
  const seconds = Math.max(1, Math.round((past.at - past.onset) / 1000))
  const { text, lost, numbers } = hadLost(past)
  const cause = causeOf(past, outcomes, lost)
  const facts = `at ${clockText(past.at)} after ${durationText(seconds)}: ${text}${cause === '' ? '' : ` (cause: ${cause})`}`
  const words = { causeCertainty: null, lead: RECOVERED, facts, guess: '' }
  return { sentence: sentenceOf(words), lead: RECOVERED, facts, numbers }
}

/** A sentence with its numbers, which are those of the loss. */
export interface HadLost {
  readonly text: string
  /** How many were lost, of how many. */
  readonly lost: number
  readonly of: number
  readonly numbers: readonly NumberOf[]
}

/** "eu-1b had lost all 81 backends" */
export function hadLost({ summary, lostZones, size, of }: PastLoss): HadLost {
  const { total = 0, ready = 0 } = summary.counts ?? {}
  if (ready === 0) return hadNone({ total, of: Math.max(total, of) })
  const [zone, ...others] = Object.entries(lostZones)
  if (zone !== undefined && others.length === 0) return inPlaces(zone[0], zone[1])
  const where = zonesLost(summary)
  if (where !== null && where.places !== null && where.lost >= size) return inPlaces(listed(where.places), where.lost)
  const all = Math.max(total, of)
  const notReady = lostNow(summary)
  // Those that were deleted are not there to be not ready.
  const [lost, what] = size > notReady ? [size, 'lost'] : [notReady, 'not ready']
  const text = `${numberText(lost)} of ${numberText(all)} backends ${lost === 1 ? 'was' : 'were'} ${what}`
  return { text, lost, of: all, numbers: [lostNumber(lost), { of: 'recovered.was.of', value: all }] }
}

function hadNone({ total, of }: { readonly total: number; readonly of: number }): HadLost {
  if (total === 0) return { text: 'no backend was left', lost: of, of, numbers: [] }
  // Where others had been deleted those that were left are not all.
  const text =
    of > total
      ? `none of ${numberText(of)} backends was ready`
      : `${allOf(of, numberText(of))} ${of === 1 ? 'was' : 'were'} not ready`
  return { text, lost: of, of, numbers: of > 2 || of > total ? [lostNumber(of)] : [] }
}

function inPlaces(places: string, lost: number): HadLost {
  const text = `${places} had lost ${allOf(lost, numberText(lost))}`
  return { text, lost, of: lost, numbers: lost > 2 ? [lostNumber(lost)] : [] }
}

function lostNumber(value: number): NumberOf {
  return { of: 'recovered.was.lost', value }
}

/** The cause that was found while it lasted, that explained most, for the longest time. */
function causeOf({ onset, at }: PastLoss, outcomes: readonly ObservedOutcome[], lost: number): string {
  const causes = new Map<string, { explains: number; ms: number }>()
  for (const [index, { time, findings }] of outcomes.entries()) {
    const until = Math.min(at, outcomes[index + 1]?.time ?? at)
    if (time < onset || time > at + SETTLED_MS) continue
    for (const { lead, causeCertainty, severity, explains } of findings) {
      if (explains * 2 < lost || severity === 'info' || causeCertainty === 'hint' || lead === '') continue
      const known = causes.get(lead) ?? { explains: 0, ms: 0 }
      causes.set(lead, { explains: Math.max(known.explains, explains), ms: known.ms + Math.max(0, until - time) })
    }
  }
  const [first] = [...causes].toSorted(([, a], [, b]) => b.explains - a.explains || b.ms - a.ms)
  return first === undefined ? '' : causeNoun(first[0])
}

function durationText(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
