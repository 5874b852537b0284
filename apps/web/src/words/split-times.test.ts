import { expect, test } from 'vitest'
import { lastMomentAt, splitTimes } from './split-times.ts'

test('clocks of a sentence stand apart from its words', () => {
  expect(splitTimes('As of 03:11:42 UTC (stale): lost at 03:11:19 UTC')).toEqual([
    { text: 'As of ' },
    { clock: '03:11:42' },
    { text: ' (stale): lost at ' },
    { clock: '03:11:19' },
  ])
  expect(splitTimes('port 03:11:19')).toEqual([{ text: 'port 03:11:19' }])
})

test('a clock is of today, or of yesterday where it is not yet so late', () => {
  const now = Date.parse('2026-11-24T03:25:00Z')
  expect(lastMomentAt('03:11:19', now)).toBe('2026-11-24T03:11:19.000Z')
  expect(lastMomentAt('03:25:30', now)).toBe('2026-11-24T03:25:30.000Z')
  expect(lastMomentAt('23:59:59', now)).toBe('2026-11-23T23:59:59.000Z')
})
