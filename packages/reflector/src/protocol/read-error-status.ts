import type { ApiResponse } from '../transport/transport.ts'
import { type ApiStatus, readStatus } from './api-error.ts'

/** A Status is short; what is longer came from something else in between. */
const MAX_BODY = 64 * 1024

/** The Status in an answer other than 200; one made of its code where there is none. */
export async function readErrorStatus(response: ApiResponse): Promise<ApiStatus> {
  const retryAfter = readRetryAfter(response.headers['retry-after'])
  const text = await readSome(response.body)
  try {
    return readStatus(JSON.parse(text), response.status, retryAfter)
  } catch {
    return readStatus(null, response.status, retryAfter)
  }
}

/** Whole seconds are what the API server sends; dates are for others. */
export function readRetryAfter(header: string | undefined): number | null {
  const seconds = Number(header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

async function readSome(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_BODY) break
    }
  } catch {
    // The status code alone says enough.
  }
  return Buffer.concat(chunks).toString('utf8')
}
