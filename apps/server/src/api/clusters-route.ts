import { freshnessSchema } from '@slicescope/view'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { contextOf } from '../clusters/cluster-source.ts'
import { jsonRoute, type Route } from '../http/route.ts'

const clusterSchema = z
  .object({
    slug: z.string().describe('The name of the cluster in URL paths.'),
    context: z.string(),
    uid: z
      .string()
      .nullable()
      .describe('The uid of namespace kube-system, else a hash of the CA; null until the API server answers.'),
    open: z.boolean().describe('Whether Slicescope follows the cluster.'),
    version: z.string().nullable(),
    marks: freshnessSchema.shape.marks.describe(
      'All connection marks, such as UNVERIFIED TLS; empty while the cluster is not followed.',
    ),
    state: freshnessSchema.shape.state.nullable().describe('Null while the cluster is not followed.'),
  })
  .meta({ id: 'Cluster' })

export function clustersRoute(registry: ClusterRegistry): Route {
  return jsonRoute({
    path: '/api/clusters',
    summary: 'Lists the clusters',
    params: z.object({}),
    query: z.strictObject({}),
    problems: [],
    answer: z.object({ clusters: z.array(clusterSchema) }),
    handle: () => ({
      clusters: registry.sources.map(source => {
        const { slug } = source
        const opened = registry.opened(slug)
        const { uid = null, version = null } = opened?.describe() ?? {}
        const { state = null, marks = [] } = opened?.freshness() ?? {}
        return { slug, context: contextOf(source), uid, open: opened !== undefined, version, marks, state }
      }),
    }),
  })
}
