import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareEqual, shareLast } from './share-equal.ts'

const SEED = 20261124

/** -0 is 0 in JSON. */
function viaJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

const values = fc.jsonValue().map(viaJson)

test(`the first object is kept for a copy of it (seed ${SEED})`, () => {
  fc.assert(
    fc.property(values, value => {
      expect(shareEqual(value, viaJson(value))).toBe(value)
    }),
    { seed: SEED, numRuns: 300 },
  )
})

test('a computation answers with the same object as long as its answer is equal', () => {
  const namesOf = shareLast((list: readonly { readonly name: string; readonly at: number }[]) =>
    list.map(({ name }) => name),
  )
  const first = namesOf([{ name: 'a', at: 1 }])
  expect(namesOf([{ name: 'a', at: 2 }])).toBe(first)
  expect(namesOf([{ name: 'b', at: 2 }])).toEqual(['b'])
})
