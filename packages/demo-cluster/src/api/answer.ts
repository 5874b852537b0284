import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { RequestFault } from './faults.ts'
import { cutOff, type Headers, type Outgoing, sendHead } from './http-types.ts'
import type { Status } from './status.ts'

export interface Answer {
  readonly code: number
  /** JSON for an object, plain text for a string. */
  readonly body: object | string
  readonly warnings?: readonly string[]
}

export interface SendOptions {
  readonly acceptEncoding: string | undefined
  /** What shall befall this answer. */
  readonly fault: RequestFault | undefined
}

/** From this size on answers are compressed, as the real server does. */
const GZIP_FROM_BYTES = 128 * 1024
const SLOW_PIECES = 8
const compress = promisify(gzip)

export function statusAnswer(status: Status): Answer {
  return { code: status.code ?? 500, body: status }
}

/** Sends a whole answer. */
export async function sendAnswer(response: Outgoing, answer: Answer, options: SendOptions): Promise<void> {
  const isText = typeof answer.body === 'string'
  const text = typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body)}\n`
  const plain = Buffer.from(text)
  const isCompressed = plain.length >= GZIP_FROM_BYTES && /\bgzip\b/.test(options.acceptEncoding ?? '')
  const body = isCompressed ? await compress(plain, { level: 1 }) : plain
  const headers: Headers = {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'cache-control': 'no-cache, private',
    'content-length': String(body.length),
    ...(isCompressed ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}),
    ...warningHeader(answer.warnings ?? []),
    ...retryHeader(answer.body),
  }
  if (response.destroyed) return
  await sendBody(response, { code: answer.code, headers, body }, options.fault)
}

interface Message {
  readonly code: number
  readonly headers: Headers
  readonly body: Buffer
}

async function sendBody(
  response: Outgoing,
  { code, headers, body }: Message,
  fault: RequestFault | undefined,
): Promise<void> {
  const out = sendHead(response, code, headers)
  if (fault?.kind === 'cut') {
    out.write(body.subarray(0, body.length >> 1), () => cutOff(response))
    return
  }
  if (fault?.kind === 'slow') {
    const size = Math.ceil(body.length / SLOW_PIECES)
    for (let at = 0; at < body.length && !out.destroyed; at += size) {
      out.write(body.subarray(at, at + size))
      await delay(fault.milliseconds)
    }
    out.end()
    return
  }
  out.end(body)
}

/** Several warnings go into one header; net/http2 would send several headers, which clients read the same. */
function warningHeader(warnings: readonly string[]): Headers {
  if (warnings.length === 0) return {}
  return { warning: warnings.map(warning => `299 - ${JSON.stringify(warning)}`).join(', ') }
}

function retryHeader(body: object | string): Headers {
  if (typeof body === 'string' || !('details' in body)) return {}
  const { details } = body
  if (typeof details !== 'object' || details === null || !('retryAfterSeconds' in details)) return {}
  return { 'retry-after': String(details.retryAfterSeconds) }
}
