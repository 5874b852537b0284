import type { SearchHit } from '../schema/search.ts'

export interface Ranked {
  /** Lower comes first. */
  readonly rank: number
  readonly title: string
  /** Made only of what is shown: a short query finds more than is read. */
  readonly make: () => SearchHit
}

/** The first `most`, by rank, then by title, then as they come. O(n). */
export function bestOf<Found extends Order>(found: Iterable<Found>, most: number): readonly Found[] {
  const best: Found[] = []
  for (const each of found) {
    const last = best.length < most ? undefined : best.at(-1)
    if (last !== undefined && compareRanked(each, last) >= 0) continue
    const at = best.findLastIndex(other => compareRanked(other, each) <= 0)
    best.splice(at + 1, 0, each)
    if (best.length > most) best.pop()
  }
  return best
}

type Order = Pick<Ranked, 'rank' | 'title'>

function compareRanked(a: Order, b: Order): number {
  return a.rank - b.rank || (a.title < b.title ? -1 : a.title > b.title ? 1 : 0)
}

/** A hit with what most have none of. */
export function aHit(hit: Pick<SearchHit, 'kind' | 'title' | 'detail'> & Partial<SearchHit>): SearchHit {
  return { services: [], select: null, namespace: null, narrows: null, ...hit }
}
