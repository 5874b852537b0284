import { searchAnswerSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { AskedClusters } from './asked-clusters.ts'
import { type Question, question } from './question.ts'
import { momentQuerySchema } from './moment-query.ts'
import { readAt } from './read-at.ts'

/** A pasted log line fits. */
const MAX_QUERY = 2000

export function searchQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/search',
    summary:
      'Finds Services, pods, workloads, addresses, host names, DNS names, nodes, zones and namespaces by a query or a pasted log line',
    params: z.object({ cluster: z.string() }),
    query: momentQuerySchema.extend({ q: z.string().max(MAX_QUERY).describe('The query, or a pasted log line.') }),
    problems: [404, 410, 503],
    answer: searchAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query: { at, q } }) =>
      readAt(clusters, { ...params, at }, ({ view, provenance }) => ({ ...view.search(q), ...provenance })),
  })
}
