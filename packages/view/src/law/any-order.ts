import { Random } from '@slicescope/model/random'
import { firstDifference } from './first-difference.ts'
import { type Probe, RecordedStory } from './recorded-story.ts'
import { type Base, baseOf, Replayed, throughFile } from './replayed.ts'
import { answersOf } from './then-answers.ts'

interface Run {
  readonly seed: number
  readonly steps: number
}

/**
 * Objects come in any order: lists from an API server, a relist and a recording each have their own. Answers with the
 * first answer of a story that another order of the same objects changes, seed included, or null.
 */
export function findOrdered({ seed, steps }: Run): string | null {
  const { bases, batches, probes } = new RecordedStory(seed).run(steps)
  const [first] = bases
  if (first === undefined) return null
  const replayed = new Replayed(first)
  const random = new Random(seed)
  const waiting = [...probes]
  for (const batch of batches) {
    const number = batch.at(-1)?.number ?? 0
    while (waiting[0] !== undefined && waiting[0].number < number) {
      const found = findIn(replayed, waiting.shift(), random)
      if (found !== null) return `seed ${seed}, ${found}`
    }
    replayed.apply(batch)
  }
  return null
}

function findIn(replayed: Replayed, probe: Probe | undefined, random: Random): string | null {
  if (probe === undefined) return null
  const base = throughFile(baseOf(replayed.store, replayed.view, probe.now))
  const other = new Replayed(shuffled(base, random))
  const again = new Map(answersOf({ view: other.view, store: other.store, now: probe.now }))
  for (const [question, answer] of probe.answers) {
    const said = again.get(question) ?? 'nothing'
    if (said !== answer) return `at ${probe.number}: ${question}: ${firstDifference(answer, said)}`
  }
  return null
}

function shuffled(base: Base, random: Random): Base {
  return { ...base, objects: base.objects.map(([resource, objects]) => [resource, inAnyOrder(objects, random)]) }
}

function inAnyOrder<T>(list: readonly T[], random: Random): readonly T[] {
  const drawn = list.map(each => ({ each, at: random.next() }))
  return drawn.toSorted((a, b) => a.at - b.at).map(({ each }) => each)
}
