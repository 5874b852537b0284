import type { Live } from '../stream/live.ts'
import { isStale } from '../words/stale.ts'

/**
 * The moment by the server's clock, in ms, that ages of what is shown are counted to: now, or the last thing heard where
 * the line to the server or to the API server is cut. `browserNow` by the browser's clock.
 */
export function shownNow(live: Live, browserNow: number): number {
  const { heardAt, clockOffset, stream } = live
  if (heardAt !== null && isStale(live, browserNow)) return heardAt + clockOffset
  const freshness = stream.overviews.get('*')?.value.freshness ?? stream.connection?.freshness
  const heard = freshness?.state === 'BLIND' ? freshness.heard : null
  return heard === null ? browserNow + clockOffset : Date.parse(heard)
}
