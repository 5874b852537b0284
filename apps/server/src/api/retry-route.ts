import { Problem } from '@slicescope/answers'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { findCluster } from './find-cluster.ts'

const answerSchema = z.object({ status: z.literal('trying') })

/** Retries everything now, for a user who has logged in again or fixed the connection. */
export function retryRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/retry',
    summary: 'Retries failed credential plugins and lost watches now',
    params: z.object({ cluster: z.string() }),
    query: z.strictObject({}),
    problems: [404, 503],
    answer: answerSchema,
    handle: ({ params }) => {
      const cluster = findCluster(registry, params.cluster)
      if (cluster instanceof Problem) return cluster
      cluster.retry()
      return { status: 'trying' as const }
    },
  })
}
