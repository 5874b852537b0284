import { nodeTrafficSchema, trafficGroupsSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import type { AskedClusters } from './asked-clusters.ts'
import { Problem } from './problem.ts'
import { type Question, question } from './question.ts'
import { askService, servicePathSchema } from './ask-service.ts'
import { momentQuerySchema } from './moment-query.ts'

const querySchema = momentQuerySchema.extend({
  node: z
    .string()
    .min(1)
    .max(253)
    .optional()
    .describe('Only clients on this Node; without it clients on all Nodes, grouped by equal answers.'),
  zone: z
    .string()
    .max(63)
    .optional()
    .describe('Only clients on Nodes in this zone, grouped by equal answers. Empty: Nodes without a zone.'),
})

export function trafficQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/traffic',
    summary: "Who answers, by kube-proxy's rules",
    params: servicePathSchema,
    query: querySchema,
    problems: [403, 404, 410, 503],
    answer: z.union([
      nodeTrafficSchema.extend(provenanceSchema.shape),
      trafficGroupsSchema.extend(provenanceSchema.shape),
    ]),
    handle: ({ params, query: { at, node, zone } }) => {
      if (node !== undefined && zone !== undefined) return NODE_OR_ZONE
      if (node !== undefined)
        return askService(clusters, { ...params, at }, (reading, key) =>
          reading.view.questions.nodeTraffic(key, node, reading.identity),
        )
      return askService(clusters, { ...params, at }, (reading, key) =>
        reading.view.questions.trafficGroups(key, { version: reading.identity.version, zone }),
      )
    },
  })
}

const NODE_OR_ZONE = new Problem(400, 'Use either node or zone, not both.')
