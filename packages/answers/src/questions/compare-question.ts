import { serviceKey } from '@slicescope/model'
import { type ComparedMoment, type Comparison, comparisonSchema, compareViews } from '@slicescope/view'
import { z } from 'zod'
import type { AskedCluster, AskedClusters } from './asked-clusters.ts'
import { Problem } from './problem.ts'
import { type Question, question } from './question.ts'
import { noService, type ServicePath, servicePathSchema } from './ask-service.ts'
import { findNamespaceProblem } from './namespace-problem.ts'
import { atSchema, parseTime } from './moment-query.ts'
import { type Reading, readAt } from './read-at.ts'

const compareQuerySchema = z.strictObject({
  from: atSchema.unwrap().describe('The earlier moment: an RFC 3339 time, or a position of an answer.'),
  to: atSchema.describe('The later moment; now without it.'),
})

export function compareQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/compare',
    summary: 'What differs between two moments of a Service',
    params: servicePathSchema,
    query: compareQuerySchema,
    problems: [403, 404, 410, 503],
    answer: comparisonSchema,
    handle: async ({ params, query: { from, to } }) => {
      const service = serviceKey(params.namespace, params.name)
      const then = await readAt(clusters, { ...params, service, at: from }, reading => momentOf(reading, params))
      if (then instanceof Problem) return then
      const now = await readAt(
        clusters,
        { ...params, service, at: orNow(to, clusters.opened(params.cluster)) },
        reading => momentOf(reading, params),
      )
      return now instanceof Problem ? now : compared(then, now, params)
    },
  })
}

/** A clock that is a little ahead means now. */
function orNow(to: string | undefined, cluster: AskedCluster | undefined): string | undefined {
  const time = to === undefined ? null : parseTime(to)
  return time !== null && cluster !== undefined && time >= cluster.now() ? undefined : to
}

function momentOf(reading: Reading, { namespace, name }: ServicePath): ComparedMoment | Problem {
  const at = reading.now
  const problem = findNamespaceProblem(reading, namespace)
  // Where there was no such namespace there was no such Service.
  if (problem !== null) return problem.status === 404 ? { at, view: null } : problem
  const view = reading.view.serviceView(serviceKey(namespace, name), at)
  return { at, view: view === undefined || view.deleted !== null ? null : view }
}

function compared(then: ComparedMoment, now: ComparedMoment, { namespace, name }: ServicePath): Comparison | Problem {
  if (then.view === null && now.view === null) return noService(namespace, name)
  if (then.at >= now.at) return new Problem(400, 'Invalid query parameter "from": it must be before "to".')
  return compareViews(then, now)
}
