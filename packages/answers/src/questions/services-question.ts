import { freshnessSchema, type Row, rowSchema, provenanceSchema } from '@slicescope/view'
import { z } from 'zod'
import { EVERY_SERVICE } from '../history/part-of-past.ts'
import type { AskedClusters } from './asked-clusters.ts'
import { Problem } from './problem.ts'
import { listOf } from './read-query.ts'
import { type Question, question } from './question.ts'
import { findNamespaceProblem } from './namespace-problem.ts'
import { momentQuerySchema } from './moment-query.ts'
import { type Reading, readAt } from './read-at.ts'

const MAX_SEARCH = 256
const healthSchema = rowSchema.shape.health

const servicesQuerySchema = momentQuerySchema.extend({
  namespace: z.string().max(63).optional().describe('Only Services in this namespace; * or empty for all.'),
  q: z.string().max(MAX_SEARCH).optional().describe('Words that must all occur in namespace/name; case is ignored.'),
  health: listOf(healthSchema, healthSchema.options.length).describe(
    'Only these; repeat it, or separate values with commas.',
  ),
})

type ServicesQuery = z.infer<typeof servicesQuerySchema>

export function servicesQuestion(clusters: AskedClusters): Question {
  return question({
    path: '/api/clusters/{cluster}/services',
    summary: 'Lists the Services, broken ones first',
    params: z.object({ cluster: z.string() }),
    query: servicesQuerySchema,
    problems: [403, 404, 410, 503],
    answer: z.object({
      services: z.array(rowSchema).readonly(),
      freshness: freshnessSchema,
      ...provenanceSchema.shape,
    }),
    handle: ({ params, query }) =>
      readAt(clusters, { ...params, at: query.at, service: EVERY_SERVICE }, reading => readServices(reading, query)),
  })
}

function readServices(reading: Reading, query: ServicesQuery) {
  const { view, provenance } = reading
  const namespace = query.namespace || '*'
  const problem = namespace === '*' ? null : findNamespaceProblem(reading, namespace)
  if (problem !== null) return problem
  const rows = view.rows(namespace)
  // What was read while it was allowed stays, and says that it is not known any more.
  if (rows.length === 0 && reading.isForbiddenEverywhere('services')) return NOWHERE_ALLOWED
  return { services: filterRows(rows, query), freshness: view.freshness({ namespace }), ...provenance }
}

const NOWHERE_ALLOWED = new Problem(
  403,
  'Services cannot be listed in all namespaces: permission denied (RBAC). Grant this user list and watch on Services, or list the namespaces that it can read with --namespace.',
)

function filterRows(rows: readonly Row[], { q = '', health }: ServicesQuery): readonly Row[] {
  const words = q.toLowerCase().split(/\s+/)
  return rows.filter(
    row => (health === undefined || health.includes(row.health)) && words.every(word => row.key.includes(word)),
  )
}
