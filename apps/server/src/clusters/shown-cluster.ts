import type { AskedCluster } from '@slicescope/answers'
import type { Resource, WatchState } from '@slicescope/model'
import type { ScopeCounters } from '@slicescope/reflector'
import type { Freshness } from '@slicescope/view'
import type { ClusterHub } from '../stream/cluster-hub.ts'
import type { ClusterSource } from './cluster-source.ts'
import type { ObjectKeyParts, ReadObject } from './object-reader.ts'

/** What routes and streams need of a cluster, whether it is followed or was recorded. */
export interface ShownCluster extends AskedCluster {
  readonly source: ClusterSource
  /** The zone of DNS names. */
  readonly clusterDomain: string
  readonly hub: ClusterHub
  start(): void
  /** Ends its streams and its watches. */
  stop(): Promise<void>
  freshness(): Freshness
  /** Of the resources that a ready server has, those that are neither listed completely once nor refused. */
  waitingFor(): readonly Resource[]
  /** An object that is held, as the API server has it now. */
  readObject(resource: Resource, key: ObjectKeyParts): Promise<ReadObject>
  /** Tries everything again that failed. */
  retry(): void
  objectCounts(): readonly { readonly resource: Resource; readonly count: number }[]
  watches(): readonly WatchState[]
  counters(): readonly ScopeCounters[]
}
