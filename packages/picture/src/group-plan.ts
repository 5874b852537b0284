import type { BackendView } from '@slicescope/view'
import { type GroupShape, groupMetrics } from './group-frame.ts'
import type { GroupMembers } from './group-members.ts'
import { getOrMake, NO_NAME } from './grouping.ts'
import { compareNatural } from './natural-order.ts'
import type { GroupPlan, Sizing } from './positioned-graph.ts'

/** Keys of `GroupPlan.capacities` beside those of nodes (`node:` and the name). */
export const FLAT = 'flat'
export const ABSENT = 'absent'

export function nodeKey(name: string): string {
  return `node:${name}`
}

/** Nodes get boxes where they hold this many in the median; what was chosen before holds one off it. */
const NODE_MEDIAN = 3
/** The pitch below which the name of a node does not fit its box. */
export const NODE_PITCH = 16

export interface PlanInput {
  readonly members: GroupMembers
  readonly notReadyNodes: ReadonlySet<string>
  readonly sizing: Sizing
  /** Slots are unique in a zone only; elsewhere places are counted anew. */
  readonly bySlot: boolean
  readonly nodesAllowed: boolean
  readonly before: GroupPlan | undefined
  /** Whether `before` was made with the same sizing, so that its capacities still mean the same. */
  readonly sameSizing: boolean
}

/** Gives every backend of a group a place. Who had one keeps it, newcomers take the lowest free one. */
export function planGroup(input: PlanInput): GroupPlan {
  const byNode = groupByNode(input.members.backends)
  const boxed = wantsNodes(input, byNode)
    ? [...byNode.keys()]
    : [...byNode.keys()].filter(name => input.notReadyNodes.has(name))
  const boxedNames = new Set(boxed)
  const rest = input.members.backends.filter(backend => !boxedNames.has(backend.nodeName ?? NO_NAME))
  const places = new Map<string, number>()
  const capacities = new Map<string, number>()
  const keep = (key: string, placed: ReadonlyMap<string, number>, perRow: number) => {
    for (const [backend, place] of placed) places.set(backend, place)
    capacities.set(key, capacityOf(placed, { input, key, perRow }))
  }
  const metrics = groupMetrics(input.sizing)
  if (rest.length > 0) keep(FLAT, placeFlat(input, rest), metrics.flatPerRow)
  for (const name of boxed)
    keep(nodeKey(name), placeInOrder((byNode.get(name) ?? []).map(keyOf), input.before?.places), metrics.unitPerRow)
  capacities.set(ABSENT, input.members.absent.length)
  return { nodePlaces: placeNodes(boxed, input.before?.nodePlaces ?? null), places, capacities }
}

/** The shape of a planned group, for its frame. */
export function shapeOf(plan: GroupPlan): GroupShape {
  return {
    flat: plan.capacities.get(FLAT) ?? null,
    boxes: plan.nodePlaces.map(name => (name === null ? null : (plan.capacities.get(nodeKey(name)) ?? null))),
    absent: plan.capacities.get(ABSENT) ?? 0,
  }
}

function keyOf(backend: BackendView): string {
  return backend.key
}

function groupByNode(backends: readonly BackendView[]): ReadonlyMap<string, readonly BackendView[]> {
  const nodes = new Map<string, BackendView[]>()
  for (const backend of backends) getOrMake(nodes, backend.nodeName ?? NO_NAME, () => []).push(backend)
  return nodes
}

function wantsNodes(input: PlanInput, byNode: ReadonlyMap<string, readonly BackendView[]>): boolean {
  if (!input.nodesAllowed || byNode.size === 0 || (byNode.size === 1 && byNode.has(NO_NAME))) return false
  const sizes = [...byNode.values()].map(backends => backends.length).toSorted((a, b) => a - b)
  const median = sizes[Math.floor((sizes.length - 1) / 2)] ?? 0
  const had = input.before && (input.before.capacities.has(FLAT) ? 1 : -1)
  return median >= NODE_MEDIAN + (had ?? 0)
}

/** By slot where slots are unique and not too thin; else by order, as far as nobody has a place yet. */
function placeFlat(input: PlanInput, backends: readonly BackendView[]): ReadonlyMap<string, number> {
  const slots = new Map(backends.map(backend => [backend.key, backend.slot]))
  const last = backends.reduce((most, backend) => Math.max(most, backend.slot), 0)
  const unique = new Set(slots.values()).size === backends.length
  const thin = last + 1 > 2 * input.members.backends.length + 26
  if (input.bySlot && unique && !thin) return slots
  return placeInOrder(backends.map(keyOf), input.before?.places)
}

/** Whoever had a place of its own keeps it; the others take the lowest free ones in their order. */
export function placeInOrder(
  keys: readonly string[],
  before: ReadonlyMap<string, number> | undefined,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const taken = new Set<number>()
  for (const key of keys) {
    const place = before?.get(key)
    if (place === undefined || taken.has(place) || place > 2 * keys.length + 12) continue
    places.set(key, place)
    taken.add(place)
  }
  let free = 0
  for (const key of keys) {
    if (places.has(key)) continue
    while (taken.has(free)) free += 1
    places.set(key, free)
    taken.add(free)
  }
  return places
}

function capacityOf(
  placed: ReadonlyMap<string, number>,
  { input, key, perRow }: { input: PlanInput; key: string; perRow: number },
): number {
  let needed = 0
  for (const place of placed.values()) needed = Math.max(needed, place + 1)
  const before = input.sameSizing ? (input.before?.capacities.get(key) ?? 0) : 0
  const rowsToSpare = Math.ceil(before / perRow) - Math.ceil(needed / perRow)
  return rowsToSpare > 0 && rowsToSpare <= 1 + needed / perRow / 3 ? before : needed
}

/** Nodes keep their places; a node that left leaves a hole until another takes it, as long as holes are few. */
function placeNodes(names: readonly string[], before: readonly (string | null)[] | null): readonly (string | null)[] {
  const sorted = names.toSorted((a, b) => (a === NO_NAME ? 1 : b === NO_NAME ? -1 : compareNatural(a, b)))
  if (before === null) return sorted
  const present = new Set(names)
  const kept = before.map(name => (name !== null && present.has(name) ? name : null))
  const holes = kept.filter(name => name === null).length
  if (holes > 1 + names.length / 4) return sorted
  const known = new Set(kept)
  const newcomers = sorted.filter(name => !known.has(name))
  const filled = kept.map(name => name ?? newcomers.shift() ?? null)
  return [...filled, ...newcomers]
}
