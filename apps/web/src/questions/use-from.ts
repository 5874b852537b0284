import type { ServiceView, TrafficPort } from '@slicescope/view'
import { usePlace } from '../state/stores.ts'
import { useAsked } from './asked.ts'
import { nodeTrafficQuery, trafficGroupsQuery } from './service-queries.ts'
import { useFreshQuery } from './use-fresh-query.ts'

/** What answers whom, for each group of nodes there; null where the place looks from nowhere, or before the answer. */
export function useFrom(view: ServiceView): readonly TrafficPort[] | null {
  const { cluster, service, from } = usePlace()
  const asked = { ...useAsked(), service: service ?? { namespace: '', name: '' } }
  const isAsked = cluster !== null && service !== null
  const isNode = isAsked && from?.kind === 'node'
  const isZone = isAsked && from?.kind === 'zone'
  const node = useFreshQuery({ ...nodeTrafficQuery(asked, from?.key ?? ''), enabled: isNode }, isNode ? view : null)
  const zone = useFreshQuery({ ...trafficGroupsQuery(asked, from?.key ?? ''), enabled: isZone }, isZone ? view : null)
  if (isNode) return node.data?.ports ?? null
  return isZone ? (zone.data?.groups.flatMap(({ ports }) => ports) ?? null) : null
}
