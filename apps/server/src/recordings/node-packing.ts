import { promisify } from 'node:util'
import { gunzip, zstdCompress, zstdDecompress } from 'node:zlib'
import type { Packing } from '@slicescope/answers'

const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)
const unzip = promisify(gunzip)

/** Packing by what Node brings with it. */
export const NODE_PACKING: Packing = {
  pack: text => pack(text),
  unpack: async bytes => (await unpack(bytes)).toString(),
  gunzip: async (bytes, most) => {
    try {
      const unpacked = await unzip(bytes, { maxOutputLength: most })
      return { text: new TextDecoder().decode(unpacked), size: unpacked.length }
    } catch (error) {
      return error instanceof RangeError ? 'too-large' : 'damaged'
    }
  },
}
