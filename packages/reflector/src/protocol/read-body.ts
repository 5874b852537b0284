import { UnreadableError } from './api-error.ts'

/** A body that is of no use is read no longer than this. */
const MOST_DISCARDED = 64 * 1024

/**
 * All bytes of an answer. Unpacked ones: a few packed ones can be very many.
 * @throws UnreadableError when there are more than `most`
 */
export async function readBody(body: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > most) throw new UnreadableError(`it is longer than ${most / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, length)
}

/** Reads an answer to its end, so that its connection can be used again over HTTP/1.1; one that is long is broken off. */
export async function discardBody(body: AsyncIterable<Uint8Array>): Promise<void> {
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MOST_DISCARDED) return
  }
}
