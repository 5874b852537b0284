import { expect, test } from 'vitest'
import { Random } from './random.ts'

test('a seed gives the numbers that it always gave', () => {
  const random = new Random(42)
  expect([1, 2, 3, 4].map(() => random.below(1_000))).toEqual(NUMBERS_OF_42)
  expect(new Random(43).below(1_000)).not.toBe(NUMBERS_OF_42[0])
})

const NUMBERS_OF_42 = [601, 448, 852, 669]

test('chances are what they are said to be', () => {
  const random = new Random(1)
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length
  expect(hits).toBeGreaterThan(2_800)
  expect(hits).toBeLessThan(3_200)
  expect(random.some([1, 2, 3], 0)).toEqual([])
  expect(random.some([1, 2, 3], 1)).toEqual([1, 2, 3])
})
