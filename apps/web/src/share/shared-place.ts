import { useQuery } from '@tanstack/react-query'
import { clustersQuery } from '../questions/clusters.ts'
import { useLive, usePlace } from '../state/stores.ts'
import type { Place } from '../url/place.ts'

/** The place as links carry it: with the identity of its cluster, which other machines may call differently. */
export function useSharedPlace(): Place {
  const place = usePlace()
  const { data: clusters = [] } = useQuery(clustersQuery)
  const open = useLive(live => live.stream.hello?.cluster)
  const uid =
    (open?.slug === place.cluster ? open?.uid : null) ?? clusters.find(({ slug }) => slug === place.cluster)?.uid
  // Each demo is a cluster of its own, and any will do.
  return { ...place, identity: place.cluster === 'demo' ? null : (uid ?? null) }
}
