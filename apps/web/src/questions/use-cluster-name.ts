import { useQuery } from '@tanstack/react-query'
import { usePlace } from '../state/stores.ts'
import { clustersQuery } from './clusters.ts'

/** The open cluster as its kubeconfig calls it; its slug until that is known. */
export function useClusterName(): string {
  const { cluster } = usePlace()
  const { data = [] } = useQuery(clustersQuery)
  return data.find(({ slug }) => slug === cluster)?.context ?? cluster ?? 'none'
}
