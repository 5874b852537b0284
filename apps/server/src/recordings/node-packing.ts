import { promisify } from 'node:util'
import { gunzip, zstdCompress, zstdDecompress } from 'node:zlib'
import type { Packing } from '@slicescope/answers'

const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)
const unzip = promisify(gunzip)

/** Packing by what Node brings with it. */
export const NODE_PACKING: Packing = {
  // A copy: what Node answers with is part of a larger buffer, which it would keep.
  pack: async text => new Uint8Array(await pack(text)),
  unpack: async bytes => (await unpack(bytes)).toString(),
  gunzip: (bytes, most) => unpacked(() => unzip(bytes, { maxOutputLength: most })),
  unzstd: (bytes, most) => unpacked(() => unpack(bytes, { maxOutputLength: most })),
}

async function unpacked(read: () => Promise<Buffer>): ReturnType<Packing['gunzip']> {
  try {
    const bytes = await read()
    return { text: new TextDecoder().decode(bytes), size: bytes.length }
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'damaged'
  }
}
