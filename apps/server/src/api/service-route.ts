import { serviceKey } from '@slicescope/model'
import { type Provenance, provenanceSchema, type ServiceView, serviceViewSchema } from '@slicescope/view'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import type { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { noService, type ServicePath, servicePathSchema } from './ask-service.ts'
import { findNamespaceProblem } from './find-cluster.ts'
import { momentQuerySchema } from './moment-query.ts'
import { type Reading, readAt } from './read-at.ts'

export function serviceRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}',
    summary: 'One Service and its backends',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: serviceViewSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) => readAt(registry, { ...params, ...query }, reading => readService(reading, params)),
  })
}

function readService(reading: Reading, { namespace, name }: ServicePath): (ServiceView & Provenance) | Problem {
  const problem = findNamespaceProblem(reading, namespace)
  if (problem !== null) return problem
  const view = reading.view.serviceView(serviceKey(namespace, name), reading.now)
  // One that was deleted while it is open keeps its last picture there, and there alone.
  if (view !== undefined && view.deleted === null) return { ...view, ...reading.provenance }
  return noService(namespace, name)
}
