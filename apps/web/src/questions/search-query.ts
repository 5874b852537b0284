import type { SearchAnswer } from '@slicescope/view'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type AskedCluster, clusterPath } from './asked.ts'
import { getJson, hasList } from './get-json.ts'

/** What a query finds in a cluster; the last answer stays until the next is there. */
export function searchQuery(asked: AskedCluster, query: string) {
  return queryOptions({
    queryKey: ['search', asked, query],
    queryFn: ({ signal }) =>
      getJson(clusterPath(asked, `/search?q=${encodeURIComponent(query)}`), {
        signal,
        isExpected: (body): body is SearchAnswer => hasList(body, 'hits'),
      }),
    placeholderData: keepPreviousData,
    retry: false,
  })
}
