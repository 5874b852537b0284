import { useQuery } from '@tanstack/react-query'
import { facetsQuery } from '../questions/facets-query.ts'
import type { Place } from '../url/place.ts'
import type { Members } from './list-filter.ts'

/** The Services on the Node and of the workload that the list is narrowed to, asked again while it is. */
export function useMembers({ cluster, at, node, workload }: Place): Members {
  const ofNode = useQuery({
    ...facetsQuery({ cluster: cluster ?? '', at, by: 'node', name: node }),
    enabled: cluster !== null && node !== null,
  })
  const ofWorkload = useQuery({
    ...facetsQuery({ cluster: cluster ?? '', at, by: 'workload', name: workload }),
    enabled: cluster !== null && workload !== null,
  })
  return {
    node: ofNode.data === undefined ? null : new Set(ofNode.data.services),
    workload: ofWorkload.data === undefined ? null : new Set(ofWorkload.data.services),
  }
}
