import { formatMoment, momentMs, parseMoment } from './moment.ts'
import { type OwnRange, type Range, RANGES } from './place.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export const RANGE_MS: Readonly<Record<Range, number>> = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
  '7d': 7 * 24 * HOUR,
}

/** How long the shortest range is that has so much; the longest where none has. */
export function lengthWith(length: number): number {
  return RANGES.map(each => RANGE_MS[each]).find(each => each >= length) ?? RANGE_MS['7d']
}

/** `15m`, ..., or `T1..T2` and `T1..` for until now; null for what is neither. */
export function parseRange(text: string): Range | OwnRange | null {
  const named = RANGES.find(each => each === text)
  if (named !== undefined) return named
  const [first = '', last, ...more] = text.split('..')
  if (last === undefined || more.length > 0) return null
  const [from, to] = [first, last].map(timeOf)
  if (from == null || (last !== '' && (to == null || to <= from))) return null
  return { from: formatMoment(from), to: to == null ? null : formatMoment(to) }
}

function timeOf(text: string): number | null {
  const time = parseMoment(text)
  return time === null ? null : momentMs(time)
}

export function formatRange(range: Range | OwnRange): string {
  return typeof range === 'string' ? range : `${range.from}..${range.to ?? ''}`
}
