import type { Observed } from '@slicescope/diagnosis'
import type { WatchState } from '@slicescope/model'
import type { Planned } from './due-queue.ts'
import type { KnownLease } from './lease-table.ts'
import type { Outcome } from './outcome.ts'
import type { Freshness } from './schema/freshness.ts'

/** All that a view knows beside the listers and the time. Plain data. */
export interface Memory {
  readonly watches: readonly WatchState[]
  readonly observed: readonly (readonly [key: string, observed: Observed])[]
  readonly outcomes: readonly Outcome[]
  readonly leases: readonly KnownLease[]
  readonly due: readonly Planned[]
  readonly clockStep: Freshness['clockStep']
  readonly followedSince: number | null
}
