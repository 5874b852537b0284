import type { ObjectAnswer, ShownResource } from '@slicescope/view'
import { queryOptions } from '@tanstack/react-query'
import { getJson } from './get-json.ts'

/** An object that can be read as a whole. */
export interface AskedObject {
  readonly resource: ShownResource
  /** Null for what is in no namespace. */
  readonly namespace: string | null
  readonly name: string
}

/** Read from the API server when asked for, and again only on demand: its own as-of stands beside it. */
export function objectQuery(cluster: string, { resource, namespace, name }: AskedObject) {
  const where = namespace === null ? '' : `&namespace=${encodeURIComponent(namespace)}`
  return queryOptions({
    queryKey: ['object', cluster, resource, namespace, name],
    queryFn: ({ signal }) =>
      getJson(
        `/api/clusters/${encodeURIComponent(cluster)}/object?resource=${resource}${where}&name=${encodeURIComponent(name)}`,
        { signal, isExpected },
      ),
    staleTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  })
}

function isExpected(body: unknown): body is ObjectAnswer {
  return typeof body === 'object' && body !== null && 'object' in body && 'hidden' in body && Array.isArray(body.hidden)
}
