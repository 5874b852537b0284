import { serviceKey } from '@slicescope/model'
import { serviceViewSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { systemTimers } from '../stream/timers.ts'
import { noService, servicePathSchema } from './ask-service.ts'
import { findListedCluster, findNamespaceProblem } from './find-cluster.ts'

export function serviceRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}',
    summary: 'One Service and its backends',
    params: servicePathSchema,
    query: z.strictObject({}),
    problems: [403, 404, 503],
    answer: serviceViewSchema.extend(provenanceSchema.shape),
    handle: ({ params: { cluster: slug, namespace, name } }) => {
      const cluster = findListedCluster(registry, slug)
      if (cluster instanceof Problem) return cluster
      const problem = findNamespaceProblem(cluster, namespace)
      if (problem !== null) return problem
      const provenance = cluster.provenance()
      const view = cluster.view.serviceView(serviceKey(namespace, name), systemTimers.now())
      // One that was deleted while it is open keeps its last picture there, and there alone.
      if (view !== undefined && view.deleted === null) return { ...view, ...provenance }
      return noService(namespace, name)
    },
  })
}
