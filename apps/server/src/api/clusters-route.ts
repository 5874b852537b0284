import { freshnessSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'

const clusterSchema = z
  .object({
    slug: z.string().describe('Its name in paths.'),
    context: z.string(),
    uid: z
      .string()
      .nullable()
      .describe('Of namespace kube-system, else a hash of the CA; null before it first answered.'),
    open: z.boolean().describe('It is being followed.'),
    version: z.string().nullable(),
    marks: freshnessSchema.shape.marks.describe(
      'All that holds, such as UNVERIFIED TLS; empty while it is not followed.',
    ),
    state: freshnessSchema.shape.state.nullable().describe('Null while it is not followed.'),
  })
  .meta({ id: 'Cluster' })

export function clustersRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters',
    summary: 'The clusters that can be shown',
    params: z.object({}),
    query: z.strictObject({}),
    problems: [],
    answer: z.object({ clusters: z.array(clusterSchema) }),
    handle: () => ({
      clusters: registry.sources.map(({ slug, kube }) => {
        const opened = registry.opened(slug)
        const { uid = null, version = null } = opened?.describe() ?? {}
        const { state = null, marks = [] } = opened?.freshness() ?? {}
        return { slug, context: kube.name, uid, open: opened !== undefined, version, marks, state }
      }),
    }),
  })
}
