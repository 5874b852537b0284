import { expectedAnswerSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { askService, servicePathSchema } from './ask-service.ts'

export function expectedRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/expected',
    summary: 'Which pods the selector matches, beside which the slices list',
    params: servicePathSchema,
    query: z.strictObject({}),
    problems: [403, 404, 503],
    answer: expectedAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params }) => askService(registry, params, (cluster, key) => cluster.view.questions.expected(key)),
  })
}
