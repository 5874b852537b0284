import type { Listers, WatchState, WatchTimes } from '@slicescope/model'
import type { Memory } from './memory.ts'
import type { trackedListers } from './reads/tracked-listers.ts'

export interface UpkeepOptions {
  readonly listers: Listers
  /** What is known of each watch (ClusterStore.watches): from there on entries tell; its times are read when asked for. */
  readonly watches: () => readonly (WatchState & WatchTimes)[]
  /** When we began to watch, in ms since the epoch. */
  readonly startedAt: number
  /** The zone of DNS names, as `cluster.local`: the API does not tell it. */
  readonly clusterDomain: string
  /** What another one remembered at the last entry that the listers hold. */
  readonly memory?: Memory
  /** How reads of a diagnosis are tracked; law L1 watches over it. */
  readonly track?: typeof trackedListers
}
