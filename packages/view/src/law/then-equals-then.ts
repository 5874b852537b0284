import type { Entry } from '@slicescope/model'
import { type Outcome, saysTheSame } from '../outcome.ts'
import { type Probe, type Recording, RecordedStory } from './recorded-story.ts'
import { type Base, Replayed } from './replayed.ts'
import { firstDifference } from './first-difference.ts'
import { answersOf } from './then-answers.ts'

export { type Probe, RecordedStory, type Witness, type Witnessed } from './recorded-story.ts'
export { findOrdered } from './any-order.ts'
export { answersAbout, answersOf } from './then-answers.ts'
export { type Outcome, saysTheSame } from '../outcome.ts'

interface Run {
  readonly seed: number
  readonly steps: number
}

/**
 * Law L3: entries that were recorded and are folded again, from any base, give the answers that were given, and each
 * outcome is worked out again as it was. Answers with the first difference, seed included, or null.
 */
export function findOtherThen({ seed, steps }: Run): string | null {
  const difference = findOtherIn(new RecordedStory(seed).run(steps))
  return difference === null ? null : `seed ${seed}, ${difference}`
}

/** The same of what was written down. */
export function findOtherIn(recording: Recording): string | null {
  for (const base of recording.bases) {
    const difference = replayFrom(base, recording)
    if (difference !== null) return `from ${base.number}: ${difference}`
  }
  return null
}

function replayFrom(base: Base, { batches, probes }: Recording): string | null {
  const replayed = new Replayed(base)
  const later = batches.filter(batch => numberOf(batch) > base.number)
  const waiting = probes.filter(({ number }) => number >= base.number)
  let number = base.number
  for (const batch of [...later, null]) {
    const next = batch === null ? Infinity : numberOf(batch)
    for (const probe of waiting) {
      if (probe.number < number || probe.number >= next) continue
      const difference = compare(replayed, probe)
      if (difference !== null) return `at ${probe.number}: ${difference}`
    }
    if (batch === null) return null
    const other = batch.map(entry => findOther(replayed, entry)).find(each => each !== null)
    if (other !== undefined) return `at ${next}: ${other}`
    replayed.apply(batch)
    number = next
  }
  return null
}

function numberOf(batch: readonly Entry[]): number {
  return batch.at(-1)?.number ?? 0
}

function compare(replayed: Replayed, { now, answers }: Probe): string | null {
  const { store } = replayed
  const then = new Map(answersOf({ view: replayed.another(now), store, now }))
  for (const [question, answer] of answers) {
    const again = then.get(question) ?? 'nothing'
    if (again !== answer) return `${question}: ${firstDifference(answer, again)}`
  }
  return then.size === answers.length ? null : 'other questions'
}

/** What happened is shown only of those that are open or that lack something. */
function findOther({ view }: Replayed, entry: Entry<Outcome>): string | null {
  if (entry.type !== 'outcome') return null
  const { outcome } = entry
  const again = view.outcomeAt(outcome.service, outcome.now)
  const asked = again !== null && again.changes.length === 0 ? { ...outcome, changes: [], begun: [] } : outcome
  if (saysTheSame(asked, again)) return null
  return `outcome of ${outcome.service}: ${firstDifference(JSON.stringify(asked), JSON.stringify(again))}`
}
