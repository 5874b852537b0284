import { eventsAnswerSchema, provenanceSchema } from '@slicescope/view'
import type { AskedClusters } from './asked-clusters.ts'
import { type Question, question } from './question.ts'
import { askService, servicePathSchema } from './ask-service.ts'
import { momentQuerySchema } from './moment-query.ts'

export function eventsQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/events',
    summary: 'What Events say of a Service, its slices, its pods and their owners',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: eventsAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      askService(clusters, { ...params, ...query }, (reading, key) => reading.view.questions.events(key)),
  })
}
