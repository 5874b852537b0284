import type { Freshness, Row, ServiceView } from '@slicescope/view'
import { type QueryKey, queryOptions } from '@tanstack/react-query'
import { type AskedCluster, type AskedService, clusterPath, servicePath } from './asked.ts'
import { getJson, hasList } from './get-json.ts'

/** Older moments are read again when they are shown again. */
const KEPT_MS = 60_000

/** A Service as of a moment of the past, in the shape in which the stream has it. */
export function pastViewQuery(asked: AskedService) {
  return queryOptions({
    queryKey: ['view', asked.cluster, asked.service, asked.at],
    queryFn: ({ signal }) =>
      getJson(servicePath(asked, ''), {
        signal,
        isExpected: (body): body is PastView => hasList(body, 'backends'),
      }),
    placeholderData: (before, query) => (isOfSame(query?.queryKey, asked) ? before : undefined),
    staleTime: Infinity,
    gcTime: KEPT_MS,
    retry: false,
  })
}

/** All rows as of a moment of the past. */
export function pastRowsQuery(asked: AskedCluster) {
  return queryOptions({
    queryKey: ['rows', asked.cluster, asked.at],
    queryFn: ({ signal }) =>
      getJson(clusterPath(asked, '/services'), {
        signal,
        isExpected: (body): body is PastRows => hasList(body, 'services'),
      }),
    placeholderData: (before, query) => (query?.queryKey[1] === asked.cluster ? before : undefined),
    staleTime: Infinity,
    gcTime: KEPT_MS,
    retry: false,
  })
}

/** With the position that the answer includes; without one where it was played. */
type PastView = ServiceView & { readonly position?: string }

interface PastRows {
  readonly services: readonly Row[]
  readonly freshness: Freshness
}

/** While another moment is read, the picture of the last one stays; never that of another Service. */
function isOfSame(key: QueryKey | undefined, { cluster, service }: AskedService): boolean {
  return key?.[1] === cluster && JSON.stringify(key[2]) === JSON.stringify(service)
}
