import type { Freshness } from '@slicescope/view'
import type { Live } from '../stream/live.ts'

/** Heartbeats come every 10 s; bar: cut off is shown within 15 s. */
const UNHEARD_MS = 14_000
/** A server that restarts is back sooner. */
const CUT_MS = 4000

/** Whether this page has lost its server, so that what it shows may be old. `now` by the browser's clock. */
export function isStale({ heardAt, link }: Live, now: number): boolean {
  if (heardAt === null) return false
  if (now - heardAt > UNHEARD_MS) return true
  return link.state === 'refused' || (link.state === 'waiting' && now - link.since > CUT_MS)
}

/** Freshness as this page must tell it: what the server said, unless the server is out of reach. */
export function effectiveFreshness(freshness: Freshness, stale: boolean): Freshness {
  if (!stale) return freshness
  const rest = freshness.marks.filter(mark => mark !== 'LIVE' && mark !== 'STALE')
  return { ...freshness, state: 'STALE', marks: ['STALE', ...rest] }
}
