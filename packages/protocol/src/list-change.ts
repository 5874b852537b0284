import { addDigests, type Digest, digestOf, NO_DIGEST, subtractDigests } from './digest.ts'
import { isEqualJson } from './json-equality.ts'
import { longestRising } from './longest-rising.ts'

/** Member of a collection, told from the others by its key. */
export interface Entity {
  readonly key: string
}

/** What became of an ordered collection. Entities that it does not name keep their order among each other. */
export interface ListChange<E extends Entity> {
  readonly removals: readonly string[]
  /** New, changed and moved entities, each with its index in the new list, rising. */
  readonly upserts: readonly { readonly at: number; readonly entity: E }[]
}

/** Null when nothing differs. */
export function diffList<E extends Entity>(before: readonly E[], after: readonly E[]): ListChange<E> | null {
  const places = new Map(before.map(({ key }, index) => [key, index]))
  const present = new Set(after.map(({ key }) => key))
  // Where keys are not unique (an address may stand twice in a slice), a change names all entities again.
  const isTold = places.size === before.length && present.size === after.length
  if (!isTold && isEqualJson(before, after)) return null
  const staying = isTold ? stayingIndexes(before, after, places) : new Set<number>()
  const upserts = after.flatMap((entity, at) => (staying.has(at) ? [] : [{ at, entity }]))
  const removals = before.flatMap(({ key }) => (present.has(key) ? [] : [key]))
  return upserts.length === 0 && removals.length === 0 ? null : { removals, upserts }
}

/** Indexes in `after` of entities that are as they were and need not move. */
function stayingIndexes<E extends Entity>(
  before: readonly E[],
  after: readonly E[],
  places: ReadonlyMap<string, number>,
): ReadonlySet<number> {
  const same: { readonly from: number; readonly to: number }[] = []
  let isRising = true
  for (const [to, entity] of after.entries()) {
    const from = places.get(entity.key)
    if (from === undefined || !isEqualJson(before[from], entity)) continue
    isRising &&= from > (same.at(-1)?.from ?? -1)
    same.push({ from, to })
  }
  if (isRising) return new Set(same.map(({ to }) => to))
  const run = new Set(longestRising(same.map(({ from }) => from)))
  return new Set(same.flatMap(({ to }, index) => (run.has(index) ? [to] : [])))
}

export interface AppliedList<E extends Entity> {
  readonly list: E[]
  /** To be added to the topic's digest. */
  readonly difference: Digest
}

/** The list after the change; untouched entities are the very same objects. `place` is the collection's name. */
export function applyList<E extends Entity>(
  place: string,
  before: readonly E[],
  change: ListChange<E>,
): AppliedList<E> {
  const touched = new Set([...change.removals, ...change.upserts.map(({ entity }) => entity.key)])
  const kept: E[] = []
  let difference = NO_DIGEST
  for (const entity of before) {
    if (touched.has(entity.key)) difference = subtractDigests(difference, digestOf(place, entity))
    else kept.push(entity)
  }
  for (const { entity } of change.upserts) difference = addDigests(difference, digestOf(place, entity))
  return { list: weave(kept, change.upserts), difference }
}

function weave<E extends Entity>(kept: readonly E[], upserts: ListChange<E>['upserts']): E[] {
  const list: E[] = []
  let next = 0
  for (const { at, entity } of upserts) {
    while (list.length < at && next < kept.length) list.push(...kept.slice(next, (next += 1)))
    list.push(entity)
  }
  return [...list, ...kept.slice(next)]
}
