import { CHANGES_MS } from '../changes/watched.ts'
import type { ObservedState } from './observation.ts'

/** Everything that is decided by windows is decided by the last minute of states, and this fine; */
const RECENT_MS = 60_000
const FINE_MS = 250
/** what is older is only drawn. */
const COARSE_MS = 10_000
/** Few need no thinning. */
const FEW = 8

/**
 * The states of the last hour. Of each quarter of a second of the last minute, and of each ten seconds before, the one
 * with the fewest ready and the last stay, so that no loss is forgotten, however short.
 */
export function thinned(states: readonly ObservedState[], now: number): readonly ObservedState[] {
  if (states.length <= FEW && now - (states[1]?.time ?? now) <= CHANGES_MS) return states
  // A state lasts until the next.
  const known = states.filter((_state, at) => now - (states[at + 1]?.time ?? now) <= CHANGES_MS)
  const groups = Map.groupBy(known, ({ time }) => groupOf(time, now))
  return [...groups.values()].flatMap(worstAndLast)
}

function groupOf(time: number, now: number): string {
  const width = now - time > RECENT_MS ? COARSE_MS : FINE_MS
  return `${width} ${Math.floor(time / width)}`
}

function worstAndLast(states: readonly ObservedState[]): readonly ObservedState[] {
  const worst = states.reduce((least, each) => (readyOf(each) < readyOf(least) ? each : least))
  return states.filter((state, at) => state === worst || at === states.length - 1)
}

/** Not known is the least. */
function readyOf({ summary }: ObservedState): number {
  return summary.counts?.ready ?? -1
}
