import type { Listers, Resource } from '@slicescope/model'

/**
 * Whether what is held of a resource in a namespace is all there is. `loading` before the first complete list;
 * `forbidden` while the API refuses, also when something is still held from before; `not-recorded` where a recording
 * holds nothing of it.
 */
export type Coverage = 'known' | 'loading' | 'forbidden' | 'not-recorded'

/** For cluster-scoped resources the namespace is not looked at. */
export type CoverageOf = (resource: Resource, namespace: string) => Coverage

/** What the graph is concluded from. */
export interface Inputs {
  readonly listers: Listers
  readonly coverage: CoverageOf
}

/** The same at a time, in ms since the epoch. */
export interface Moment extends Inputs {
  readonly now: number
}

/** What of pods, and of what makes them, a reader cannot see. */
export type Hidden = 'pods' | 'workloads' | 'both'

/** As if these could not be read by anyone. Without both, slices and Nodes alone decide. */
export function hiding<T extends Inputs>(inputs: T, hidden: Hidden): T {
  const isHidden = (resource: Resource) =>
    (hidden !== 'workloads' && resource === 'pods') || (hidden !== 'pods' && WORKLOADS.has(resource))
  return {
    ...inputs,
    coverage: (resource, namespace) => (isHidden(resource) ? 'forbidden' : inputs.coverage(resource, namespace)),
  }
}

const WORKLOADS: ReadonlySet<Resource> = new Set<Resource>(['deployments', 'replicasets', 'statefulsets', 'daemonsets'])
