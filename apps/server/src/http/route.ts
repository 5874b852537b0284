import { Problem, problemSchema, type Question, readQuery } from '@slicescope/answers'
import type { Request, Response } from 'express'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { sendProblem } from './problem.ts'

/** A path that answers programs, and its words in the OpenAPI document: both come from the same schemas. */
export interface Route {
  /** As OpenAPI writes it: `/api/clusters/{cluster}`. */
  readonly path: string
  /** Answers without a session. */
  readonly isPublic: boolean
  readonly operation: ZodOpenApiOperationObject
  readonly handle: (request: Request, response: Response) => Promise<void>
}

interface Spec<P extends z.ZodObject, Q extends z.ZodObject> {
  readonly path: string
  readonly isPublic?: boolean
  readonly summary: string
  readonly params: P
  readonly query: Q
  /** The problems that it answers with beside those of every route. */
  readonly problems: readonly number[]
}

interface Input<P extends z.ZodObject, Q extends z.ZodObject> {
  readonly params: z.infer<P>
  readonly query: z.infer<Q>
}

interface JsonSpec<P extends z.ZodObject, Q extends z.ZodObject, A> extends Spec<P, Q> {
  readonly answer: z.ZodType<A>
  readonly handle: (input: Input<P, Q>) => A | Problem | Promise<A | Problem>
}

export function jsonRoute<P extends z.ZodObject, Q extends z.ZodObject, A>(spec: JsonSpec<P, Q, A>): Route {
  const content = { 'application/json': { schema: spec.answer } }
  return toRoute(spec, content, async (input, response) => {
    const answer = await spec.handle(input)
    if (answer instanceof Problem) return answer
    response.json(answer)
    return null
  })
}

/** The same over HTTP. */
export function questionRoute({ path, summary, params, query, problems, answer, ask }: Question): Route {
  return {
    path,
    isPublic: false,
    operation: {
      summary,
      requestParams: { path: params, query },
      responses: {
        '200': { description: summary, content: { 'application/json': { schema: answer } } },
        ...describeProblems(false, problems),
      },
    },
    handle: async (request, response) => {
      const answered = await ask(request.params, request.query)
      if (answered instanceof Problem) sendProblem(response, answered)
      else response.json(answered)
    },
  }
}

interface TextSpec<P extends z.ZodObject, Q extends z.ZodObject> extends Spec<P, Q> {
  readonly mediaType: string
  /** Writes the answer, or says why there is none. */
  readonly handle: (input: Input<P, Q>, response: Response) => Problem | null | Promise<Problem | null>
}

export function textRoute<P extends z.ZodObject, Q extends z.ZodObject>(spec: TextSpec<P, Q>): Route {
  return toRoute(spec, { [spec.mediaType]: { schema: z.string() } }, spec.handle)
}

function toRoute<P extends z.ZodObject, Q extends z.ZodObject>(
  spec: Spec<P, Q>,
  content: NonNullable<ZodOpenApiOperationObject['requestBody']>['content'],
  answer: (input: Input<P, Q>, response: Response) => Problem | null | Promise<Problem | null>,
): Route {
  const { path, isPublic = false, summary, params, query, problems } = spec
  return {
    path,
    isPublic,
    operation: {
      summary,
      ...(isPublic ? { security: [] } : {}),
      requestParams: { path: params, query },
      responses: { '200': { description: summary, content }, ...describeProblems(isPublic, problems) },
    },
    handle: async (request, response) => {
      const parsed = readQuery(query, request.query)
      const problem =
        parsed instanceof Problem
          ? parsed
          : await answer({ params: params.parse(request.params), query: parsed }, response)
      if (problem !== null) sendProblem(response, problem)
    },
  }
}

function describeProblems(isPublic: boolean, problems: readonly number[]): ZodOpenApiResponsesObject {
  const content = { 'application/problem+json': { schema: problemSchema } }
  const statuses = [400, ...(isPublic ? [] : [401, 410]), ...problems].toSorted((a, b) => a - b)
  return Object.fromEntries(
    statuses.map(status => [`${status}`, { description: WHEN.get(status) ?? 'Problem', content }]),
  )
}

const WHEN: ReadonlyMap<number, string> = new Map([
  [400, 'Invalid query parameter.'],
  [401, 'No session and no valid Bearer token.'],
  [403, 'The API server denies access, or the request came from another site.'],
  [404, 'Not found.'],
  [410, 'The launch secret was already used.'],
  [429, 'This browser has too many open streams: retry after Retry-After.'],
  [503, 'Not ready yet: retry after Retry-After.'],
])
