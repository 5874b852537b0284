import type { ClusterOverview } from '@slicescope/view'
import { queryOptions } from '@tanstack/react-query'
import { type AskedCluster, clusterPath, refreshOf } from './asked.ts'
import { getJson, hasList } from './get-json.ts'

/** ms; what Services share changes in steps of seconds. */
const REFRESH = 2000

/** What is common to the Services of a cluster. */
export function overviewQuery(asked: AskedCluster) {
  return queryOptions({
    queryKey: ['overview', asked],
    queryFn: ({ signal }) =>
      getJson(clusterPath(asked, '/overview'), {
        signal,
        isExpected: (body): body is ClusterOverview => hasList(body, 'causes'),
      }),
    refetchInterval: refreshOf(asked, REFRESH),
    retry: false,
  })
}
