import type { ClusterInfo } from '@slicescope/protocol'
import type { Resource } from '@slicescope/model'
import type { ClusterView, Origin, Provenance } from '@slicescope/view'
import type { History } from '../history/history.ts'
import type { NamespaceKnowledge } from './namespace-knowledge.ts'
import { Problem } from './problem.ts'

/** How recording goes. */
export interface RecordingState {
  readonly isRecording: boolean
  /** Why nothing is recorded; null where nothing is wrong. */
  readonly problem: string | null
  readonly keepMs: number
  readonly keepBytes: number
}

/** What questions need of a cluster, whether it is followed or was recorded. */
export interface AskedCluster {
  /** `slug`: the name of the cluster in URL paths. */
  readonly source: { readonly slug: string; readonly origin: Origin }
  readonly view: ClusterView
  /** Null where nothing is recorded. */
  readonly history: History | null
  readonly recording: RecordingState
  /** The moment that answers without a time are of, in ms since the epoch. */
  now(): number
  /** Of the answers that are given now; `position` is `<epoch>-<number>`, up to which entries are included. */
  provenance(): Provenance
  describe(): ClusterInfo
  /** Why Services cannot be had, in a sentence; null where nothing is known to be wrong. */
  trouble(): string | null
  knowledgeOf(namespace: string): NamespaceKnowledge
  isForbiddenEverywhere(resource: Resource): boolean
}

/** The clusters that can be asked, by their slugs. */
export interface AskedClusters {
  find(slug: string): AskedCluster | Problem
  /** One that is open already. */
  opened(slug: string): AskedCluster | undefined
}

/** s; a first list takes about as long, and a cluster out of reach is tried again about as often. */
const RETRY_AFTER = 2

/** The cluster, once its Services are listed: before that nothing may be said not to exist. */
export function findListed<C extends AskedCluster>(cluster: C | Problem): C | Problem {
  if (cluster instanceof Problem || cluster.view.hasServices()) return cluster
  const reason = cluster.trouble()
  const detail = `The Services of cluster ${JSON.stringify(cluster.source.slug)} are not listed yet${reason === null ? '' : `: ${reason}`}`
  return new Problem(503, `${detail.replace(/[.]$/, '')}.`, { retryAfter: RETRY_AFTER })
}
