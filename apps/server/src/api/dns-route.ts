import { dnsAnswerSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { askService, servicePathSchema } from './ask-service.ts'

export function dnsRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/dns',
    summary: 'The DNS names of a Service, and what each resolves to',
    params: servicePathSchema,
    query: z.strictObject({}),
    problems: [403, 404, 503],
    answer: dnsAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params }) => askService(registry, params, (cluster, key) => cluster.view.questions.dns(key)),
  })
}
