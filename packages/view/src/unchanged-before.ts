import { CHANGES_MS, CHANGES_SHOWN, type Loss, MOST_CHANGES, type Observed } from '@slicescope/diagnosis'
import type { CoverageOf } from '@slicescope/graph'
import { isUnreadable, type WatchState } from '@slicescope/model'
import type { Diagnosed } from './outcome.ts'

/** So long before a loss something that has to do with it may have changed. */
const BEFORE_MS = 600_000
/** Times in objects are whole seconds, by another clock than ours. */
const SAME_MS = 2000

interface Asked {
  readonly observed: Observed
  readonly diagnosed: Diagnosed | undefined
  readonly loss: Loss | null
  /** Since when all that changes are read from is known without a break, ms; null where the reader may not read all of it. */
  readonly followed: number | null
  /** ms since the epoch. */
  readonly now: number
}

/** When a loss began before which nothing changed for ten minutes, ms since the epoch; null where something did, or where that is not known. */
export function unchangedBefore({ observed, diagnosed, loss, followed, now }: Asked): number | null {
  const onset = onsetOf(observed, loss)
  if (onset === null || followed === null || diagnosed === undefined) return null
  const from = onset - BEFORE_MS
  const [first] = observed.states
  const isKnown =
    followed <= from && first !== undefined && first.time <= from && (observed.gap?.to ?? -Infinity) <= from
  // Changes are remembered for an hour, and not all of them.
  if (!isKnown || now - from > CHANGES_MS || diagnosed.changes.length >= MOST_CHANGES) return null
  const isBefore = ({ time, last }: Diagnosed['changes'][number]) => last >= from && time <= onset + SAME_MS
  return diagnosed.changes.some(change => change.kind !== 'ready' && isBefore(change)) ? null : onset
}

/** Of what is lost, else of the last loss that is over; only where we saw it begin. */
function onsetOf({ losses: { past } }: Observed, loss: Loss | null): number | null {
  if (loss !== null && loss.severity !== 'info') return loss.isSeen ? loss.onset : null
  return past?.onset ?? null
}

/** Whether each watch that changes are read from goes on without a break; those that are refused aside. */
export function isFollowed(watches: readonly WatchState[]): boolean {
  const needed = watches.filter(({ resource, phase }) => CHANGES_SHOWN.has(resource) && !isUnreadable(phase))
  return needed.length > 0 && needed.every(({ phase, hasSynced, blind }) => hasSynced && !blind && phase !== 'listing')
}

/** Whether all that changes of a namespace's Services are read from can be read. */
export function canReadChanges(coverage: CoverageOf, namespace: string): boolean {
  return [...CHANGES_SHOWN].every(resource => coverage(resource, resource === 'nodes' ? '' : namespace) === 'known')
}
