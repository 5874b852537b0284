import { Agent, request } from 'node:https'
import { gunzipSync } from 'node:zlib'

export type ApiTarget = {
  /** As `https://127.0.0.1:6443`. */
  readonly baseUrl: string
  /** Certificate authority in PEM. */
  readonly ca: string
  readonly token: string
}

export type RawRequest = {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type RawAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** The body, unpacked. */
  readonly text: string
}

/** What PATCH sends unless told otherwise. */
const MERGE_PATCH = 'application/merge-patch+json'

/** The API server refused: `status` is HTTP's, `body` its words (a Status object in JSON, mostly). */
export class ApiError extends Error {
  readonly status: number
  readonly body: string

  constructor(call: string, answer: RawAnswer) {
    super(`${call}: ${answer.status} ${messageOf(answer.text)}`)
    this.status = answer.status
    this.body = answer.text
  }
}

/**
 * A thin client of one API server with one token. Each method answers the parsed body and throws an ApiError from
 * status 400 on; the type of the body is the caller's claim. `raw` never throws for a status.
 */
export type Api = {
  readonly target: ApiTarget
  readonly get: <T>(path: string) => Promise<T>
  readonly post: <T>(path: string, body: unknown) => Promise<T>
  readonly put: <T>(path: string, body: unknown) => Promise<T>
  /** A merge patch, unless `contentType` says otherwise. */
  readonly patch: <T>(path: string, body: unknown, contentType?: string) => Promise<T>
  readonly delete: <T>(path: string, body?: unknown) => Promise<T>
  readonly raw: (method: string, path: string, request?: RawRequest) => Promise<RawAnswer>
  /** Closes idle connections; later calls open new ones. */
  readonly close: () => void
}

export function createApi(target: ApiTarget): Api {
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ca: target.ca })
  const raw = (method: string, path: string, request: RawRequest = {}) =>
    send(agent, target, { method, path, ...request })
  const parsed = async <T>(method: string, path: string, request: RawRequest = {}): Promise<T> => {
    const answer = await raw(method, path, request)
    if (answer.status >= 400) {
      throw new ApiError(`${method} ${path}`, answer)
    }
    return JSON.parse(answer.text)
  }
  return {
    target,
    raw,
    get: path => parsed('GET', path),
    post: (path, body) => parsed('POST', path, { body }),
    put: (path, body) => parsed('PUT', path, { body }),
    patch: (path, body, contentType = MERGE_PATCH) =>
      parsed('PATCH', path, { body, headers: { 'content-type': contentType } }),
    delete: (path, body) => parsed('DELETE', path, { body }),
    close: () => agent.destroy(),
  }
}

type Call = RawRequest & { readonly method: string; readonly path: string }

function send(agent: Agent, target: ApiTarget, call: Call): Promise<RawAnswer> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body)
  const headers: Record<string, string> = { authorization: `Bearer ${target.token}`, accept: 'application/json' }
  if (body !== undefined) {
    headers['content-type'] = 'application/json'
    headers['content-length'] = String(Buffer.byteLength(body))
  }
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(call.path, target.baseUrl),
      { agent, method: call.method, headers: { ...headers, ...call.headers } },
      incoming => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.once('error', reject)
        incoming.once('end', () => {
          const { statusCode: status = 0, headers } = incoming
          const bytes = Buffer.concat(chunks)
          const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
          resolve({ status, headers, text: plain.toString('utf8') })
        })
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

function messageOf(text: string): string {
  try {
    return JSON.parse(text).message ?? text
  } catch {
    return text
  }
}
