import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { retryDelay } from './backoff.ts'

const SEED = 20261124

const attempts = fc.record({
  failures: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1_000_000 })),
  refused: fc.boolean(),
  retryAfter: fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true })),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
})

test(`never a hot loop, never longer than five minutes, never sooner than asked within them (seed ${SEED})`, () => {
  fc.assert(
    fc.property(attempts, attempt => {
      const delay = retryDelay(attempt)
      expect(delay).toBeGreaterThanOrEqual(150)
      expect(delay).toBeLessThanOrEqual(300_000)
      expect(delay).toBeGreaterThanOrEqual(Math.min(attempt.retryAfter ?? 0, 300_000))
    }),
    { seed: SEED },
  )
})

test(`without a wish of the server at most 10 s, and chance takes at most half away (seed ${SEED})`, () => {
  fc.assert(
    fc.property(attempts, attempt => {
      const least = retryDelay({ ...attempt, retryAfter: null, random: 0 })
      const most = retryDelay({ ...attempt, retryAfter: null, random: 1 })
      expect(most).toBeLessThanOrEqual(10_000)
      expect(least).toBe(most / 2)
    }),
    { seed: SEED },
  )
})

test('a refusal is not asked again sooner for being the first', () => {
  const first = { failures: 1, refused: true, retryAfter: null, random: 1 }
  expect([retryDelay(first), retryDelay({ ...first, failures: 9 })]).toEqual([8000, 8000])
})
