import type { Listers, WatchState, WatchTimes } from '@slicescope/model'
import type { Followed } from '@slicescope/graph'
import type { Memory } from './memory.ts'
import type { Moment } from './schema/words.ts'
import type { trackedListers } from './reads/tracked-listers.ts'

/** Of a recording only the times are known beside the entries. */
export type WatchAges = Pick<WatchState, 'resource' | 'namespace'> & WatchTimes
type KnownWatch = WatchState & WatchTimes

export interface UpkeepOptions {
  readonly listers: Listers
  /** What is known of each watch (ClusterStore.watches): from there on entries tell; its times are read when asked for. */
  readonly watches: () => readonly KnownWatch[]
  /** The times alone, in place of those of `watches`. */
  readonly ages?: () => readonly WatchAges[]
  /** `past`: it is moved through what was recorded, and diagnoses only what it is asked about. */
  readonly moment?: Moment
  /** When we began to watch, in ms since the epoch. */
  readonly startedAt: number
  /** The zone of DNS names, as `cluster.local`: the API does not tell it. */
  readonly clusterDomain: string
  /** What another one remembered at the last entry that the listers hold. */
  readonly memory?: Memory
  /** The Services that it keeps up with; without it all. Of others only the objects are there, as evidence. */
  readonly follows?: Followed
  /** How reads of a diagnosis are tracked; law L1 watches over it. */
  readonly track?: typeof trackedListers
}
