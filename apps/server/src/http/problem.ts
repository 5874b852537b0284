import { STATUS_CODES } from 'node:http'
import type { ServerResponse } from 'node:http'
import { z } from 'zod'

/** RFC 9457. */
export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What is wrong, in one sentence.'),
  })
  .meta({ id: 'Problem' })

interface Extras {
  /** Seconds after which asking again is worth it. */
  readonly retryAfter?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer that says why there is no other. */
export class Problem {
  readonly status: number
  readonly detail: string
  readonly extras: Extras

  constructor(status: number, detail: string, extras: Extras = {}) {
    this.status = status
    this.detail = detail
    this.extras = extras
  }
}

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
