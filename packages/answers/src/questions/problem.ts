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
