import { formatBoth, formatLocal, formatLocalSpan, wallTime } from '@slicescope/picture'
import { toTime } from './ages.ts'

/** The time zone of the reader's browser. */
export function readersTimeZone(): string {
  readersZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone
  return readersZone
}

/** Asking the browser takes longer than formatting a time. */
let readersZone: string | null = null

/** A moment as the reader's clock shows it, with the zone's name: "04:11:19 CET"; with its date on another day than `now`. */
export function localMoment(time: string, now: number): string {
  return formatLocal(time, toTime(now), readersTimeZone())
}

/** "04:11:19 CET", whatever the day. */
export function localClock(time: string): string {
  const { clock, zone } = wallTime(time, readersTimeZone())
  return `${clock} ${zone}`
}

/** "04:11:19-04:11:42 CET" */
export function localSpan(from: string, until: string, now: number): string {
  return formatLocalSpan([from, until], toTime(now), readersTimeZone())
}

/** For a tooltip: the moment in UTC, and by the reader's clock. */
export function momentTitle(time: string): string {
  return formatBoth(time, readersTimeZone())
}
