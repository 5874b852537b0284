import type { Resource } from '@slicescope/model'
import type { ObjectRef, Read } from '../finding.ts'
import type { Step } from './watched.ts'

export type ChangeKind =
  | 'ready'
  | 'rollout'
  | 'scaling'
  | 'pods-created'
  | 'pods-deleted'
  | 'pods-restarted'
  | 'pods-relabelled'
  | 'node'
  | 'service'
  | 'slice'
  | 'network-policy'
  | 'autoscaler'

/** What a change has in common with what it may have broken. */
export type Touch =
  /** The label that pods of the revision carry. */
  | { readonly type: 'revision'; readonly hash: string }
  /** `short`: how it reads where the Nodes are named already. */
  | { readonly type: 'nodes'; readonly names: ReadonlySet<string>; readonly short: string }
  | { readonly type: 'field'; readonly field: string }
  | { readonly type: 'labels' }
  /** It asks for what follows, so its words are a sentence; `short`: where the workload is named already. */
  | { readonly type: 'scaling'; readonly workload: ObjectRef; readonly short: string }

/** Something that happened to a Service in the last hour. */
export interface Change {
  readonly key: string
  /** Of several: the first, and the last; ms since the epoch. */
  readonly time: number
  readonly last: number
  /** object: the time stands in an API object; recorded: we saw it, and this is when. */
  readonly basis: 'object' | 'recorded'
  readonly kind: ChangeKind
  readonly subject: ObjectRef
  /** A clause without a time: `Deployment web rolled out revision 14 (image web:2.1, before web:2.0)`. */
  readonly text: string
  /** How many single changes it stands for. */
  readonly count: number
  /** Each of these, or of the first ones, the oldest first; none where it stands for itself. */
  readonly steps: readonly Omit<Step, 'name'>[]
  /** What it can be joined with, and how that reads behind "The loss began 40 s after"; null where nothing. */
  readonly join: { readonly touch: Touch; readonly words: string } | null
  /** Readers who cannot read all of it may not see the change. */
  readonly reads: readonly Read[]
}

/** A Change as its source writes it. */
export interface ChangeDraft extends Omit<Change, 'key' | 'join' | 'reads' | 'count' | 'last' | 'steps'> {
  readonly last?: number
  readonly count?: number
  readonly steps?: readonly Step[]
  readonly join?: Change['join']
  /** Beside Services and slices. */
  readonly resources: readonly Resource[]
}
