import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { clustersQuery } from '../questions/clusters.ts'
import { useLive, usePlaceStore } from '../state/stores.ts'
import type { Place } from '../url/place.ts'
import { whereaboutsOf } from '../url/same-cluster.ts'

/** Leads a link to the cluster that it was made on, whatever its name here. Answers whether that is none known here. */
export function useIdentity({ cluster, identity }: Place): boolean {
  const store = usePlaceStore()
  const { data: clusters = [] } = useQuery(clustersQuery)
  const open = useLive(live => live.stream.hello?.cluster)
  const known = clusters.map(({ slug, uid }) => ({ slug, uid: uid ?? (open?.slug === slug ? open.uid : null) }))
  const where = cluster === null || identity === null ? null : whereaboutsOf({ slug: cluster, identity }, known)
  const kind = where?.kind
  const slug = where?.kind === 'elsewhere' ? where.slug : cluster
  useEffect(() => {
    if (kind === 'here' || kind === 'elsewhere') store.replace({ cluster: slug, identity: null })
  }, [store, kind, slug])
  return kind === 'another'
}
