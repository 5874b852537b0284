import type { ClusterOverview } from '@slicescope/view'
import { queryOptions } from '@tanstack/react-query'
import { getJson, hasList } from './get-json.ts'

/** ms; what Services share changes in steps of seconds. */
const REFRESH = 2000

/** What is common to the Services of a cluster. */
export function overviewQuery(cluster: string) {
  return queryOptions({
    queryKey: ['overview', cluster],
    queryFn: ({ signal }) =>
      getJson(`/api/clusters/${encodeURIComponent(cluster)}/overview`, {
        signal,
        isExpected: (body): body is ClusterOverview => hasList(body, 'causes'),
      }),
    refetchInterval: REFRESH,
    retry: false,
  })
}
