import { readRecent } from '../state/recent.ts'
import { keyOf, type Place } from '../url/place.ts'

/** Most of them, so that commands stay in sight. */
const MOST = 5

/** Keys of the Services of a cluster that were opened last, without the open one. */
export function recentKeys({ cluster, service }: Pick<Place, 'cluster' | 'service'>): readonly string[] {
  return readRecent(globalThis.localStorage)
    .filter(each => each.cluster === cluster && (service === null || each.key !== keyOf(service)))
    .map(({ key }) => key)
    .slice(0, MOST)
}
