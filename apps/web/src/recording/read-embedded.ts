import { readRecorded, type RecordedStream } from '@slicescope/protocol'

const MOST_PACKED = 64 * 2 ** 20
const MOST_UNPACKED = 512 * 2 ** 20

/** What the file holds: gzip of a recorded stream, in base64, in an element that is no script. */
export async function readEmbedded(): Promise<RecordedStream> {
  const packed = document.querySelector('#recording')?.textContent?.trim() ?? ''
  if (packed === '') throw new Error('This file holds no recording: save it again.')
  if (packed.length > MOST_PACKED) throw new Error('This recording is larger than 64 MB: save a shorter range.')
  const bytes = Uint8Array.from(atob(packed), character => character.codePointAt(0) ?? 0)
  return readRecorded(await unpacked(bytes))
}

async function unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const decoder = new TextDecoder()
  let [text, size] = ['', 0]
  for await (const part of chunksOf(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')))) {
    size += part.length
    if (size > MOST_UNPACKED) throw new Error('This recording is larger than 512 MB unpacked: save a shorter range.')
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}

/** Not every browser iterates streams itself. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
}
