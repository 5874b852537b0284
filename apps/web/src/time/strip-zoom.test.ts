import { describe, expect, test } from 'vitest'
import { parseRange } from '../url/range.ts'
import { rangeLabel, rangeText, readRange } from './range-text.ts'
import { BEGIN } from './strip-fixture.ts'
import { askedFor, rangeSpan, spanOf, xOf } from './strip-span.ts'
import { panned, pinched, rangeOfSpan, zoomed } from './strip-zoom.ts'

const MINUTE = 60_000
const at = (minutes: number) => BEGIN + minutes * MINUTE
const minutes = ({ from, to }: { readonly from: number; readonly to: number }) =>
  [from, to].map(time => (time - BEGIN) / MINUTE)
const SPAN = { from: at(0), to: at(60) }
const LIMITS = { now: at(60), since: at(-60) }

describe('zoom', () => {
  test('the moment under the pointer stays there, and nothing outside of the recording comes in', () => {
    const half = zoomed(SPAN, { at: at(40), factor: 0.5 }, LIMITS)
    expect(minutes(half)).toEqual([20, 50])
    expect(xOf(at(40), half, 300)).toBeCloseTo(xOf(at(40), SPAN, 300))
    expect(minutes(zoomed(SPAN, { at: at(0), factor: 1.5 }, LIMITS))).toEqual([-30, 60])
    expect(minutes(zoomed(SPAN, { at: at(30), factor: 100 }, LIMITS))).toEqual([-60, 60])
    const least = zoomed(SPAN, { at: at(30), factor: 0 }, LIMITS)
    expect(least.to - least.from).toBe(10_000)
    expect(minutes(panned(SPAN, -90 * MINUTE, LIMITS))).toEqual([-60, 0])
    expect(minutes(panned(SPAN, MINUTE, LIMITS))).toEqual([0, 60])
  })

  test('two fingers keep their moments under them', () => {
    const limits = { ...LIMITS, width: 300 }
    expect(minutes(pinched({ span: SPAN, xs: [100, 200] }, [50, 250], limits))).toEqual([15, 45])
    expect(minutes(pinched({ span: SPAN, xs: [100, 200] }, [150, 250], limits))).toEqual([-10, 50])
  })

  test('the address has a named range where it is as good, and an open one where it ends now', () => {
    expect(rangeOfSpan(SPAN, LIMITS)).toBe('1h')
    expect(rangeOfSpan({ from: at(-60), to: at(60) }, LIMITS)).toBe('6h')
    expect(rangeOfSpan({ from: at(20), to: at(60) }, LIMITS)).toEqual({ from: '2026-11-24T03:20:00Z', to: null })
    expect(rangeOfSpan({ from: at(20), to: at(50) }, LIMITS)).toEqual({
      from: '2026-11-24T03:20:00Z',
      to: '2026-11-24T03:50:00Z',
    })
  })

  test('an own range is shown as it is, until a moment outside of it is chosen', () => {
    const range = { from: '2026-11-24T03:20:00Z', to: '2026-11-24T03:50:00Z' }
    expect(minutes(rangeSpan(range, LIMITS))).toEqual([20, 50])
    expect(minutes(rangeSpan({ ...range, to: null }, LIMITS))).toEqual([20, 60])
    expect(minutes(spanOf({ range, moments: [at(30)], ...LIMITS }))).toEqual([20, 50])
    expect(minutes(spanOf({ range, moments: [at(10)], ...LIMITS }))).toEqual([-11, 19])
  })

  test('small moves ask the server for the same', () => {
    const now = at(60 * 24)
    expect(askedFor(SPAN, at(60))).toEqual({ length: 60 * MINUTE })
    expect(askedFor({ from: at(20), to: at(30) }, at(60))).toEqual({ length: 60 * MINUTE })
    const asked = askedFor({ from: at(20), to: at(30) }, now)
    expect(minutes({ from: 0, to: 0, ...asked })).toEqual([15, 30])
    expect(askedFor({ from: at(21), to: at(29) }, now)).toEqual(asked)
  })
})

describe('a range that is typed', () => {
  const reader = { now: at(60), timeZone: 'Europe/Berlin' }

  test.each([
    ['04:10..04:30', '2026-11-24T03:10:00Z..2026-11-24T03:30:00Z'],
    ['4:10:05 - 4:30', '2026-11-24T03:10:05Z..2026-11-24T03:30:00Z'],
    ['04:10..', '2026-11-24T03:10:00Z..'],
    ['04:10 to now', '2026-11-24T03:10:00Z..'],
    ['04:10..06:00', '2026-11-24T03:10:00Z..'],
    ['23:50..00:10', '2026-11-23T22:50:00Z..2026-11-23T23:10:00Z'],
    ['2026-11-22 23:50..00:10', '2026-11-22T22:50:00Z..2026-11-22T23:10:00Z'],
    ['2026-11-24T03:10:00Z..2026-11-24T04:15:00+01:00', '2026-11-24T03:10:00Z..2026-11-24T03:15:00Z'],
    ['90m', '2026-11-24T02:30:00Z..'],
    ['2 h', '2026-11-24T02:00:00Z..'],
  ])('%s', (text, range) => {
    expect(readRange(text, reader)).toEqual(parseRange(range))
  })

  test.each([
    '',
    'noon',
    '04:10',
    '04:30..04:10..',
    '25:00..',
    '2026-11-25 04:10..',
    '0m',
    '2026-11-24 04:10..2026-11-24 04:00',
  ])('%s is none', text => {
    expect(readRange(text, reader)).toBeNull()
  })

  test('it is shown by the same clock, and can be typed again', () => {
    const range = { from: '2026-11-24T03:10:00Z', to: '2026-11-24T03:30:00Z' }
    expect(rangeLabel(range, reader)).toBe('04:10-04:30')
    expect(rangeLabel({ ...range, to: null }, reader)).toBe('since 04:10')
    expect(rangeLabel({ from: '2026-11-23T03:10:00Z', to: '2026-11-23T03:10:30Z' }, reader)).toBe(
      '11-23 04:10:00-04:10:30',
    )
    for (const each of [range, { ...range, to: null }, { ...range, from: '2026-11-20T03:10:00Z' }])
      expect(readRange(rangeText(each, reader), reader)).toEqual(each)
  })
})
