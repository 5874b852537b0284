import type { FacetKind, Facets } from '@slicescope/view'
import { queryOptions } from '@tanstack/react-query'
import { type AskedCluster, clusterPath, refreshOf } from './asked.ts'
import { getJson, hasList } from './get-json.ts'

/** ms; pods move between nodes in steps of seconds. */
const REFRESH = 5000

interface Asked extends AskedCluster {
  readonly by: FacetKind
  /** Only this one; null for all. */
  readonly name: string | null
}

/** Which Services have backends on a Node or of a workload. */
export function facetsQuery({ by, name, ...asked }: Asked) {
  const one = name === null ? '' : `&name=${encodeURIComponent(name)}`
  return queryOptions({
    queryKey: ['facets', asked, by, name],
    queryFn: ({ signal }) =>
      getJson(clusterPath(asked, `/facets?by=${by}${one}`), {
        signal,
        isExpected: (body): body is Facets => hasList(body, 'facets'),
      }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  })
}
