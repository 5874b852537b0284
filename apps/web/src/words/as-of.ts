import type { Freshness } from '@slicescope/view'
import { toTime } from './ages.ts'

/** The moment that what is shown is true of: now, or the last thing heard where the line is cut. RFC 3339. */
export function asOfTime({ state, heard }: Freshness, now: number): string {
  return (state === 'STALE' || state === 'BLIND') && heard !== null ? heard : toTime(now)
}
