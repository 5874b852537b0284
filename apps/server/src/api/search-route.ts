import { searchAnswerSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { momentQuerySchema } from './moment-query.ts'
import { readAt } from './read-at.ts'

/** A pasted log line fits. */
const MAX_QUERY = 2000

export function searchRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/search',
    summary:
      'Finds Services, pods, workloads, addresses, host names, DNS names, nodes, zones and namespaces by a query or a pasted log line',
    params: z.object({ cluster: z.string() }),
    query: momentQuerySchema.extend({ q: z.string().max(MAX_QUERY).describe('The query, or a pasted log line.') }),
    problems: [404, 410, 503],
    answer: searchAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query: { at, q } }) =>
      readAt(registry, { ...params, at }, ({ view, provenance }) => ({ ...view.search(q), ...provenance })),
  })
}
