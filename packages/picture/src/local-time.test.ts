import { expect, test } from 'vitest'
import { formatBoth, formatLocal, formatLocalSpan, formatUtcSpan, isTimeZone, wallTime } from './local-time.ts'

const TIME = '2026-11-24T23:26:10Z'

test('a moment is told in UTC and by the clock of a time zone, with the name of each', () => {
  expect(formatBoth(TIME, 'Europe/Berlin')).toBe('2026-11-24 23:26:10 UTC (2026-11-25 00:26:10 CET)')
  expect(formatBoth(TIME, 'America/New_York')).toBe('2026-11-24 23:26:10 UTC (18:26:10 EST)')
  expect(formatBoth(TIME, null)).toBe('2026-11-24 23:26:10 UTC')
  expect(formatBoth(TIME, 'UTC')).toBe('2026-11-24 23:26:10 UTC')
})

test('a zone without a name of its own is told by its distance; summer has a name of its own', () => {
  expect(wallTime(TIME, 'Asia/Yangon').zone).toBe('GMT+6:30')
  expect(wallTime('2026-07-01T10:00:00Z', 'Europe/Berlin')).toEqual({
    date: '2026-07-01',
    clock: '12:00:00',
    zone: 'CEST',
  })
})

test('a time of another day carries its date', () => {
  expect(formatLocal(TIME, '2026-11-24T23:50:00Z', 'Europe/Berlin')).toBe('00:26:10 CET')
  expect(formatLocal(TIME, '2026-11-25T23:50:00Z', 'Europe/Berlin')).toBe('2026-11-25 00:26:10 CET')
})

test('what is no time zone is told from one', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true)
  expect(isTimeZone('Mars/Olympus')).toBe(false)
})

test('what took a while is told from its first moment to its last', () => {
  const later = '2026-11-24T23:26:42Z'
  expect(formatLocalSpan([TIME, later], TIME, 'Europe/Berlin')).toBe('00:26:10-00:26:42 CET')
  expect(formatLocalSpan([TIME, later], '2026-11-26T00:00:00Z', 'Europe/Berlin')).toBe(
    '2026-11-25 00:26:10-00:26:42 CET',
  )
  expect(formatLocalSpan([TIME, TIME], TIME, 'Europe/Berlin')).toBe('00:26:10 CET')
  expect(formatUtcSpan(TIME, later)).toBe('2026-11-24 23:26:10-23:26:42 UTC')
  expect(formatUtcSpan(TIME, TIME)).toBe('2026-11-24 23:26:10 UTC')
  const nextDay = '2026-11-25T23:26:10Z'
  expect(formatUtcSpan(TIME, nextDay)).toBe('2026-11-24 23:26:10 to 2026-11-25 23:26:10 UTC')
  expect(formatLocalSpan([TIME, nextDay], nextDay, 'Europe/Berlin')).toBe(
    '2026-11-25 00:26:10 to 2026-11-26 00:26:10 CET',
  )
})

test.each([
  ['00:59:59', '2026-10-25 02:59:59 CEST'],
  ['01:00:00', '2026-10-25 02:00:00 CET'],
  ['01:00:01', '2026-10-25 02:00:01 CET'],
])('where clocks are set back, %s UTC is %s', (clock, wall) => {
  expect(Object.values(wallTime(`2026-10-25T${clock}Z`, 'Europe/Berlin')).join(' ')).toBe(wall)
})
