import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { markMember, type Member } from '@slicescope/history'

const pack = promisify(gzip)

/** A member may unpack to so many times its size. */
export const MOST_RATIO = 200

/** A member of a recording that holds these lines. */
export async function packMember(type: Member['type'], lines: readonly string[]): Promise<Uint8Array> {
  const text = Buffer.from(`${lines.join('\n')}\n`)
  const packed = await pack(text)
  // Lines that are all alike would look like an attack: those are packed less well.
  const isSuspicious = text.length > packed.length * MOST_RATIO
  return markMember(type, isSuspicious ? await pack(text, { strategy: constants.Z_HUFFMAN_ONLY }) : packed)
}
