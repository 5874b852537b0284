import type { WatchState } from '@slicescope/model'
import { isRequired, tableKey } from './watch-report.ts'

/** Which watches that health is made from are blind and as of when their data is, as text to compare. */
export function blindnessOf(watches: readonly WatchState[]): string {
  return watches
    .filter(({ blind, resource }) => blind && isRequired(resource))
    .map(({ resource, namespace, asOf }) => `${tableKey(resource, namespace)}=${asOf}`)
    .join()
}
