/** RFC 3339 in UTC, of ms since the epoch. */
export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

export function toTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : toTime(ms)
}

/** For sentences: `03:11:42 UTC`. */
export function toClock(ms: number): string {
  return `${toTime(ms).slice(11, 19)} UTC`
}

/** What stands before words that may not be so any more: `As of 03:11:42 UTC (stale):`. */
export function staleSince(clock: string): string {
  return `As of ${clock} (stale):`
}
