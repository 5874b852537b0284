import { wallTime } from '@slicescope/picture'
import type { Span } from './strip-span.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A reader counts in these. */
const STEPS = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
]

/** px; a label and the space around it. */
const LABEL_WIDTH = 74

export interface Tick {
  readonly at: number
  /** "04:40", "04:40:10" where seconds are counted; of a midnight "Nov 24". */
  readonly label: string
}

interface Scale {
  /** px */
  readonly width: number
  readonly timeZone: string
}

/** Round times of the reader's clock, as many as there is room for. */
export function timeTicks({ from, to }: Span, { width, timeZone }: Scale): readonly Tick[] {
  const most = Math.max(1, Math.floor(width / LABEL_WIDTH))
  const step = STEPS.find(each => (to - from) / each <= most) ?? STEPS.at(-1) ?? DAY
  const offset = offsetOf(to, timeZone)
  const first = Math.ceil((from + offset) / step) * step - offset
  const ticks: Tick[] = []
  for (let at = first; at <= to; at += step) ticks.push({ at, label: labelOf(at, step, timeZone) })
  return ticks
}

/** How far the clock of a time zone is ahead of UTC, in ms. */
function offsetOf(at: number, timeZone: string): number {
  const second = Math.floor(at / 1000) * 1000
  const { date, clock } = wallTime(new Date(second).toISOString(), timeZone)
  return Date.parse(`${date}T${clock}Z`) - second
}

/** When a clock on the wall, given as if it were UTC, shows it in a time zone; ms. */
export function atWall(wall: number, timeZone: string): number {
  const near = wall - offsetOf(wall, timeZone)
  return wall - offsetOf(near, timeZone)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function labelOf(at: number, step: number, timeZone: string): string {
  const { date, clock } = wallTime(new Date(at).toISOString(), timeZone)
  if (step < MINUTE) return clock
  if (!clock.startsWith('00:00')) return clock.slice(0, 5)
  return `${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''} ${Number(date.slice(8, 10))}`
}
