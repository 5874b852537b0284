import type { Inputs } from '@slicescope/graph'
import type { LeaseOf } from './slices/leases.ts'
import type { Watched } from './changes/watched.ts'
import type { Observed } from './observed/observed.ts'

/**
 * What diagnosis reads beside the graph: the listers and what of them is complete, as the graph has it. `coverage` is
 * asked for a namespace at a time, also where rights reach over all of them.
 */
export interface Evidence extends Inputs {
  /**
   * When the last change was received of the Service, its slices, its pods or their Nodes; ms since the epoch. Without
   * it only the times in the objects tell whether the controllers have had time to follow.
   */
  readonly lastChange?: number | null
  /** Since when the Service's ready count has been the same, ms since the epoch, where that is known. */
  readonly steadySince?: number | null
  /** What was seen to happen to the Service, the oldest first; as far as the server watched. */
  readonly watched?: readonly Watched[]
  /** All that is remembered of the Service; as much as was observed. */
  readonly observed?: Observed
  /** What is known of a Lease; without it no Lease is. Which were asked for stands in the answer's `leases`. */
  readonly leases?: LeaseOf
  /** When its health was seen to become what it is, ms since the epoch; null where it was so before anybody looked. */
  readonly healthSince?: number | null
}
