import { formatMoment } from '../url/moment.ts'
import type { OwnRange } from '../url/place.ts'
import { wallTime } from '@slicescope/picture'
import { toTime } from '../words/ages.ts'
import { atWall } from './time-ticks.ts'

interface Reader {
  readonly now: number
  readonly timeZone: string
}

const DAY = 24 * 3_600_000
const UNITS = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', DAY],
])

/**
 * What a reader types: `03:00..03:30`, `03:00..` until now, `2026-11-24 23:50..00:10`, RFC 3339, `90m` for the last 90
 * minutes. Times without a zone are of the reader's clock: the last ones that are over. Null for what is none of these.
 */
export function readRange(text: string, reader: Reader): OwnRange | null {
  const [, count = '', unit = ''] = /^(\d{1,6}) *(s|m|min|h|d)$/.exec(text.trim()) ?? []
  const last = Number(count) * (UNITS.get(unit) ?? 0)
  if (last > 0) return { from: formatMoment(Math.round(reader.now - last)), to: null }
  const [first = '', second, ...more] = text.trim().split(/ *(?:\.\.|–| - | to ) */)
  if (second === undefined || more.length > 0) return null
  const from = readTime(first, reader, before(reader.now))
  if (from === null || from >= reader.now) return null
  if (second === '' || second === 'now') return { from: formatMoment(from), to: null }
  const to = readTime(second, reader, after(from))
  if (to === null || to <= from) return null
  return { from: formatMoment(from), to: to >= reader.now ? null : formatMoment(to) }
}

const CLOCK = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/
const DATED = /^(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d(?::\d\d)?)$/

/** Of a time without a day: which day is meant. */
type Choose = (onDay: (shift: number) => number) => number

function readTime(text: string, { now, timeZone }: Reader, choose: Choose): number | null {
  const absolute = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(absolute)) return absolute
  const [, date = '', clock = ''] = DATED.exec(text) ?? []
  if (date !== '') return wallMs(date, clock, timeZone)
  if (wallMs('2026-01-01', text, 'UTC') === null) return null
  const day = (shift: number) => wallTime(toTime(now + shift * DAY), timeZone).date
  return choose(shift => wallMs(day(shift), text, timeZone) ?? Number.NaN)
}

/** The last one that is over. */
function before(now: number): Choose {
  return onDay => (onDay(0) < now ? onDay(0) : onDay(-1))
}

/** The first one after another time. */
function after(from: number): Choose {
  return onDay => [-8, -7, -6, -5, -4, -3, -2, -1, 0, 1].map(onDay).find(at => at > from) ?? Number.NaN
}

function wallMs(date: string, clock: string, timeZone: string): number | null {
  const [, hours = '', minutes = '', seconds = '00'] = CLOCK.exec(clock) ?? []
  const wall = Date.parse(`${date}T${hours.padStart(2, '0')}:${minutes}:${seconds}Z`)
  return Number.isFinite(wall) ? atWall(wall, timeZone) : null
}

/** ms; seconds say nothing in a longer range. */
const IN_MINUTES = 10 * 60_000

/** "04:00-04:30", "04:00:10-04:01:00", "11-23 22:50-23:10" on another day, "since 04:00:00": short, for a button. */
export function rangeLabel({ from, to }: OwnRange, { now, timeZone }: Reader): string {
  const [first, last] = [wallTime(from, timeZone), wallTime(to ?? toTime(now), timeZone)]
  const isLong = Date.parse(to ?? toTime(now)) - Date.parse(from) >= IN_MINUTES
  const clock = (text: string) => (isLong ? text.slice(0, 5) : text)
  const day = first.date === wallTime(toTime(now), timeZone).date ? '' : `${first.date.slice(5)} `
  return to === null ? `since ${day}${clock(first.clock)}` : `${day}${clock(first.clock)}-${clock(last.clock)}`
}

/** The same as it is typed. */
export function rangeText(range: OwnRange, { now, timeZone }: Reader): string {
  const [today, from] = [wallTime(toTime(now), timeZone), wallTime(range.from, timeZone)]
  const typed = (time: string, known: string) => {
    const { date, clock } = wallTime(time, timeZone)
    return date === known ? clock : `${date} ${clock}`
  }
  return `${typed(range.from, today.date)}..${range.to === null ? '' : typed(range.to, from.date)}`
}
