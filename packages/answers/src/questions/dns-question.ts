import { dnsAnswerSchema, provenanceSchema } from '@slicescope/view'
import type { AskedClusters } from './asked-clusters.ts'
import { type Question, question } from './question.ts'
import { askService, servicePathSchema } from './ask-service.ts'
import { momentQuerySchema } from './moment-query.ts'

export function dnsQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/dns',
    summary: 'The DNS names of a Service, and what each resolves to',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: dnsAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      askService(clusters, { ...params, ...query, looksAround: true }, (reading, key) =>
        reading.view.questions.dns(key),
      ),
  })
}
