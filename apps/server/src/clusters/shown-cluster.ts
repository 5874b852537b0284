import type { Resource, WatchState } from '@slicescope/model'
import type { ClusterInfo } from '@slicescope/protocol'
import type { ScopeCounters } from '@slicescope/reflector'
import type { ClusterView, Freshness, Provenance } from '@slicescope/view'
import type { History } from '../history/history.ts'
import type { ClusterHub } from '../stream/cluster-hub.ts'
import type { ClusterSource } from './cluster-source.ts'
import type { NamespaceKnowledge } from './namespace-knowledge.ts'
import type { ObjectKeyParts, ReadObject } from './object-reader.ts'

/** How recording goes. */
export interface RecordingState {
  readonly isRecording: boolean
  /** Why nothing is recorded; null where nothing is wrong. */
  readonly problem: string | null
  readonly keepMs: number
  readonly keepBytes: number
}

/** What routes and streams need of a cluster, whether it is followed or was recorded. */
export interface ShownCluster {
  readonly source: ClusterSource
  /** The zone of DNS names. */
  readonly clusterDomain: string
  readonly view: ClusterView
  readonly hub: ClusterHub
  /** Null where nothing is recorded. */
  readonly history: History | null
  readonly recording: RecordingState
  start(): void
  /** Ends its streams and its watches. */
  stop(): Promise<void>
  /** The moment that answers without a time are of, in ms since the epoch. */
  now(): number
  /** Of the answers that are given now; `position` is `<epoch>-<number>`, up to which entries are included. */
  provenance(): Provenance
  describe(): ClusterInfo
  freshness(): Freshness
  /** Of the resources that a ready server has, those that are neither listed completely once nor refused. */
  waitingFor(): readonly Resource[]
  /** Why Services cannot be had, in a sentence; null where nothing is known to be wrong. */
  trouble(): string | null
  knowledgeOf(namespace: string): NamespaceKnowledge
  isForbiddenEverywhere(resource: Resource): boolean
  /** An object that is held, as the API server has it now. */
  readObject(resource: Resource, key: ObjectKeyParts): Promise<ReadObject>
  /** Tries everything again that failed. */
  retry(): void
  objectCounts(): readonly { readonly resource: Resource; readonly count: number }[]
  watches(): readonly WatchState[]
  counters(): readonly ScopeCounters[]
}
