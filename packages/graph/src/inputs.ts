import type { Listers, Resource } from '@slicescope/model'

/**
 * Whether what is held of a resource in a namespace is all there is. `loading` before the first complete list;
 * `forbidden` while the API refuses, also when something is still held from before.
 */
export type Coverage = 'known' | 'loading' | 'forbidden'

/** For cluster-scoped resources the namespace is not looked at. */
export type CoverageOf = (resource: Resource, namespace: string) => Coverage

/** What the graph is concluded from. */
export interface Inputs {
  readonly listers: Listers
  readonly coverage: CoverageOf
}
