import { serviceKey } from '@slicescope/model'
import { type ComparedMoment, type Comparison, comparisonSchema, compareViews } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import type { ShownCluster } from '../clusters/shown-cluster.ts'
import { Problem } from '../http/problem.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { noService, type ServicePath, servicePathSchema } from './ask-service.ts'
import { findNamespaceProblem } from './find-cluster.ts'
import { atSchema, parseTime } from './moment-query.ts'
import { type Reading, readAt } from './read-at.ts'

const compareQuerySchema = z.strictObject({
  from: atSchema.unwrap().describe('The earlier moment: an RFC 3339 time, or a position of an answer.'),
  to: atSchema.describe('The later moment; now without it.'),
})

export function compareRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/namespaces/{namespace}/services/{name}/compare',
    summary: 'What differs between two moments of a Service',
    params: servicePathSchema,
    query: compareQuerySchema,
    problems: [403, 404, 410, 503],
    answer: comparisonSchema,
    handle: async ({ params, query: { from, to } }) => {
      const then = await readAt(registry, { ...params, at: from }, reading => momentOf(reading, params))
      if (then instanceof Problem) return then
      const now = await readAt(registry, { ...params, at: orNow(to, registry.opened(params.cluster)) }, reading =>
        momentOf(reading, params),
      )
      return now instanceof Problem ? now : compared(then, now, params)
    },
  })
}

/** A clock that is a little ahead means now. */
function orNow(to: string | undefined, cluster: ShownCluster | undefined): string | undefined {
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
