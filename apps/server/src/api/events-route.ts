import { eventsAnswerSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { askService, servicePathSchema } from './ask-service.ts'

export function eventsRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/events',
    summary: 'What Events say of a Service, its slices, its pods and their owners',
    params: servicePathSchema,
    query: z.strictObject({}),
    problems: [403, 404, 503],
    answer: eventsAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params }) => askService(registry, params, (cluster, key) => cluster.view.questions.events(key)),
  })
}
