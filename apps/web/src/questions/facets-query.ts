import type { FacetKind, Facets } from '@slicescope/view'
import { queryOptions } from '@tanstack/react-query'
import { getJson, hasList } from './get-json.ts'

/** ms; pods move between nodes in steps of seconds. */
const REFRESH = 5000

interface Asked {
  readonly cluster: string
  readonly by: FacetKind
  /** Only this one; null for all. */
  readonly name: string | null
}

/** Which Services have backends on a Node or of a workload. */
export function facetsQuery({ cluster, by, name }: Asked) {
  const one = name === null ? '' : `&name=${encodeURIComponent(name)}`
  return queryOptions({
    queryKey: ['facets', cluster, by, name],
    queryFn: ({ signal }) =>
      getJson(`/api/clusters/${encodeURIComponent(cluster)}/facets?by=${by}${one}`, {
        signal,
        isExpected: (body): body is Facets => hasList(body, 'facets'),
      }),
    refetchInterval: REFRESH,
    retry: false,
  })
}
