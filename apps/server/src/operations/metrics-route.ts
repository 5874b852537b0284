import { z } from 'zod'
import { type Route, textRoute } from '../http/route.ts'
import type { Metrics } from './metrics.ts'

export function metricsRoute(metrics: Metrics): Route {
  return textRoute({
    path: '/metrics',
    summary: 'Metrics in the Prometheus format',
    params: z.object({}),
    query: z.object({}),
    problems: [],
    mediaType: 'text/plain',
    handle: async (_, response) => {
      const text = await metrics.text()
      response.setHeader('Content-Type', metrics.contentType)
      response.end(text)
      return null
    },
  })
}
