import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEqualJson } from './json-equality.ts'

const SEED = 20261124

/** -0 is 0 in JSON. */
function viaJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

const smallValues = fc
  .letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom(null, 0, 1, '', 'a', true),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), tie('value'), { maxKeys: 2 }),
    ),
  }))
  .value.map(viaJson)

test(`only what is the same JSON is equal, the order of members included (seed ${SEED})`, () => {
  fc.assert(
    fc.property(smallValues, smallValues, (a, b) => {
      expect(isEqualJson(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
    { seed: SEED, numRuns: 2000 },
  )
})
