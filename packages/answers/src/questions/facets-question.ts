import { facetKindSchema, facetsSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { AskedClusters } from './asked-clusters.ts'
import { type Question, question } from './question.ts'
import { momentQuerySchema } from './moment-query.ts'
import { readAt } from './read-at.ts'

/** Of `namespace/Kind/name`: the longest names that the API allows. */
const MAX_NAME = 63 + 63 + 253 + 2

export function facetsQuestion(clusters: AskedClusters): Question {
  return question({
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
      readAt(clusters, { ...params, at }, ({ view, provenance }) => ({ ...view.facets(asked), ...provenance })),
  })
}
