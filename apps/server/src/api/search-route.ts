import { searchAnswerSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { findListedCluster } from './find-cluster.ts'

/** A pasted log line fits. */
const MAX_QUERY = 2000

export function searchRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/search',
    summary:
      'Finds Services, pods, workloads, addresses, host names, DNS names, nodes, zones and namespaces by a query or a pasted log line',
    params: z.object({ cluster: z.string() }),
    query: z.strictObject({ q: z.string().max(MAX_QUERY).describe('The query, or a pasted log line.') }),
    problems: [404, 503],
    answer: searchAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) => {
      const cluster = findListedCluster(registry, params.cluster)
      return cluster instanceof Problem ? cluster : { ...cluster.view.search(query.q), ...cluster.provenance() }
    },
  })
}
