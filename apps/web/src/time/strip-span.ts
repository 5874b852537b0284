import type { OwnRange, Range } from '../url/place.ts'
import { lengthWith, RANGE_MS } from '../url/range.ts'

export const RANGE_WORDS: Readonly<Record<Range, string>> = {
  '15m': '15 minutes',
  '1h': '1 hour',
  '6h': '6 hours',
  '24h': '24 hours',
  '7d': '7 days',
}

/** A stretch of time, ms since the epoch. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Of the range, how much follows a moment that is outside of it. */
const AFTER = 0.3
/** Less is no strip. */
const LEAST = 60_000

interface Now {
  readonly now: number
  /** When the recording begins, ms; null where that is not known. */
  readonly since: number | null
}

/** What a range is while no moment is chosen: the last hour as far as it is recorded; an own range as it was asked for. */
export function rangeSpan(range: Range | OwnRange, { now, since }: Now): Span {
  if (typeof range === 'string') {
    const length = Math.min(RANGE_MS[range], Math.max(LEAST, now - (since ?? -Infinity)))
    return { from: now - length, to: now }
  }
  const from = Date.parse(range.from)
  return { from, to: range.to === null ? Math.max(now, from + LEAST) : Date.parse(range.to) }
}

interface Asked extends Now {
  readonly range: Range | OwnRange
  /** The moments that must be in it, ms: what is shown, what is compared. */
  readonly moments: readonly number[]
}

/** The time that the strip shows: the range as long as all that is asked for is in it; else around that, longer where it must be. */
export function spanOf({ range, moments, ...asked }: Asked): Span {
  const own = rangeSpan(range, asked)
  const first = Math.min(...moments)
  const last = Math.max(...moments)
  if (moments.length === 0 || (first >= own.from && last <= own.to)) return own
  const { now, since } = asked
  // A moment may be newer than a clock that moves in steps.
  if (first >= own.from && own.to >= now) return { from: own.from, to: last }
  const whole = Math.max(own.to - own.from, (last - first) * 1.5)
  const to = Math.max(last, Math.min(now, last + whole * AFTER))
  return { from: Math.min(first, Math.max(to - whole, since ?? -Infinity)), to }
}

/** What is asked of the server for it: up to now, or whole steps of the past, so that a small move asks for the same. */
export function askedFor({ from, to }: Span, now: number): { readonly length: number } | Span {
  const length = lengthWith(now - from)
  const step = lengthWith(to - from)
  if (to >= now - step / 2 || length <= RANGE_MS['1h']) return { length }
  return { from: Math.floor(from / step) * step, to: Math.ceil(to / step) * step }
}

/** From 0 at the left to `width` at the right. */
export function xOf(at: number, { from, to }: Span, width: number): number {
  return ((at - from) / (to - from)) * width
}

export function timeAt(x: number, { from, to }: Span, width: number): number {
  return from + (x / Math.max(1, width)) * (to - from)
}
