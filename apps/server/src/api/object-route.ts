import { Problem } from '@slicescope/answers'
import { RESOURCES, serviceKey, unreachable } from '@slicescope/model'
import { objectAnswerSchema, SHOWN_RESOURCES } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import type { ShownCluster } from '../clusters/shown-cluster.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { findListedCluster } from './find-cluster.ts'

const MAX_NAME = 253

const objectQuerySchema = z.strictObject({
  resource: z.enum(SHOWN_RESOURCES).describe("The API's plural."),
  namespace: z.string().max(63).optional().describe('Left out for what is in no namespace.'),
  name: z.string().min(1).max(MAX_NAME),
})

type ObjectQuery = z.infer<typeof objectQuerySchema>

export function objectRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters/{cluster}/object',
    summary: 'One object as the API server has it now; values outside the allow-list are blacked out and named',
    params: z.object({ cluster: z.string() }),
    query: objectQuerySchema,
    problems: [403, 404, 503],
    answer: objectAnswerSchema,
    handle: ({ params, query }) => {
      const cluster = findListedCluster(registry, params.cluster)
      return cluster instanceof Problem ? cluster : answer(cluster, query)
    },
  })
}

async function answer(cluster: ShownCluster, { resource, namespace = '', name }: ObjectQuery) {
  const what = `${RESOURCES[resource].kind} ${JSON.stringify(name)}`
  const read = await cluster.readObject(resource, { namespace, name })
  switch (read.type) {
    case 'object': {
      const should =
        resource === 'endpointslices' ? cluster.view.questions.expectedSlice(serviceKey(namespace, name)) : null
      const asOf = new Date(cluster.now()).toISOString()
      const { object, hidden } = read.redacted
      return { object, hidden: [...hidden], should, asOf }
    }
    case 'absent':
      return new Problem(404, `There is no ${what}, or Slicescope does not watch it.`)
    case 'forbidden':
      return new Problem(403, `${what} cannot be read: permission denied (RBAC). Grant this user get on ${resource}.`)
    case 'recorded':
      return new Problem(
        404,
        `There is no YAML of ${what}: a recording holds only the fields that Slicescope stores. Open a live cluster to read it.`,
      )
    case 'unreachable':
      return new Problem(503, `The API server did not answer for ${what}. Retry in a second.`, { retryAfter: 2 })
    default:
      return unreachable(read)
  }
}
