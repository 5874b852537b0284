import { clusterOverviewSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { momentQuerySchema } from './moment-query.ts'
import { readAt } from './read-at.ts'

export function overviewRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/overview',
    summary: 'The cluster overview: Services by health, nodes, zones with losses, shared causes',
    params: z.object({ cluster: z.string() }),
    query: momentQuerySchema,
    problems: [404, 410, 503],
    answer: clusterOverviewSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      readAt(registry, { ...params, ...query }, ({ view, provenance }) => ({ ...view.overview(), ...provenance })),
  })
}
