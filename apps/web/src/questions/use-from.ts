import type { NodeTraffic, ServiceView } from '@slicescope/view'
import { usePlace } from '../app/stores.ts'
import { nodeTrafficQuery } from './service-queries.ts'
import { useFreshQuery } from './use-fresh-query.ts'

/** Who answers from the node that the place looks from; null where it looks from none, or before the answer. */
export function useFrom(view: ServiceView): NodeTraffic | null {
  const { cluster, service, from } = usePlace()
  const isAsked = cluster !== null && service !== null && from !== null
  const query = nodeTrafficQuery(
    { cluster: cluster ?? '', service: service ?? { namespace: '', name: '' } },
    from ?? '',
  )
  const { data } = useFreshQuery({ ...query, enabled: isAsked }, isAsked ? view : null)
  return isAsked ? (data ?? null) : null
}
