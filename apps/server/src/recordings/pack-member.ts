import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { MOST_RATIO } from '@slicescope/answers'
import { markMember, type Member } from '@slicescope/history'

const pack = promisify(gzip)

/** A member of a recording that holds these lines. */
export async function packMember(type: Member['type'], lines: readonly string[]): Promise<Uint8Array> {
  const text = Buffer.from(`${lines.join('\n')}\n`)
  const packed = await pack(text)
  // Lines that are all alike would look like an attack: those are packed less well.
  const isSuspicious = text.length > packed.length * MOST_RATIO
  return markMember(type, isSuspicious ? await pack(text, { strategy: constants.Z_HUFFMAN_ONLY }) : packed)
}
