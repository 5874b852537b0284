import type { Incoming } from './http-types.ts'
import { StatusError } from './status.ts'

/** The real server's limit: three times etcd's. */
const MOST_BYTES = 3 * 1024 * 1024

/** The body as text. Throws 413. */
export async function readBody(request: Incoming): Promise<string> {
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
  return Buffer.concat(pieces).toString()
}
