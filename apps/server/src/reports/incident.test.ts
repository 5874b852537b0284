import type { Observed } from '@slicescope/answers'
import { expect, test } from 'vitest'
import { lastIncident, worstIncident } from './incident.ts'

type Severity = NonNullable<Observed['row']>['severity']

const SECOND = 1000

/** Ready of 10 at each time, in seconds. */
function observed(
  ...states: readonly (readonly [at: number, ready: number, severity: Severity])[]
): readonly Observed[] {
  return states.map(([at, ready, severity]) => ({ service: 'shop/web', at: at * SECOND, row: rowOf(ready, severity) }))
}

function rowOf(ready: number, severity: Severity): Observed['row'] {
  return { ready, starting: 0, total: 10, terminating: 0, health: 'degraded', severity, zones: [] }
}

const STORY = observed(
  [0, 10, null],
  [100, 8, 'warning'],
  [110, 4, 'critical'],
  [120, 4, 'critical'],
  [130, 7, 'critical'],
  [200, 10, null],
  [300, 9, 'warning'],
)

test('the last loss is the one that a report without a range is about', () => {
  expect(lastIncident(STORY, 1000_000)).toEqual({ onset: 300_000, isOnsetSeen: true, worst: 300_000, end: null })
  expect(lastIncident(STORY, 250_000)).toEqual({
    onset: 100_000,
    isOnsetSeen: true,
    worst: 120_000,
    end: { time: 200_000, how: 'recovered' },
  })
  expect(lastIncident(STORY, 150_000)?.end).toBeNull()
  expect(lastIncident(STORY, 50_000)).toBeNull()
})

test('of several losses the worst one, and of equal moments the last: by then it is explained', () => {
  expect(worstIncident(STORY, { from: 0, to: 1000_000 })?.worst).toBe(120_000)
  expect(worstIncident(STORY, { from: 250_000, to: 1000_000 })?.onset).toBe(300_000)
  expect(worstIncident(STORY, { from: 210_000, to: 290_000 })).toBeNull()
})

test('a range that begins within a loss has its worst within the range, and the true onset', () => {
  expect(worstIncident(STORY, { from: 140_000, to: 190_000 })).toEqual({
    onset: 100_000,
    isOnsetSeen: true,
    worst: 140_000,
    end: null,
  })
  expect(worstIncident(STORY, { from: 115000, to: 118_000 })).toMatchObject({
    onset: 100_000,
    worst: 115000,
    end: null,
  })
})

test('a loss that is there when the recording begins has no onset; one that the deletion of the Service ends did not recover', () => {
  const begun = observed([5, 3, 'critical'], [50, 10, null])
  expect(lastIncident(begun, 100_000)).toMatchObject({ onset: 5000, isOnsetSeen: false })
  const deleted = [...observed([0, 10, null], [5, 3, 'critical']), { service: 'shop/web', at: 9000, row: null }]
  expect(lastIncident(deleted, 100_000)?.end).toEqual({ time: 9000, how: 'deleted' })
})

test('what recovers for seconds and breaks again is one incident', () => {
  const flapping = observed([0, 10, null], [5, 3, 'critical'], [90, 10, null], [95, 9, 'warning'], [96, 10, null])
  expect(lastIncident(flapping, 200_000)).toEqual({
    onset: 5000,
    isOnsetSeen: true,
    worst: 5000,
    end: { time: 96_000, how: 'recovered' },
  })
})
