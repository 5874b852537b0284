import type { ServiceView } from '@slicescope/view'
import { useQuery, type UseQueryOptions } from '@tanstack/react-query'
import { useEffect } from 'react'

/** A question that is asked again whenever the view that it is about changes, so that both tell of the same moment. */
export function useFreshQuery<T>(options: UseQueryOptions<T>, view: ServiceView | null) {
  const query = useQuery(options)
  const { refetch } = query
  // What is past changes only with the moment, which the question names.
  const endpoints = view?.freshness.moment === 'past' ? undefined : view?.endpoints
  const service = view?.service
  useEffect(() => {
    if (endpoints !== undefined && service !== undefined) void refetch()
  }, [refetch, endpoints, service])
  return query
}
