import type { Coverage, CoverageOf } from '@slicescope/graph'
import type { Resource, WatchState, WatchTimes } from '@slicescope/model'

/** What is known of a watch by the entries, and its times as they are when one looks. */
export type Watch = WatchState & WatchTimes

/** What rows and views are made from; Namespaces are for choosing, not for answering. */
export const USED_RESOURCES = ['services', 'endpointslices', 'nodes', 'pods'] as const satisfies readonly Resource[]

export type UsedResource = (typeof USED_RESOURCES)[number]

/** Without these nothing can be answered; what the others lack makes answers poorer, not doubtful. */
export function isRequired(resource: Resource): boolean {
  return resource === 'services' || resource === 'endpointslices'
}

/** The watches that a namespace is (or, for '*', all namespaces are) followed by. Nodes are cluster-wide. */
export function watchesOf<W extends WatchState>(
  watches: readonly W[],
  resource: Resource,
  namespace: string,
): readonly W[] {
  const inScope = watches.filter(
    watch =>
      watch.resource === resource && (namespace === '*' || watch.namespace === null || watch.namespace === namespace),
  )
  if (namespace === '*' || inScope.length < 2) return inScope
  // One that works makes up for one that does not, as a namespace's own for the refused cluster-wide one.
  const working = inScope.filter(watch => coverageOfWatch(watch) === 'known')
  return working.length > 0 ? working : inScope
}

export function coverageOfWatch({ phase, hasSynced }: WatchState): Coverage {
  if (phase === 'forbidden' || phase === 'not-recorded') return phase
  return hasSynced ? 'known' : 'loading'
}

/** Coverage as a lookup; what is not followed is `loading`. */
export function coverageTable(watches: readonly WatchState[]): CoverageOf {
  // Asked many times a Service: by resource and namespace ('' for all), without a text made of both.
  const table = new Map<Resource, Map<string, Coverage>>()
  for (const watch of watches) {
    const own = table.get(watch.resource) ?? new Map<string, Coverage>()
    table.set(watch.resource, own.set(watch.namespace ?? '', coverageOfWatch(watch)))
  }
  const withLeftOut = watches.filter(hasSlicesLeftOut)
  const scattered = watches.filter(({ byNamespace }) => byNamespace !== undefined)
  return (resource, namespace) => {
    if (resource === 'endpointslices' && withLeftOut.some(watch => lacksSlicesOf(watch, namespace))) return 'loading'
    const own = table.get(resource)
    const isLoading = scattered.length > 0 && isUnfollowed(scattered, resource, namespace)
    const everywhere = isLoading ? 'loading' : own?.get('')
    if (everywhere === 'known' || resource === 'nodes') return everywhere ?? 'loading'
    return bestCoverage(everywhere, own?.get(namespace))
  }
}

/** It may be read in that namespace for all that is known, but is not followed there. */
export function isUnfollowed(watches: readonly WatchState[], resource: Resource, namespace: string): boolean {
  return watches.some(
    watch =>
      watch.resource === resource &&
      watch.phase === 'forbidden' &&
      (watch.byNamespace?.isLooking === true || watch.byNamespace?.named.includes(namespace) === true),
  )
}

/** A slice that is left out may be the one that says who is behind a Service. */
export function hasSlicesLeftOut({ resource, leftOut }: WatchState): boolean {
  return resource === 'endpointslices' && leftOut !== undefined && leftOut.count > 0
}

function lacksSlicesOf({ namespace: followed, leftOut }: WatchState, namespace: string): boolean {
  if (leftOut === undefined || (followed !== null && followed !== namespace)) return false
  const { count, objects } = leftOut
  return count > objects.length || objects.some(({ key }) => key.startsWith(`${namespace}/`))
}

function bestCoverage(a: Coverage | undefined, b: Coverage | undefined): Coverage {
  if (a === 'known' || b === 'known') return 'known'
  if (a === 'loading' || b === 'loading') return 'loading'
  return a ?? b ?? 'loading'
}

export function tableKey(resource: Resource, namespace: string | null): string {
  return `${resource}/${namespace ?? ''}`
}
