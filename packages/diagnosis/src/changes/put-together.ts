import type { Step, Watched, WatchedOf } from './watched.ts'
import { watchedText } from './watched-text.ts'

/** What follows within seconds belongs together, */
export const GAP_MS = 15_000
/** unless all of it would take longer. */
export const LONGEST_MS = 300_000
/** A sentence names three of them, and a rule looks whether they are still there. */
const MOST_KEPT = 3
const MOST_NODES = 200

/** More are counted and not named. */
export const MOST_STEPS = 20

/** Both as one, where they are alike, of one direction, and close; else null. */
export function putTogether(before: Watched, after: Watched): Watched | null {
  const joined = joinedOf(before, after)
  // The template and its revision are one thing.
  if (joined === null || joined.type === 'rollout') return joined
  return { ...joined, steps: [...stepsOf(before), ...stepsOf(after)].slice(0, MOST_STEPS) }
}

function stepsOf(watched: Watched): readonly Step[] {
  return watched.steps ?? [{ time: watched.time, name: nameOf(watched), text: watchedText(watched) }]
}

function nameOf(watched: Watched): string {
  if (watched.type === 'node' || watched.type === 'pods') return watched.names[0] ?? ''
  if (watched.type === 'scaling') return watched.workload.name
  return watched.type === 'slice' || watched.type === 'autoscaler' ? watched.name : ''
}

function joinedOf(before: Watched, after: Watched): Watched | null {
  if (after.time - before.last > GAP_MS || after.time - before.time > LONGEST_MS) return null
  const last = after.time
  if (before.type === 'ready' && after.type === 'ready')
    return isOneWay(before, after) ? { ...before, to: after.to, last } : null
  if (before.type === 'pods' && after.type === 'pods') return podsTogether(before, after)
  if (before.type === 'node' && after.type === 'node') return nodesTogether(before, after)
  if (before.type === 'scaling' && after.type === 'scaling') return scalingTogether(before, after)
  if (before.type === 'autoscaler' && after.type === 'autoscaler') {
    const isSame = before.name === after.name && before.field === after.field && after.field !== ''
    return isSame && isOneWay(before, after) ? { ...before, to: after.to, last } : null
  }
  if (before.type === 'slice' && after.type === 'slice') return slicesTogether(before, after)
  if (before.type === 'rollout' && after.type === 'rollout') return rolloutTogether(before, after)
  return null
}

interface Numbers {
  readonly from: number
  readonly to: number
}

function isOneWay(before: Numbers, after: Numbers): boolean {
  return Math.sign(before.to - before.from) === Math.sign(after.to - after.from) && before.to === after.from
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
  if (!isOneWay(before, after) || after.time - before.last > SCALED_MS) return null
  return before.to === 0 || after.to === 0 ? null : { ...before, to: after.to, last: after.time }
}

function slicesTogether(before: WatchedOf<'slice'>, after: WatchedOf<'slice'>): Watched | null {
  if (before.name !== after.name || before.text !== null || after.text !== null) return null
  return { ...before, to: after.to, count: before.count + after.count, last: after.time }
}

/** The template is edited first; its revision appears a moment later. */
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

function isOther(own: string, other: string): boolean {
  return own !== '' && other !== ''
}
