import { facetKindSchema, facetsSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { findListedCluster } from './find-cluster.ts'

/** Of `namespace/Kind/name`: the longest names that the API allows. */
const MAX_NAME = 63 + 63 + 253 + 2

export function facetsRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/facets',
    summary: 'Nodes or workloads, each with the Services that have backends there',
    params: z.object({ cluster: z.string() }),
    query: z.strictObject({
      by: facetKindSchema.describe('What to group by.'),
      name: z.string().max(MAX_NAME).optional().describe("Only this one: a Node's name, or namespace/Kind/name."),
    }),
    problems: [404, 503],
    answer: facetsSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) => {
      const cluster = findListedCluster(registry, params.cluster)
      return cluster instanceof Problem ? cluster : { ...cluster.view.facets(query), ...cluster.provenance() }
    },
  })
}
