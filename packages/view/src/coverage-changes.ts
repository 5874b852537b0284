import { isEqualKept, type Resource, type WatchState } from '@slicescope/model'
import { coverageOfWatch, hasSlicesLeftOut, tableKey } from './watch-report.ts'

export interface CoverageChange {
  readonly resource: Resource
  readonly namespace: string | null
}

/** The watches whose coverage differs, the new and the gone ones included. */
export function coverageChanges(
  before: readonly WatchState[],
  after: readonly WatchState[],
): readonly CoverageChange[] {
  const was = new Map(before.map(watch => [tableKey(watch.resource, watch.namespace), watch]))
  const isNow = new Map(after.map(watch => [tableKey(watch.resource, watch.namespace), watch]))
  const changed = after.filter(watch => differs(was.get(tableKey(watch.resource, watch.namespace)), watch))
  const gone = before.filter(watch => !isNow.has(tableKey(watch.resource, watch.namespace)))
  return [...changed, ...gone].map(({ resource, namespace }) => ({ resource, namespace }))
}

function differs(before: WatchState | undefined, after: WatchState): boolean {
  if (before === undefined || coverageOfWatch(before) !== coverageOfWatch(after)) return true
  if (!isEqualKept(before.byNamespace, after.byNamespace)) return true
  return !isEqualKept(before.leftOut, after.leftOut) && (hasSlicesLeftOut(before) || hasSlicesLeftOut(after))
}
