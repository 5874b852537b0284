import type { Incoming } from './http-types.ts'
import { protobufToJson } from './protobuf.ts'
import { StatusError, unsupportedMediaType } from './status.ts'

/** The real server's limit: three times etcd's. */
const MOST_BYTES = 3 * 1024 * 1024

const PROTOBUF = 'application/vnd.kubernetes.protobuf'

export interface RequestBody {
  /** Without parameters; '' when none was sent. */
  readonly contentType: string
  /** '' when there is no body. */
  readonly text: string
}

/** The body; what comes as protobuf is made JSON where its kind is known. Throws 413, 415. */
export async function readBody(request: Incoming): Promise<RequestBody> {
  const bytes = await readBytes(request)
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() ?? ''
  if (contentType !== PROTOBUF) return { contentType, text: bytes.toString() }
  const text = protobufToJson(bytes)
  if (text === undefined) throw unsupportedMediaType(['application/json'])
  return { contentType: 'application/json', text }
}

async function readBytes(request: Incoming): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    const bytes = Buffer.from(piece)
    size += bytes.length
    if (size > MOST_BYTES)
      throw new StatusError(413, 'RequestEntityTooLarge', {
        message: `Request entity too large: limit is ${MOST_BYTES}`,
        details: {},
      })
    pieces.push(bytes)
  }
  return Buffer.concat(pieces)
}
