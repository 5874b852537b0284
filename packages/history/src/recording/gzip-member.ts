import { expectJournal } from '../journal-error.ts'

/** What a member of the file holds: its first one the header, each of the others a chunk. */
export type MemberType = 'header' | 'chunk'

export interface Member {
  readonly type: MemberType
  /** Of the whole member, its own header and trailer included. */
  readonly size: number
}

/** Bytes before what is compressed: the fixed part of a gzip header, and the extra field with one subfield. */
const FIXED = 10
const EXTRA = 2 + 4 + 5
export const MEMBER_START = FIXED + EXTRA

const TYPES: readonly MemberType[] = ['header', 'chunk']
/** The subfield's id. */
const ID = [0x53, 0x6c] as const
const FLAG_EXTRA = 4
const FLAGS_AT = 3

/**
 * Returns a gzip member that says what it holds and how long it is (RFC 1952, FEXTRA, as BGZF does). `gzip` is one member
 * with a header of 10 bytes, as zlib writes it.
 */
export function markMember(type: MemberType, gzip: Uint8Array): Uint8Array {
  expectJournal(isGzip(gzip) && gzip[FLAGS_AT] === 0, 'what is to be marked is no plain gzip member')
  const marked = new Uint8Array(gzip.length + EXTRA)
  marked.set(gzip.subarray(0, FIXED))
  marked[FLAGS_AT] = FLAG_EXTRA
  marked.set(gzip.subarray(FIXED), MEMBER_START)
  const view = new DataView(marked.buffer)
  view.setUint16(FIXED, EXTRA - 2, true)
  marked.set(ID, FIXED + 2)
  view.setUint16(FIXED + 4, EXTRA - 6, true)
  view.setUint8(FIXED + 6, TYPES.indexOf(type))
  view.setUint32(FIXED + 7, marked.length, true)
  return marked
}

/** What begins at a place of a file; null where no member of a recording does, or where its beginning is cut off. */
export function readMember(bytes: Uint8Array, at: number): Member | null {
  const start = bytes.subarray(at, at + MEMBER_START)
  if (start.length < MEMBER_START || !isGzip(start) || start[FLAGS_AT] !== FLAG_EXTRA) return null
  const view = new DataView(start.buffer, start.byteOffset, MEMBER_START)
  const isOurs = start[FIXED + 2] === ID[0] && start[FIXED + 3] === ID[1]
  if (!isOurs || view.getUint16(FIXED, true) !== EXTRA - 2 || view.getUint16(FIXED + 4, true) !== EXTRA - 6) return null
  const type = TYPES[view.getUint8(FIXED + 6)]
  const size = view.getUint32(FIXED + 7, true)
  return type === undefined || size <= MEMBER_START ? null : { type, size }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}
