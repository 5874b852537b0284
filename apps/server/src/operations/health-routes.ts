import { Problem } from '@slicescope/answers'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { jsonRoute, type Route } from '../http/route.ts'
import { isBuilt, NOT_BUILT } from '../pages/web-app.ts'

const statusSchema = z.object({ status: z.literal('ok') })
const OK = { status: 'ok' } as const

/** The process answers. */
export function healthRoute(): Route {
  return jsonRoute({
    path: '/healthz',
    isPublic: true,
    summary: 'Alive',
    params: z.object({}),
    query: z.object({}),
    problems: [],
    answer: statusSchema,
    handle: () => OK,
  })
}

/** Pages can be served; with `?synced` the start cluster is known, too. */
export function readyRoute(registry: ClusterRegistry, webFolder: string): Route {
  return jsonRoute({
    path: '/readyz',
    isPublic: true,
    summary: 'Can serve pages',
    params: z.object({}),
    query: z.object({ synced: z.string().optional().describe('Also require that the first cluster is listed.') }),
    problems: [503],
    answer: statusSchema,
    handle: async ({ query }) => {
      if (!(await isBuilt(webFolder))) return new Problem(503, NOT_BUILT)
      if (query.synced === undefined) return OK
      const waiting = registry.startCluster?.waitingFor() ?? []
      if (waiting.length === 0 && registry.startCluster !== undefined) return OK
      return new Problem(503, `Not listed yet: ${waiting.join(', ')}.`, { retryAfter: 1 })
    },
  })
}
