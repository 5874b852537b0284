import { queryOptions } from '@tanstack/react-query'
import { pageFetch } from '../session/page-fetch.ts'

/** A cluster that can be chosen, as `/api/clusters` tells. */
export interface Cluster {
  readonly slug: string
  readonly context: string
  /** Its identity, the same on every machine; null until it answered. */
  readonly uid: string | null
  readonly open: boolean
  readonly state: string | null
}

export const clustersQuery = queryOptions({
  queryKey: ['clusters'],
  queryFn: async ({ signal }): Promise<readonly Cluster[]> => {
    const response = await pageFetch('/api/clusters', { signal, headers: { accept: 'application/json' } })
    if (!response.ok) throw new HttpError(response.status)
    return readClusters(await response.json())
  },
  refetchInterval: 30_000,
  retry: (failures, error) => !(error instanceof HttpError && error.status === 401) && failures < 20,
})

export class HttpError extends Error {
  override readonly name = 'HttpError'
  readonly status: number

  constructor(status: number, detail = `The server answered ${status}.`) {
    super(detail)
    this.status = status
  }
}

/** What is not understood is left out. */
export function readClusters(body: unknown): readonly Cluster[] {
  if (typeof body !== 'object' || body === null || !('clusters' in body) || !Array.isArray(body.clusters)) return []
  return body.clusters.flatMap(cluster => readCluster(cluster) ?? [])
}

function readCluster(cluster: unknown): Cluster | undefined {
  if (typeof cluster !== 'object' || cluster === null) return undefined
  if (!('slug' in cluster && typeof cluster.slug === 'string')) return undefined
  return {
    slug: cluster.slug,
    context: 'context' in cluster && typeof cluster.context === 'string' ? cluster.context : cluster.slug,
    uid: 'uid' in cluster && typeof cluster.uid === 'string' ? cluster.uid : null,
    open: 'open' in cluster && cluster.open === true,
    state: 'state' in cluster && typeof cluster.state === 'string' ? cluster.state : null,
  }
}
