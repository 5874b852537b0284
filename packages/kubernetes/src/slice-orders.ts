import { must } from '@slicescope/model'

/** What several slices say of one ip:port, each something else. */
export interface Conflict<T> {
  /** Whose word holds of the slices in the order in which kube-proxy happens to walk them. */
  readonly wins: 'first' | 'last'
  readonly claimants: readonly Claimant<T>[]
}

interface Claimant<T> {
  readonly slice: string
  readonly claimed: T
}

/** Of more slices that contradict each other the orders are too many to be walked: 5 have 120. */
const MAX_SLICES = 5

/**
 * What can come of conflicts when slices are walked in any order (Go's order of maps): independent groups of conflicts,
 * and for each group every outcome that some order has. In a group of more than five slices each conflict counts as
 * independent of the others, which may add outcomes but never leaves one out.
 */
export function listAlternatives<T>(conflicts: readonly Conflict<T>[]): readonly (readonly (readonly T[])[])[] {
  return connected(conflicts).flatMap(group => {
    const slices = [...slicesOf(group)]
    if (slices.length <= MAX_SLICES) return [outcomes(group, slices)]
    return group.map(({ claimants }) => claimants.map(({ claimed }) => [claimed]))
  })
}

function slicesOf<T>(conflicts: readonly Conflict<T>[]): ReadonlySet<string> {
  return new Set(conflicts.flatMap(({ claimants }) => claimants.map(({ slice }) => slice)))
}

/** Conflicts that share slices, directly or by way of others, stand in one group. */
function connected<T>(conflicts: readonly Conflict<T>[]): readonly (readonly Conflict<T>[])[] {
  const parents = new Map<string, string>()
  const rootOf = (slice: string): string => {
    const parent = parents.get(slice) ?? slice
    return parent === slice ? slice : rootOf(parent)
  }
  for (const { claimants } of conflicts) {
    const root = rootOf(must(claimants[0]).slice)
    for (const { slice } of claimants) parents.set(rootOf(slice), root)
  }
  return [...Map.groupBy(conflicts, ({ claimants }) => rootOf(must(claimants[0]).slice)).values()]
}

function outcomes<T>(conflicts: readonly Conflict<T>[], slices: readonly string[]): readonly (readonly T[])[] {
  const distinct = new Map<string, readonly T[]>()
  for (const order of permutations(slices)) {
    const rank = new Map(order.map((slice, at) => [slice, at]))
    const winners = conflicts.map(conflict => winnerOf(conflict, rank))
    const key = winners.map(({ slice }) => slices.indexOf(slice)).join()
    if (!distinct.has(key))
      distinct.set(
        key,
        winners.map(({ claimed }) => claimed),
      )
  }
  return [...distinct.values()]
}

function winnerOf<T>({ wins, claimants }: Conflict<T>, rank: ReadonlyMap<string, number>): Claimant<T> {
  const sign = wins === 'first' ? 1 : -1
  const place = ({ slice }: Claimant<T>) => sign * must(rank.get(slice))
  return claimants.reduce((best, claimant) => (place(claimant) < place(best) ? claimant : best))
}

function permutations(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map(rest => [item, ...rest]))
}
