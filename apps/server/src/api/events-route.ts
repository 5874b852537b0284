import { eventsAnswerSchema, provenanceSchema } from '@slicescope/view'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { askService, servicePathSchema } from './ask-service.ts'
import { momentQuerySchema } from './moment-query.ts'

export function eventsRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/events',
    summary: 'What Events say of a Service, its slices, its pods and their owners',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: eventsAnswerSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      askService(registry, { ...params, ...query }, (reading, key) => reading.view.questions.events(key)),
  })
}
