import { facetKindSchema, facetsSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { momentQuerySchema } from './moment-query.ts'
import { readAt } from './read-at.ts'

/** Of `namespace/Kind/name`: the longest names that the API allows. */
const MAX_NAME = 63 + 63 + 253 + 2

export function facetsRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/facets',
    summary: 'Nodes or workloads, each with the Services that have backends there',
    params: z.object({ cluster: z.string() }),
    query: momentQuerySchema.extend({
      by: facetKindSchema.describe('What to group by.'),
      name: z.string().max(MAX_NAME).optional().describe("Only this one: a Node's name, or namespace/Kind/name."),
    }),
    problems: [404, 410, 503],
    answer: facetsSchema.extend(provenanceSchema.shape),
    handle: ({ params, query: { at, ...asked } }) =>
      readAt(registry, { ...params, at }, ({ view, provenance }) => ({ ...view.facets(asked), ...provenance })),
  })
}
