import type { z } from 'zod'
import { Problem } from './problem.ts'
import { readQuery } from './read-query.ts'

/** What can be asked of a cluster by a path and a query, and how it is answered: over HTTP, or in a browser from a file. */
export interface Question {
  /** As OpenAPI writes it: `/api/clusters/{cluster}`. */
  readonly path: string
  readonly summary: string
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  /** Statuses of the problems that it can be answered with. */
  readonly problems: readonly number[]
  readonly answer: z.ZodType
  /** `params` and `query` as they came: a wrong query is a problem. */
  readonly ask: (params: unknown, query: unknown) => Promise<object | Problem>
}

interface Spec<P extends z.ZodObject, Q extends z.ZodObject, A extends object>
  extends Pick<Question, 'path' | 'summary' | 'problems'> {
  readonly params: P
  readonly query: Q
  readonly answer: z.ZodType<A>
  readonly handle: (asked: {
    readonly params: z.infer<P>
    readonly query: z.infer<Q>
  }) => A | Problem | Promise<A | Problem>
}

export function question<P extends z.ZodObject, Q extends z.ZodObject, A extends object>(
  spec: Spec<P, Q, A>,
): Question {
  const { path, summary, problems, answer, handle, ...schemas } = spec
  return {
    path,
    summary,
    problems,
    answer,
    ...schemas,
    ask: async (params, asked) => {
      const query = readQuery(schemas.query, asked)
      return query instanceof Problem ? query : handle({ params: schemas.params.parse(params), query })
    },
  }
}
