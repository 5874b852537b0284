import { serviceKey } from '@slicescope/model'
import { type Provenance, provenanceSchema, type ServiceView, serviceViewSchema } from '@slicescope/view'
import type { AskedClusters } from './asked-clusters.ts'
import type { Problem } from './problem.ts'
import { type Question, question } from './question.ts'
import { noService, type ServicePath, servicePathSchema } from './ask-service.ts'
import { findNamespaceProblem } from './namespace-problem.ts'
import { momentQuerySchema } from './moment-query.ts'
import { type Reading, readAt } from './read-at.ts'

export function serviceQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}',
    summary: 'One Service and its backends',
    params: servicePathSchema,
    query: momentQuerySchema,
    problems: [403, 404, 410, 503],
    answer: serviceViewSchema.extend(provenanceSchema.shape),
    handle: ({ params, query }) =>
      readAt(clusters, { ...params, ...query, service: keyOf(params) }, reading => readService(reading, params)),
  })
}

function readService(reading: Reading, { namespace, name }: ServicePath): (ServiceView & Provenance) | Problem {
  const problem = findNamespaceProblem(reading, namespace)
  if (problem !== null) return problem
  const view = reading.view.serviceView(keyOf({ namespace, name }), reading.now)
  // One that was deleted while it is open keeps its last picture there, and there alone.
  if (view !== undefined && view.deleted === null) return { ...view, ...reading.provenance }
  return noService(namespace, name)
}

function keyOf({ namespace, name }: Pick<ServicePath, 'namespace' | 'name'>): string {
  return serviceKey(namespace, name)
}
