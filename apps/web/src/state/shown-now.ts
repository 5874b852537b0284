import type { Live } from '../stream/live.ts'
import { isStale } from '../words/stale.ts'

/** The server's clock in ms, when the browser's shows `browserNow`. That of a recording stands at its end. */
export function serverNow(live: Live, browserNow: number): number {
  return endOfRecording(live) ?? browserNow + live.clockOffset
}

/** A moment of the server's clock for what is drawn again only every `step` ms. A recording ends where it ends. */
export function stepped(live: Live, moment: number, step: number): number {
  return endOfRecording(live) === null ? Math.floor(moment / step) * step : moment
}

/** What the last moment is called: what is recorded has an end, and no now. */
export function lastWord(live: Live): 'now' | 'end' {
  return endOfRecording(live) === null ? 'now' : 'end'
}

/** Null where no recording is shown. */
function endOfRecording(live: Live): number | null {
  return freshnessOf(live)?.origin === 'recording' ? live.toldAt : null
}

/**
 * The moment by the server's clock, in ms, that ages of what is shown are counted to: now, or the last thing heard where
 * the line to the server or to the API server is cut. `browserNow` by the browser's clock.
 */
export function shownNow(live: Live, browserNow: number): number {
  const { heardAt } = live
  if (heardAt !== null && isStale(live, browserNow)) return serverNow(live, heardAt)
  const freshness = freshnessOf(live)
  const heard = freshness?.state === 'BLIND' ? freshness.heard : null
  return heard === null ? serverNow(live, browserNow) : Date.parse(heard)
}

function freshnessOf({ stream }: Live) {
  return stream.overviews.get('*')?.value.freshness ?? stream.connection?.freshness
}
