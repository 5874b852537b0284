import { getScenario } from '@slicescope/demo-cluster'
import { expect, test } from 'vitest'
import { CalmMeasure } from './calm-measure.ts'
import { playDemo, type Told } from './played-demo.ts'

const CHECKOUT = 'shop/checkout'
const SECOND = 1000

test('an outage of a zone is loud at once, and its headline is read once', { timeout: 120_000 }, () => {
  const measure = new CalmMeasure(getScenario('zone-outage').incident)
  const told: Told[] = []
  playDemo({ scenario: 'zone-outage', minutes: 2 }, each => {
    measure.note(each)
    if (each.row.key === CHECKOUT) told.push(each)
  })
  // The zone is cut off after 6 s; it is back after 100 s.
  const first = told.find(({ row }) => row.health === 'degraded')?.at ?? 0
  expect(first).toBeGreaterThan(6 * SECOND)
  expect(measure.loudFrom(CHECKOUT)).toBeLessThan(first + 2 * SECOND)
  expect(measure.changes(CHECKOUT, 0, first + 60 * SECOND)).toBeLessThanOrEqual(3)
  expect(measure.changes(CHECKOUT, 0, 120 * SECOND)).toBeLessThanOrEqual(5)
  expect(measure.unexplained()).toEqual([])
  expect(told.map(({ lead }) => lead)).toContain('Likely: all nodes of zone eu-1b are down. ')
  expect(told.at(-1)?.row.verdict).toMatch(
    /^Recovered at 03:01:4\d UTC after 9\d s: eu-1b had lost all 81 backends \(cause: zone eu-1b down\)\.$/,
  )
})
