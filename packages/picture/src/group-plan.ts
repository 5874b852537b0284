import type { BackendView } from '@slicescope/view'
import { type GroupShape, groupMetrics } from './group-frame.ts'
import type { GroupMembers } from './group-members.ts'
import { getOrMake, NO_NAME } from './grouping.ts'
import { compareNatural } from './natural-order.ts'
import type { GroupPlan, Plan, Sizing } from './positioned-graph.ts'

/** Keys of `GroupPlan.capacities` beside those of nodes (`node:` and the name). */
export const FLAT = 'flat'
export const ABSENT = 'absent'

export function nodeKey(name: string): string {
  return `node:${name}`
}

/** Nodes get boxes where they hold this many in the median; what was chosen before holds a pod and a node off it. */
const NODE_MEDIAN = 3
/** The pitch below which the name of a node does not fit its box. */
export const NODE_PITCH = 16

export interface PlanInput {
  readonly members: GroupMembers
  readonly notReadyNodes: ReadonlySet<string>
  readonly sizing: Sizing
  /** Slots are unique in a zone only; elsewhere places are counted again. */
  readonly bySlot: boolean
  readonly nodesAllowed: boolean
  readonly before: GroupPlan | undefined
  /** Whether cells of `before` had the same size, so that its capacities still mean the same. */
  readonly sameSizing: boolean
  /** What the group showed before, where it had the choice. */
  readonly shown: Shown | undefined
}

/** Whether a group stood in boxes of its nodes, or in one grid beside the boxes of nodes that are not Ready. */
export type Shown = 'nodes' | 'grid'

/** What a group showed in an earlier layout; undefined where it was not there, or had no room for boxes. */
export function shownIn(plan: Plan | null, group: string): Shown | undefined {
  const before = plan?.sizing.nodes ? plan.groups.get(group) : undefined
  return before && (before.capacities.has(FLAT) ? 'grid' : 'nodes')
}

/** Gives every backend of a group a place. Who had one keeps it, newcomers take the lowest free one. */
export function planGroup(input: PlanInput): GroupPlan {
  const { shown, boxed, byNode, rest } = divide(input)
  const metrics = groupMetrics(input.sizing)
  const flat = rest.length > 0 ? placeFlat(input, { boxed, rest }) : new Map<string, number>()
  const places = new Map(flat)
  const capacities = new Map<string, number>()
  const isVacated = shown === 'grid' && input.before?.capacities.has(FLAT)
  if (rest.length > 0 || isVacated)
    capacities.set(FLAT, capacityOf(flat, { input, key: FLAT, perRow: metrics.flatPerRow }))
  for (const name of boxed) {
    const inBox = placeInOrder((byNode.get(name) ?? []).map(keyOf), input.before?.places)
    for (const [backend, place] of inBox) places.set(backend, place)
    capacities.set(nodeKey(name), capacityOf(inBox, { input, key: nodeKey(name), perRow: metrics.unitPerRow }))
  }
  capacities.set(ABSENT, input.members.absent.length)
  return { nodePlaces: placeNodes(boxed, input.before?.nodePlaces ?? null), places, capacities }
}

type Division = Pick<PlanInput, 'members' | 'notReadyNodes' | 'nodesAllowed' | 'shown'>

/** Who stands in a box of its node, and who in the flat grid. */
function divide(input: Division) {
  const byNode = groupByNode(input.members.backends)
  const names = [...byNode.keys()]
  const shown: Shown = wantsNodes(input, byNode) ? 'nodes' : 'grid'
  const boxed = shown === 'nodes' ? names : names.filter(name => input.notReadyNodes.has(name))
  const boxedNames = new Set(boxed)
  const { backends } = input.members
  const rest = boxed.length === 0 ? backends : backends.filter(({ nodeName }) => !boxedNames.has(nodeName ?? NO_NAME))
  return { shown, byNode, boxed, rest }
}

/** The shape that a group would have, without giving places. */
export function expectedShape(input: Division & Pick<PlanInput, 'bySlot'>): GroupShape {
  const { byNode, boxed, rest } = divide(input)
  const last = lastSlotOf(rest)
  const flat = input.bySlot && boxed.length === 0 && !isThin(last, rest.length) ? last + 1 : rest.length
  return {
    flat: rest.length > 0 ? flat : null,
    boxes: boxed.map(name => byNode.get(name)?.length ?? 0),
    absent: input.members.absent.length,
  }
}

/** So many slots are free that the grid would be mostly holes. */
function isThin(lastSlot: number, backends: number): boolean {
  return lastSlot + 1 > 2 * backends + 26
}

function lastSlotOf(backends: readonly BackendView[]): number {
  return backends.reduce((most, backend) => Math.max(most, backend.slot), 0)
}

/** Whether a group of a plan had backends, or was kept empty after it had. */
export function hadBackends({ capacities, nodePlaces }: GroupPlan): boolean {
  return capacities.has(FLAT) || nodePlaces.length > 0
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

function wantsNodes(input: Division, byNode: ReadonlyMap<string, readonly BackendView[]>): boolean {
  if (!input.nodesAllowed || byNode.size === 0 || (byNode.size === 1 && byNode.has(NO_NAME))) return false
  const sizes = [...byNode.values()].map(backends => backends.length).toSorted((a, b) => a - b)
  switch (input.shown) {
    case undefined:
      return lowerMedian(sizes) >= NODE_MEDIAN
    case 'grid':
      // The node that the last pod left may have been the one that made it a grid.
      return lowerMedian([1, ...sizes]) > NODE_MEDIAN
    case 'nodes':
      return lowerMedian(sizes.length > 1 ? sizes.slice(1) : sizes) >= NODE_MEDIAN - 1
    default:
      return input.shown satisfies never
  }
}

/** Of two in the middle the lower; 0 of none. */
function lowerMedian(sorted: readonly number[]): number {
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}

/** By slot where that leaves few holes; else by order, for those without a place yet. */
function placeFlat(
  input: PlanInput,
  { boxed, rest }: { boxed: readonly string[]; rest: readonly BackendView[] },
): ReadonlyMap<string, number> {
  if (!input.bySlot || !hasUniqueSlots(rest) || !fitsSlots(input, boxed, rest))
    return placeInOrder(rest.map(keyOf), input.before?.places)
  const slots = new Map<string, number>()
  for (const { key, slot } of rest) slots.set(key, slot)
  return slots
}

/** A grid stays by slot or by order as it was, until one that is by slot has become thin. */
function fitsSlots({ before }: PlanInput, boxed: readonly string[], rest: readonly BackendView[]): boolean {
  const boxedBefore = new Set(before?.nodePlaces)
  const stayed = rest.filter(({ key, nodeName }) => before?.places.has(key) && !boxedBefore.has(nodeName ?? NO_NAME))
  if (stayed.length === 0) return boxed.length === 0 && !isThin(lastSlotOf(rest), rest.length)
  // One that left makes no grid thin.
  return stayed.every(({ key, slot }) => before?.places.get(key) === slot) && !isThin(lastSlotOf(rest), rest.length + 1)
}

/** Backends come in slot order. */
function hasUniqueSlots(backends: readonly BackendView[]): boolean {
  return backends.every((backend, index) => index === 0 || backends[index - 1]?.slot !== backend.slot)
}

/** Each that had a place keeps it; the others take the lowest free ones in their order. */
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
