import { expectedAnswerSchema, provenanceSchema } from '@slicescope/view'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { askService, servicePathSchema } from './ask-service.ts'
import { momentQuerySchema } from './moment-query.ts'

export function expectedRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/expected',
    summary: 'Which pods the selector matches, beside which the slices list',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: expectedAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      askService(registry, { ...params, ...query }, (reading, key) => reading.view.questions.expected(key)),
  })
}
