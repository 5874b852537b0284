import { must } from '@slicescope/model'
import { expect, test } from 'vitest'
import { RecordedStory } from './recorded-story.ts'
import { Replayed } from './replayed.ts'
import { answersOf } from './then-answers.ts'

const KEY = 'shop/web'

/** All that is said and remembered of the Service. */
function answersAbout({ view, store }: Replayed, now: number) {
  const own = answersOf({ view, store, now }).filter(([question]) => question.split(' ').includes(KEY))
  return { answers: Object.fromEntries(own), row: view.row(KEY) }
}

test.each([4, 7, 12])(
  '[L3] who keeps up with one Service says of it what who keeps up with all says: seed %i',
  seed => {
    const { bases, batches } = new RecordedStory(seed).run(40)
    // Much is remembered in it.
    const base = must(bases[bases.length >> 1], 'a base')
    const later = batches.filter(batch => (batch.at(-1)?.number ?? 0) > base.number)
    const [all, one] = [new Replayed(base), new Replayed(base, service => service === KEY)]
    for (const [at, batch] of later.entries()) {
      for (const each of [all, one]) each.apply(batch)
      if (at % 15 !== 0) continue
      const now = batch.at(-1)?.time ?? 0
      expect(answersAbout(one, now)).toEqual(answersAbout(all, now))
    }
    expect(one.view.rows('*').map(({ key }) => key)).toEqual(
      all.view.rows('*').flatMap(({ key }) => (key === KEY ? [key] : [])),
    )
  },
)
