import { Problem } from '@slicescope/answers'
import { ALL_RIGHTS } from '@slicescope/view'
import type { Response } from 'express'
import { z } from 'zod'
import type { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { type Route, textRoute } from '../http/route.ts'
import type { Metrics } from '../operations/metrics.ts'
import { visitorOf } from '../access/visitors.ts'
import { StreamCaps } from '../stream/stream-caps.ts'
import { StreamReader } from '../stream/stream-reader.ts'
import { systemTimers } from '../stream/timers.ts'
import { findCluster } from './find-cluster.ts'
import { streamQuerySchema, topicsOf } from './stream-query.ts'

/** s; topics without readers are let go after two minutes. */
const RETRY_AFTER = 10

/** Everybody here is the operator. */
const OPERATOR = { id: 'operator', rights: ALL_RIGHTS }

export function streamRoute(registry: ClusterRegistry, metrics: Metrics): Route {
  const caps = new StreamCaps()
  return textRoute({
    path: '/api/clusters/{cluster}/stream',
    summary: 'Streams topics and their changes as server-sent events',
    params: z.object({ cluster: z.string() }),
    query: streamQuerySchema,
    problems: [404, 429, 503],
    mediaType: 'text/event-stream',
    handle: ({ params, query }, response) => {
      const cluster = findCluster(registry, params.cluster)
      if (cluster instanceof Problem) return cluster
      const topics = topicsOf(query)
      if (typeof topics === 'string') return new Problem(400, topics)
      if (query.because === 'digest') metrics.countMismatch()
      if (response.req.method === 'HEAD') {
        beginStream(response)
        response.end()
        return null
      }
      const refusal = cluster.hub.findRefusal(topics)
      if (refusal !== null) return new Problem(503, refusal, { retryAfter: RETRY_AFTER })
      const leaveCaps = caps.enter(visitorOf(response))
      if (leaveCaps instanceof Problem) return leaveCaps
      response.on('close', leaveCaps)
      beginStream(response)
      const reader = new StreamReader({
        response,
        timers: systemTimers,
        onBytes: count => metrics.countBytes(count),
        onCut: () => metrics.countCut(),
      })
      const { since, fresh = [] } = query
      const leave = cluster.hub.subscribe({ topics, since, fresh: new Set(fresh), rights: OPERATOR }, reader)
      response.on('close', leave)
      return null
    },
  })
}

function beginStream(response: Response): void {
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
  // Buffering proxies in between would hold changes back.
  response.setHeader('X-Accel-Buffering', 'no')
  response.flushHeaders()
}
