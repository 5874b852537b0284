import { expect, test } from 'vitest'
import type { Observed, ObservedRow } from './observation.ts'
import { gapsWithin, lossesOf, marksOf, pointsOf, timelinesOf } from './timeline.ts'

const HEALTHY = { starting: 0, terminating: 0, total: 3, health: 'healthy', severity: null, zones: [] } as const

function row(ready: number, change: Partial<NonNullable<ObservedRow>> = {}): ObservedRow {
  return { ...HEALTHY, ready, ...change }
}

function observed(...rows: readonly (readonly [at: number, row: ObservedRow])[]): readonly Observed[] {
  return rows.map(([at, each]) => ({ service: 'shop/web', at, row: each }))
}

const LOST = { health: 'degraded', severity: 'warning', sentence: '1 of 3 backends lost.' } as const
const DOWN = { health: 'down', severity: 'critical', sentence: 'All 3 backends lost.' } as const
const INCIDENT = observed([0, row(3)], [1000, row(2, LOST)], [2000, row(0, DOWN)], [5000, row(3)])

test('points are steps; the first holds at the beginning of the range', () => {
  const points = pointsOf(INCIDENT, { from: 500, to: 9000 })
  expect(points.map(({ at, ready }) => [at, ready])).toEqual([
    ['1970-01-01T00:00:00.500Z', 3],
    ['1970-01-01T00:00:01.000Z', 2],
    ['1970-01-01T00:00:02.000Z', 0],
    ['1970-01-01T00:00:05.000Z', 3],
  ])
  expect(pointsOf(observed([0, null]), { from: 0, to: 1 })[0]).toMatchObject({ ready: null, health: 'unknown' })
})

test('a loss is told by its worst moment, from its onset to its end', () => {
  expect(marksOf(lossesOf(INCIDENT), { from: 0, to: 9000 })).toEqual([
    { at: '1970-01-01T00:00:01.000Z', kind: 'onset', text: 'All 3 backends lost' },
    { at: '1970-01-01T00:00:05.000Z', kind: 'recovered', text: 'Recovered' },
  ])
  expect(timelinesOf(INCIDENT, { from: 0, to: 9000 }).wasBroken).toEqual([
    {
      key: 'shop/web',
      namespace: 'shop',
      name: 'web',
      from: '1970-01-01T00:00:01.000Z',
      to: '1970-01-01T00:00:05.000Z',
      severity: 'critical',
      sentence: 'All 3 backends lost.',
    },
  ])
})

test('what was so when it was first seen has no onset, and what is still so was not broken', () => {
  expect(lossesOf(observed([0, row(0, DOWN)], [1000, row(3)]))).toEqual([])
  expect(timelinesOf(INCIDENT.slice(0, 3), { from: 0, to: 9000 }).wasBroken).toEqual([])
})

test('a line of a list has a few steps, the worst among them', () => {
  const many = observed(
    ...Array.from({ length: 10_000 }, (_, at) => [at, row(at === 5555 ? 0 : 1 + (at % 2))] as const),
  )
  const [line] = timelinesOf(many, { from: 0, to: 10_000 }).services
  expect(line?.points.length).toBeLessThanOrEqual(61)
  expect(line?.points).toContainEqual([5555, 0, 3])
})

test('a line of a list begins where the recording does, however short the recording is', () => {
  const young = observed([60_000, row(3)], [61_000, row(2)], [62_000, row(3)], [90_000, row(3)], [99_000, row(2)])
  const [line] = timelinesOf(young, { from: 0, to: 100_000_000 }).services
  expect(line?.points[0]).toEqual([60_000, 3, 3])
  const [whole] = timelinesOf(young, { from: 0, to: 100_000 }).services
  expect(whole?.points).toHaveLength(5)
})

test('of gaps the part within the range is told', () => {
  const gaps = [
    { from: 0, to: 10 },
    { from: 20, to: 40 },
  ]
  expect(gapsWithin(gaps, { from: 30, to: 50 })).toEqual([
    { from: '1970-01-01T00:00:00.030Z', to: '1970-01-01T00:00:00.040Z' },
  ])
})
