import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import { jsonRoute, type Route } from '../http/route.ts'

/** The description of all routes, its own among them. */
export function openApiRoute(others: readonly Route[], version: string): Route {
  const own: Route = jsonRoute({
    path: '/api/openapi.json',
    summary: 'This description',
    params: z.object({}),
    query: z.strictObject({}),
    problems: [],
    answer: z.record(z.string(), z.unknown()),
    handle: () => document,
  })
  const document: Record<string, unknown> = { ...describe([...others, own], version) }
  return own
}

function describe(routes: readonly Route[], version: string) {
  return createDocument({
    openapi: '3.1.1',
    info: { title: 'Slicescope', version, description: 'Who is really behind a Service. Times are RFC 3339 in UTC.' },
    security: [{ bearer: [] }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The secret in SLICESCOPE_LAUNCH_SECRET.' },
      },
    },
    paths: Object.fromEntries(routes.map(({ path, operation }) => [path, { get: operation }])),
  })
}
