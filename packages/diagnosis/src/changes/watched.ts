import type { Labels } from '@slicescope/model'
import type { ObjectRef } from '../object-ref.ts'

/** What one Delta shows to have happened. Plain data; holds nothing of stored objects. */
export type Seen =
  /** As many backends were ready before and after, and the fewest in between. */
  | { readonly type: 'ready'; readonly from: number; readonly to: number; readonly fewest: number }
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

/** With the time of its Delta, in ms since the epoch: of several that were put together, the first and the last. */
export type Watched = Seen & { readonly time: number; readonly last: number }

export type WatchedOf<T extends Seen['type']> = Extract<Watched, { readonly type: T }>

export function isWatched<T extends Seen['type']>(type: T): (watched: Watched) => watched is WatchedOf<T> {
  return (watched): watched is WatchedOf<T> => watched.type === type
}

/** What follows sooner belongs together, */
export const GAP_MS = 60_000
/** unless all of it would take longer. */
export const LONGEST_MS = 300_000
/** A sentence names three of them, and a rule looks whether they are still there. */
const MOST_KEPT = 3
const MOST_NODES = 200

/** Both as one, where they are alike and close; else null. */
export function putTogether(before: Watched, after: Watched): Watched | null {
  if (after.time - before.last > GAP_MS || after.time - before.time > LONGEST_MS) return null
  const last = after.time
  if (before.type === 'ready' && after.type === 'ready')
    return { ...before, to: after.to, fewest: Math.min(before.fewest, after.fewest), last }
  if (before.type === 'pods' && after.type === 'pods') return podsTogether(before, after)
  if (before.type === 'node' && after.type === 'node') return nodesTogether(before, after)
  if (before.type === 'scaling' && after.type === 'scaling') return scalingTogether(before, after)
  if (before.type === 'autoscaler' && after.type === 'autoscaler') {
    const isSame = before.name === after.name && before.field === after.field && after.field !== ''
    return isSame ? { ...before, to: after.to, last } : null
  }
  if (before.type === 'slice' && after.type === 'slice') return slicesTogether(before, after)
  if (before.type === 'rollout' && after.type === 'rollout') return rolloutTogether(before, after)
  return null
}

function podsTogether(before: WatchedOf<'pods'>, after: WatchedOf<'pods'>): Watched | null {
  if (before.what !== after.what || before.owner.name !== after.owner.name || before.owner.kind !== after.owner.kind)
    return null
  return {
    ...before,
    names: firstOf(before.names, after.names),
    uids: firstOf(before.uids, after.uids),
    count: before.count + after.count,
    last: after.time,
  }
}

function firstOf(before: readonly string[], after: readonly string[]): readonly string[] {
  return [...new Set([...before, ...after])].slice(0, MOST_KEPT)
}

function nodesTogether(before: WatchedOf<'node'>, after: WatchedOf<'node'>): Watched | null {
  if (before.what !== after.what || before.zone !== after.zone) return null
  const names = [...new Set([...before.names, ...after.names])].slice(0, MOST_NODES)
  return { ...before, names, last: after.time }
}

/** Steps of one scaling follow within seconds; one that turns back is another. */
const SCALED_MS = 5000

/** The step to zero stands alone: a trouble may have begun with it. */
function scalingTogether(before: WatchedOf<'scaling'>, after: WatchedOf<'scaling'>): Watched | null {
  if (before.workload.kind !== after.workload.kind || before.workload.name !== after.workload.name) return null
  const isOneWay = Math.sign(before.to - before.from) === Math.sign(after.to - after.from) && before.to === after.from
  if (!isOneWay || after.time - before.last > SCALED_MS) return null
  return before.to === 0 || after.to === 0 ? null : { ...before, to: after.to, last: after.time }
}

function slicesTogether(before: WatchedOf<'slice'>, after: WatchedOf<'slice'>): Watched | null {
  if (before.name !== after.name || before.text !== null || after.text !== null) return null
  return { ...before, to: after.to, count: before.count + after.count, last: after.time }
}

/** The template is edited first; its revision is told a moment later. */
function rolloutTogether(before: WatchedOf<'rollout'>, after: WatchedOf<'rollout'>): Watched | null {
  if (before.workload.kind !== after.workload.kind || before.workload.name !== after.workload.name) return null
  if (isOther(before.hash, after.hash) || isOther(before.images, after.images)) return null
  return {
    ...before,
    revision: after.revision || before.revision,
    hash: after.hash || before.hash,
    images: after.images || before.images,
    last: after.time,
  }
}

/** How far back changes are told. */
export const CHANGES_MS = 3_600_000

/** A pod that is Ready for less, again and again, comes and goes. */
export const FLAPPING_MS = 600_000

function isOther(own: string, other: string): boolean {
  return own !== '' && other !== ''
}
