import {
  type JournalStore,
  type ReadChunk,
  readChunk,
  readHeader,
  readMember,
  type RecordingHeader,
} from '@slicescope/history'
import { MemoryJournal } from '../history/memory-journal.ts'
import type { Packing } from '../packing.ts'
import { JournalFiller } from './journal-filler.ts'
import { reasonOf, tryChunk } from './try-chunk.ts'

export interface OpenedRecording {
  readonly header: RecordingHeader
  readonly journal: JournalStore
  /** What of the file cannot be read, in a sentence; null where all can. */
  readonly damaged: string | null
}

/** Why a file cannot be opened as a recording, in a sentence. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

/** A member may unpack to so many times its size. */
export const MOST_RATIO = 200

const MOST_PACKED = 64 * 2 ** 20
export const MOST_UNPACKED = 512 * 2 ** 20
/** Of the header: it names resources, gaps and Services. */
const MOST_HEADER = 16 * 2 ** 20

/** Whether the file says that it is one. */
export function isRecordingFile(bytes: Uint8Array): boolean {
  return readMember(bytes, 0)?.type === 'header'
}

/**
 * A recording as a journal from which the past is answered. Parts that are damaged or cut off become gaps.
 * @throws RecordingError where nothing of it can be used
 */
export async function readRecording(bytes: Uint8Array, packing: Packing): Promise<OpenedRecording> {
  if (bytes.length > MOST_PACKED) throw new RecordingError('The recording is larger than 64 MB.')
  const { header, after } = await readFirst(bytes, packing)
  return readParts(header, chunksOf(bytes, after, packing), { packing, tried: tryChunk })
}

/**
 * The same of a recording that was unpacked: the text of its header and of each chunk. Chunks are not tried out first, which
 * takes as long as playing them: what is wrong with one is said when it is asked about.
 * @throws RecordingError where nothing of it can be used
 */
export async function readUnpacked(texts: readonly string[], packing: Packing): Promise<OpenedRecording> {
  const [first = '', ...chunks] = texts
  const header = readHeader(first.trimEnd())
  if (typeof header === 'string') throw new RecordingError(header)
  return readParts(header, chunks, { packing, tried: async () => null })
}

interface Reading {
  readonly packing: Packing
  /** Why nothing can be answered from a chunk; null where it can. */
  readonly tried: typeof tryChunk
}

/** A part that cannot be had says why. */
type Part = string | { readonly lost: string }

async function readParts(
  header: RecordingHeader,
  parts: AsyncIterable<Part> | Iterable<Part>,
  { packing, tried }: Reading,
): Promise<OpenedRecording> {
  const journal = new MemoryJournal(packing)
  const filler = new JournalFiller(journal)
  const damage = new Damage()
  for await (const part of parts) {
    const chunk = typeof part === 'string' ? readPart(part) : part.lost
    const problem = typeof chunk === 'string' ? chunk : (filler.refuses(chunk) ?? (await tried(chunk, header)))
    if (typeof chunk === 'string' || problem !== null) damage.note(problem ?? '')
    else await filler.add(chunk)
  }
  const lost = Math.max(damage.count, header.chunks - filler.chunks)
  if (filler.chunks === 0) throw new RecordingError(`No part of the recording can be read: ${damage.reason(lost)}.`)
  return { header, journal, damaged: lost === 0 ? null : damage.sentence(lost, filler.chunks) }
}

/** What follows the header; where something is no chunk, it goes on with the next one. */
async function* chunksOf(bytes: Uint8Array, from: number, packing: Packing): AsyncGenerator<Part> {
  let room = MOST_UNPACKED
  for (let at = from; at < bytes.length; ) {
    const lines = await linesAt(bytes, { at, room, packing })
    yield typeof lines === 'string' ? { lost: lines } : lines.text
    if (typeof lines !== 'string') room -= lines.unpacked
    at = typeof lines === 'string' ? nextMember(bytes, at + 1) : at + lines.packed
  }
}

async function readFirst(
  bytes: Uint8Array,
  packing: Packing,
): Promise<{ readonly header: RecordingHeader; readonly after: number }> {
  const member = readMember(bytes, 0)
  if (member?.type !== 'header') throw new RecordingError('The file is not a Slicescope recording.')
  const packed = bytes.subarray(0, member.size)
  const lines = packed.length < member.size ? CUT : await unpackLines(packed, { room: MOST_HEADER, packing })
  if (typeof lines === 'string') throw new RecordingError(`The header of the recording cannot be read: ${lines}.`)
  const header = readHeader(lines.text.trimEnd())
  if (typeof header === 'string') throw new RecordingError(header)
  return { header, after: member.size }
}

const CUT = 'the file ends in the middle of it'

/** Of the chunk that begins there; why they cannot be had, where they cannot. @throws RecordingError */
async function linesAt(
  bytes: Uint8Array,
  { at, ...limits }: Limits & { readonly at: number },
): Promise<Lines | string> {
  const member = readMember(bytes, at)
  if (member?.type !== 'chunk') return 'there is something else between two of them'
  const packed = bytes.subarray(at, at + member.size)
  return packed.length < member.size ? CUT : unpackLines(packed, limits)
}

function nextMember(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0x1f, from)
  while (at !== -1 && readMember(bytes, at)?.type !== 'chunk') at = bytes.indexOf(0x1f, at + 1)
  return at === -1 ? bytes.length : at
}

interface Limits {
  /** Bytes that may still be unpacked. */
  readonly room: number
  readonly packing: Packing
}

interface Lines {
  readonly text: string
  /** Bytes. */
  readonly packed: number
  readonly unpacked: number
}

/** Why they cannot be had, where it is the member's own fault. @throws RecordingError where it asks for too much */
async function unpackLines(member: Uint8Array, { room, packing }: Limits): Promise<Lines | string> {
  const most = Math.min(room, member.length * MOST_RATIO)
  const unpacked = await packing.gunzip(member, Math.max(1, most))
  if (unpacked === 'damaged') return 'its checksum or its compression is wrong'
  if (unpacked === 'too-large') throw new RecordingError(most < room ? TOO_DENSE : TOO_LARGE)
  return { text: unpacked.text, packed: member.length, unpacked: unpacked.size }
}

const TOO_DENSE = `The recording unpacks to more than ${MOST_RATIO} times its size.`
const TOO_LARGE = 'The recording is larger than 512 MB when it is unpacked.'

function readPart(text: string): ReadChunk | string {
  try {
    return readChunk(text.trimEnd().split('\n'))
  } catch (error) {
    return reasonOf(error)
  }
}

/** What could not be read, and why at first. */
class Damage {
  #count = 0
  #first: string | null = null

  get count(): number {
    return this.#count
  }

  note(reason: string): void {
    this.#count += 1
    this.#first ??= reason
  }

  reason(lost: number): string {
    if (lost === 0) return 'it holds no chunks'
    return this.#first ?? 'the file was cut off'
  }

  sentence(lost: number, read: number): string {
    const parts = `${lost} of ${lost + read} parts of the recording cannot be read`
    return `${parts} (${this.reason(lost)}): the times that they covered are shown as gaps.`
  }
}
