import type { SearchHit } from '../schema/search.ts'

export interface Ranked {
  /** Lower comes first. */
  readonly rank: number
  readonly hit: SearchHit
}

/** A hit with what most have none of. */
export function aHit(hit: Pick<SearchHit, 'kind' | 'title' | 'detail'> & Partial<SearchHit>): SearchHit {
  return { services: [], select: null, namespace: null, narrows: null, ...hit }
}
