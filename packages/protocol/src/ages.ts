import type { Freshness } from '@slicescope/view'

/** Times that move by themselves: they travel with heartbeats and count in no digest and no difference. */
export interface Ages {
  readonly heard: string | null
  readonly progressed: string | null
  readonly verified: string | null
}

export function withoutAges(freshness: Freshness): Freshness {
  return { ...freshness, heard: null, progressed: null, verified: null }
}

export function withAges<V extends { readonly freshness: Freshness }>(
  value: V,
  { heard, progressed, verified }: Ages,
): V {
  return { ...value, freshness: { ...value.freshness, heard, progressed, verified } }
}
