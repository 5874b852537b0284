import { clusterOverviewSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { findListedCluster } from './find-cluster.ts'

export function overviewRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/overview',
    summary: 'The cluster overview: Services by health, nodes, zones with losses, shared causes',
    params: z.object({ cluster: z.string() }),
    query: z.strictObject({}),
    problems: [404, 503],
    answer: clusterOverviewSchema.extend(provenanceSchema.shape),
    handle: ({ params }) => {
      const cluster = findListedCluster(registry, params.cluster)
      return cluster instanceof Problem ? cluster : { ...cluster.view.overview(), ...cluster.provenance() }
    },
  })
}
