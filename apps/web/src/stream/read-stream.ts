import { decodeMessage, type Message } from '@slicescope/protocol'
import { createParser } from 'eventsource-parser'
import type { StreamFailure } from './link.ts'

export interface StreamReader {
  readonly onMessage: (message: Message) => void
  /** Any sign of life, comments included. */
  readonly onBytes: () => void
}

export interface ReadOptions extends StreamReader {
  readonly url: string
  readonly signal: AbortSignal
  readonly fetch: typeof globalThis.fetch
}

/** Reads one stream to its end and answers why it ended. Never throws; after an abort the answer means nothing. */
export async function readStream({ url, signal, fetch, ...reader }: ReadOptions): Promise<StreamFailure> {
  try {
    const response = await fetch(url, { signal, headers: { accept: 'text/event-stream' }, cache: 'no-store' })
    if (!response.ok || response.body === null) return await refusal(response)
    await readBody(response.body, reader)
    return { status: null, problem: 'The server ended the stream.', retryAfter: null }
  } catch (error) {
    const problem = error instanceof Error && error.name !== 'TypeError' ? error.message : 'The server does not answer.'
    return { status: null, problem, retryAfter: null }
  }
}

async function readBody(body: ReadableStream<Uint8Array<ArrayBuffer>>, { onMessage, onBytes }: StreamReader) {
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const message = event === undefined ? undefined : decodeMessage(event, data)
      if (message !== undefined) onMessage(message)
    },
  })
  const chunks = body.pipeThrough(new TextDecoderStream()).getReader()
  for (let chunk = await chunks.read(); !chunk.done; chunk = await chunks.read()) {
    onBytes()
    parser.feed(chunk.value)
  }
}

async function refusal(response: Response): Promise<StreamFailure> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return {
    status: response.status,
    problem: (await problemOf(response)) ?? `The server answered ${response.status}.`,
    retryAfter: Number.isFinite(seconds) ? seconds * 1000 : null,
  }
}

/** The sentence in a problem+json answer, if it is one. */
async function problemOf(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = await response.json()
    if (typeof body !== 'object' || body === null) return undefined
    if ('detail' in body && typeof body.detail === 'string') return body.detail
    return 'title' in body && typeof body.title === 'string' ? body.title : undefined
  } catch {
    return undefined
  }
}
