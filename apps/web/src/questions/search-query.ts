import type { SearchAnswer } from '@slicescope/view'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { getJson, hasList } from './get-json.ts'

/** What a query finds in a cluster; the last answer stays until the next is there. */
export function searchQuery(cluster: string, query: string) {
  return queryOptions({
    queryKey: ['search', cluster, query],
    queryFn: ({ signal }) =>
      getJson(`/api/clusters/${encodeURIComponent(cluster)}/search?q=${encodeURIComponent(query)}`, {
        signal,
        isExpected: (body): body is SearchAnswer => hasList(body, 'hits'),
      }),
    placeholderData: keepPreviousData,
    retry: false,
  })
}
