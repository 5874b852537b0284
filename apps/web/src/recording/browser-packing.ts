import type { Packing } from '@slicescope/answers'
import { decompress } from 'fzstd'

/** Packing by what a browser brings with it. */
export const BROWSER_PACKING: Packing = {
  pack: async text => gathered(through(new Blob([text]), new CompressionStream('gzip'))),
  unpack: async bytes =>
    new TextDecoder().decode(await gathered(through(blobOf(bytes), new DecompressionStream('gzip')))),
  gunzip: async (bytes, most) => {
    try {
      const unpacked = await gathered(through(blobOf(bytes), new DecompressionStream('gzip')), most)
      return { text: new TextDecoder().decode(unpacked), size: unpacked.length }
    } catch (error) {
      return error instanceof RangeError ? 'too-large' : 'damaged'
    }
  },
  unzstd: async (bytes, most) => {
    try {
      const size = sizeOfContent(bytes)
      if (size === null) return 'damaged'
      if (size > most) return 'too-large'
      const unpacked = decompress(bytes, new Uint8Array(size))
      return unpacked.length === size ? { text: new TextDecoder().decode(unpacked), size } : 'damaged'
    } catch {
      return 'damaged'
    }
  },
}

/** Of a zstd frame's content, in bytes (RFC 8878, 3.1.1.1); null where the frame does not say it. */
function sizeOfContent(frame: Uint8Array): number | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  const descriptor = view.getUint8(4)
  const isSingle = (descriptor & 0x20) !== 0
  const at = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0)
  switch (descriptor >> 6) {
    case 0:
      return isSingle ? view.getUint8(at) : null
    case 1:
      return view.getUint16(at, true) + 256
    case 2:
      return view.getUint32(at, true)
    default:
      return Number(view.getBigUint64(at, true))
  }
}

function through(blob: Blob, transform: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return blob.stream().pipeThrough(transform)
}

/** Bytes of a shared buffer are no part of a Blob. */
function blobOf(bytes: Uint8Array): Blob {
  return new Blob([
    bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : bytes.slice(),
  ])
}

/** @throws RangeError where there are more than `most` bytes */
async function gathered(stream: ReadableStream<Uint8Array>, most = Infinity): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  // Not every browser iterates streams itself.
  const reader = stream.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length
    if (size > most) {
      await reader.cancel()
      throw new RangeError(`more than ${most} bytes`)
    }
    parts.push(next.value)
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
