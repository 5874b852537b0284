import { clusterOverviewSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import { EVERY_SERVICE } from '../history/part-of-past.ts'
import type { AskedClusters } from './asked-clusters.ts'
import { type Question, question } from './question.ts'
import { momentQuerySchema } from './moment-query.ts'
import { readAt } from './read-at.ts'

export function overviewQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/overview',
    summary: 'The cluster overview: Services by health, nodes, zones with losses, shared causes',
    params: z.object({ cluster: z.string() }),
    query: momentQuerySchema,
    problems: [404, 410, 503],
    answer: clusterOverviewSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      readAt(clusters, { ...params, ...query, service: EVERY_SERVICE }, ({ view, provenance }) => ({
        ...view.overview(),
        ...provenance,
      })),
  })
}
