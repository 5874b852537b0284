import type { Freshness } from '@slicescope/view'
import type { Ages } from './ages.ts'
import type { TopicName } from './topic.ts'
import type { Overview } from './overview.ts'
import type { OverviewStep, ServiceStep } from './topic-state.ts'
import type { Watermark } from './watermark.ts'
import type { ServiceView } from '@slicescope/view'

/**
 * Rises with every change of a schema; a page that meets another number reloads. `e2e/tests/protocol-version.test.ts`
 * fails when a schema changes without it.
 */
export const PROTOCOL_VERSION = 8

/** Opens every stream. */
export interface HelloMessage {
  readonly type: 'hello'
  readonly protocol: number
  readonly epoch: string
  /** The server's clock, RFC 3339: ages are counted by it, not by the browser's. */
  readonly time: string
  readonly cluster: ClusterInfo
}

export interface ClusterInfo {
  readonly slug: string
  readonly context: string
  /** Of namespace kube-system, else a hash of the CA; null before the cluster first answered. */
  readonly uid: string | null
  /** As `v1.37.2`; null before the cluster first answered. */
  readonly version: string | null
  /** The API server's certificate is not verified. */
  readonly insecure: boolean
}

/** Whole topics; those that it does not name stay. */
export interface SnapshotMessage {
  readonly type: 'snapshot'
  readonly watermark: Watermark
  readonly overviews: ReadonlyMap<string, Overview>
  readonly services: ReadonlyMap<string, ServiceView | null>
}

/** What becomes of one topic with the next patch. Nothing of it may be shown before. */
export type PartMessage =
  | { readonly type: 'part'; readonly topic: 'overview'; readonly namespace: string; readonly step: OverviewStep }
  | { readonly type: 'part'; readonly topic: 'service'; readonly key: string; readonly step: ServiceStep }

/** Closes the parts before it: they are applied whole, and the topics are then as of the watermark. */
export interface PatchMessage {
  readonly type: 'patch'
  readonly watermark: Watermark
}

/** How one resource is followed. */
export interface ResourceState {
  readonly resource: string
  /** Null: in all namespaces. */
  readonly namespace: string | null
  readonly phase: 'listing' | 'watching' | 'closed' | 'forbidden' | 'not-recorded'
  readonly hasSynced: boolean
  /** While listing: objects read so far, and how many the API expects in all (null when it does not say). */
  readonly loaded: number
  readonly expected: number | null
  /** Why it is closed or forbidden, in one sentence for people. */
  readonly reason: string | null
  readonly failures: number
}

/** The connection to the API server, a resource each. Comes before the first snapshot and whenever it changes. */
export interface StateMessage {
  readonly type: 'state'
  readonly resources: readonly ResourceState[]
  /** Of all namespaces: what a page without data yet can say. */
  readonly freshness: Freshness
  /** The API server's address, and when it is asked again after a failure; null while none is waited out. */
  readonly server: string
  readonly nextAttempt: string | null
  /** What a credential plugin asks of a person, with the command to run. */
  readonly asked: string | null
  /** The server is ending; it will not come back by itself. */
  readonly stopping: boolean
}

export interface HeartbeatMessage extends Ages {
  readonly type: 'heartbeat'
  readonly watermark: Watermark
  readonly time: string
  /** A digest per topic of the stream, and its ages. */
  readonly topics: ReadonlyMap<TopicName, Ages & { readonly digest: string }>
}

/** `since` cannot be resumed from; a snapshot follows. */
export interface ResetMessage {
  readonly type: 'reset'
  readonly reason: string
}

/** The right to these topics is gone: they are shown no more. */
export interface RevokedMessage {
  readonly type: 'revoked'
  readonly topics: readonly TopicName[]
}

export type Message =
  | HelloMessage
  | SnapshotMessage
  | PartMessage
  | PatchMessage
  | StateMessage
  | HeartbeatMessage
  | ResetMessage
  | RevokedMessage

export type MessageType = Message['type']
