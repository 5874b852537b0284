import { STATUS_CODES } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { Problem, problemSchema } from '@slicescope/answers'
import type { z } from 'zod'

export function sendProblem(response: ServerResponse, { status, detail, extras }: Problem): void {
  const body: z.infer<typeof problemSchema> = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
  }
  for (const [name, value] of Object.entries(extras.headers ?? {})) response.setHeader(name, value)
  if (extras.retryAfter !== undefined) response.setHeader('Retry-After', extras.retryAfter)
  response.statusCode = status
  response.setHeader('Content-Type', 'application/problem+json; charset=utf-8')
  response.end(JSON.stringify(body))
}
