import { RESOURCES, type Resource } from '@slicescope/model'
import type { Clock } from '../clock.ts'
import { guarded } from '../guarded.ts'
import { isRecord } from '../kubeconfig/record.ts'
import type { Transport } from '../transport/transport.ts'

/** `unknown`: the API server does not say, only trying can tell; `unreachable`: nobody was there to say it. */
export type Access = 'allowed' | 'denied' | 'unknown' | 'unreachable'

const REVIEWS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'

interface Question {
  readonly resource: Resource
  /** null for all. */
  readonly namespace: string | null
  readonly signal: AbortSignal
}

/** An API server that is slow in this must not keep us from trying. */
const LIMIT_MS = 10_000

/** Whether we may both list and watch a resource. Never rejects. */
export async function askAccess(
  { connection, clock }: { readonly connection: { readonly transport: Transport }; readonly clock: Clock },
  { resource, namespace, signal }: Question,
): Promise<Access> {
  const answers = await Promise.all(
    ['list', 'watch'].map(verb => {
      const resourceAttributes = { verb, group: RESOURCES[resource].group, resource, namespace: namespace ?? '' }
      return guarded({ clock, signal, silence: LIMIT_MS }, guard =>
        review(connection.transport, { resourceAttributes }, guard.signal),
      ).catch(() => 'unreachable' as const)
    }),
  )
  if (answers.includes('denied')) return 'denied'
  return answers.find(answer => answer !== 'allowed') ?? 'allowed'
}

/** Of a server that would answer reviews, were it well, or the login. */
function isTransient(status: number): boolean {
  return status >= 500 || status === 401 || status === 429
}

async function review(transport: Transport, spec: object, signal: AbortSignal): Promise<Access> {
  const response = await transport.request({
    path: REVIEWS,
    review: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }),
    signal,
  })
  const answer = await readJson(response.body).catch(notJson)
  if (isTransient(response.status)) return 'unreachable'
  if (response.status !== 200 && response.status !== 201) return 'unknown'
  if (!isRecord(answer) || !isRecord(answer['status'])) return 'unknown'
  return answer['status']['allowed'] === true ? 'allowed' : 'denied'
}

/** What stands before an API server may answer in words of its own; a connection that breaks answers nothing. */
function notJson(error: unknown): null {
  if (error instanceof SyntaxError) return null
  throw error
}

/** The JSON of a short answer. Rejects for what is none. */
export async function readJson(body: AsyncIterable<Uint8Array>): Promise<unknown> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
