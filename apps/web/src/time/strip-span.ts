import type { Range } from '../url/place.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const RANGE_MS: Readonly<Record<Range, number>> = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
  '7d': 7 * 24 * HOUR,
}

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

/** Of the range, how much follows a moment that is older than the range. */
const AFTER = 0.3
/** Less is no strip. */
const LEAST = MINUTE

interface Asked {
  readonly range: Range
  /** The moments that must be in it, ms: what is shown, what is compared. */
  readonly moments: readonly number[]
  readonly now: number
  /** When the recording begins, ms; null where that is not known. */
  readonly since: number | null
}

/** How long the strip is up to now: the range, or as much of it as is recorded. */
export function shownLength({ range, now, since }: Omit<Asked, 'moments'>): number {
  return Math.min(RANGE_MS[range], Math.max(LEAST, now - (since ?? -Infinity)))
}

/** The time that the strip shows: up to now as long as all that is asked for is in it; else around that, longer where it must be. */
export function spanOf({ moments, ...asked }: Asked): Span {
  const { now, since } = asked
  const first = Math.min(...moments)
  const last = Math.max(...moments)
  const length = shownLength(asked)
  if (moments.length === 0) return { from: now - length, to: now }
  // A moment may be newer than a clock that moves in steps.
  if (first >= now - length) return { from: now - length, to: Math.max(now, last) }
  const whole = Math.max(length, (last - first) * 1.5)
  const to = Math.max(last, Math.min(now, last + whole * AFTER))
  return { from: Math.min(first, Math.max(to - whole, since ?? -Infinity)), to }
}

/** From 0 at the left to `width` at the right. */
export function xOf(at: number, { from, to }: Span, width: number): number {
  return ((at - from) / (to - from)) * width
}

export function timeAt(x: number, { from, to }: Span, width: number): number {
  return from + (x / Math.max(1, width)) * (to - from)
}
