import { expect, test } from 'vitest'
import { createRandom, type Random } from '../law/random-service.ts'
import { editDistance, isNearText } from './near-text.ts'

/** The whole table, by the definition; nothing is left out of it. */
function wholeDistance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : i)),
  )
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.NaN
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      rows[i]?.splice(j, 1, Math.min(change, at(i - 1, j) + 1, at(i, j - 1) + 1, swap))
    }
  }
  return at(a.length, b.length)
}

function randomText(random: Random): string {
  return Array.from({ length: random(8) }, () => 'abc-'.charAt(random(4))).join('')
}

test('what is left out of the table never counts: up to 2 edits are as by the definition, more are 3', () => {
  const random = createRandom(7)
  let near = 0
  for (let pairs = 0; pairs < 20_000; pairs += 1) {
    const [a, b] = [randomText(random), randomText(random)]
    const edits = Math.min(wholeDistance(a, b), 3)
    expect(`${a} ${b} ${editDistance(a, b)}`).toBe(`${a} ${b} ${edits}`)
    if (edits < 3) near += 1
  }
  expect(near).toBeGreaterThan(1000)
})

test.each([
  ['web', 'wbe', true],
  ['web', 'Web', true],
  ['web', 'web', false],
  ['web', 'api', false],
  ['checkout', 'chekcout-', true],
  ['checkout', 'checkout-api', false],
])('%s and %s', (a, b, isNear) => {
  expect(isNearText(a, b)).toBe(isNear)
})
