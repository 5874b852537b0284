import type { Labels } from '@slicescope/model'
import type { ObjectRef } from '../words/object-ref.ts'

/** What one Delta shows to have happened. Plain data; holds nothing of stored objects. */
export type Seen =
  /** How many backends were ready before and after. */
  | { readonly type: 'ready'; readonly from: number; readonly to: number }
  /** A field of the Service, in words; of an edited selector also what it was. */
  | {
      readonly type: 'service'
      readonly field: string
      readonly from: string
      readonly to: string
      readonly selector: Labels | null
    }
  | { readonly type: 'service-deleted' }
  /** '' for what is not known. `hash` is the label that pods of the revision carry. */
  | {
      readonly type: 'rollout'
      readonly workload: ObjectRef
      readonly revision: string
      readonly hash: string
      readonly images: string
    }
  | { readonly type: 'scaling'; readonly workload: ObjectRef; readonly from: number; readonly to: number }
  /** `left`, `joined`: their labels were edited. The uids and names are those of the first ones. */
  | {
      readonly type: 'pods'
      readonly what: 'deleted' | 'restarted' | 'left' | 'joined'
      readonly owner: ObjectRef
      readonly names: readonly string[]
      readonly uids: readonly string[]
      readonly count: number
    }
  | {
      readonly type: 'node'
      readonly what: NodeChange
      readonly zone: string | null
      readonly names: readonly string[]
    }
  /** Its endpoints were edited so many times, and were as many before and after; or else what happened, in words. */
  | {
      readonly type: 'slice'
      readonly name: string
      readonly text: string | null
      readonly from: number
      readonly to: number
      readonly count: number
    }
  | { readonly type: 'network-policy'; readonly name: string; readonly what: 'edited' | 'deleted' }
  /** A number of it, by its field; '' where it was deleted. */
  | {
      readonly type: 'autoscaler'
      readonly name: string
      readonly field: string
      readonly from: number
      readonly to: number
    }
  /** A pod that had become Ready within the ten minutes before is not Ready again. */
  | {
      readonly type: 'flap'
      readonly uid: string
      readonly name: string
      readonly cause: 'containers' | 'node' | 'probe'
    }

export type NodeChange = 'went NotReady' | 'became Ready' | 'was cordoned' | 'was uncordoned' | 'was deleted'

/** One of several that were put together. */
export interface Step {
  /** ms since the epoch. */
  readonly time: number
  /** Of the object that it happened to. */
  readonly name: string
  /** A clause without a time: `node n1 went NotReady`. */
  readonly text: string
}

/** With the time of its Delta, in ms since the epoch: of several that were put together, the first and the last, and each of the first ones. */
export type Watched = Seen & { readonly time: number; readonly last: number; readonly steps?: readonly Step[] }

export type WatchedOf<T extends Seen['type']> = Extract<Watched, { readonly type: T }>

export function isWatched<T extends Seen['type']>(type: T): (watched: Watched) => watched is WatchedOf<T> {
  return (watched): watched is WatchedOf<T> => watched.type === type
}

/** How far back changes are shown. */
export const CHANGES_MS = 3_600_000

/** A pod that is Ready for less, again and again, comes and goes. */
export const FLAPPING_MS = 600_000
