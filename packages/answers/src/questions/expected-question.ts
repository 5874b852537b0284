import { expectedAnswerSchema, provenanceSchema } from '@slicescope/view'
import type { AskedClusters } from './asked-clusters.ts'
import { type Question, question } from './question.ts'
import { askService, servicePathSchema } from './ask-service.ts'
import { momentQuerySchema } from './moment-query.ts'

export function expectedQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/expected',
    summary: 'Which pods the selector matches, beside which the slices list',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: expectedAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      askService(clusters, { ...params, ...query }, (reading, key) => reading.view.questions.expected(key)),
  })
}
