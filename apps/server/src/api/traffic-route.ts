import { nodeTrafficSchema, trafficGroupsSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { askService, servicePathSchema } from './ask-service.ts'

const querySchema = z.strictObject({
  node: z.string().min(1).max(253).optional().describe('From this Node; without it from all, equal answers together.'),
})

export function trafficRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/traffic',
    summary: "Who answers, by kube-proxy's rules",
    params: servicePathSchema,
    query: querySchema,
    problems: [403, 404, 503],
    answer: z.union([nodeTrafficSchema, trafficGroupsSchema]),
    handle: ({ params, query: { node } }) => {
      if (node === undefined)
        return askService(registry, params, (cluster, key) =>
          cluster.view.questions.trafficGroups(key, cluster.describe()),
        )
      return askService(registry, params, (cluster, key) =>
        cluster.view.questions.nodeTraffic(key, node, cluster.describe()),
      )
    },
  })
}
