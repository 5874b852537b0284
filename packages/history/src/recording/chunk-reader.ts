import { Interner, isRecord, objectKey } from '@slicescope/model'
import type { EntryText } from '../batch-line.ts'
import { expectJournal, JournalError } from '../journal-error.ts'
import type { Gap, Observation } from '../journal-store.ts'
import { applyPatch, diffValues } from '../value-patch.ts'
import type { ChunkHead } from './chunk-writer.ts'
import { type FileObject, fromFileObject, type ReadObject } from './file-object.ts'
import { parseLineTime } from './line-time.ts'

/** A batch as a line of a journal. */
export interface ReadBatch {
  readonly first: number
  readonly last: number
  readonly time: number
  readonly line: string
}

/** A chunk in the form of a journal. */
export interface ReadChunk extends ChunkHead {
  /** Lines of the base with which it begins. */
  readonly base: readonly string[]
  /** Lines in order: batches, and times of watches. */
  readonly batches: readonly (ReadBatch | string)[]
  readonly observations: readonly Observation[]
  readonly gaps: readonly Gap[]
  /** Nothing else has happened up to this entry and this time. */
  readonly last: number
  readonly to: number
}

interface Line {
  readonly type: unknown
  readonly object: Readonly<Record<string, unknown>>
  readonly patch: unknown
  readonly seq: number
  readonly at: number
}

interface Held extends ReadObject {
  readonly object: FileObject
}

/** @throws JournalError, ProjectionError: it is no chunk, or not one of this version */
export function readChunk(lines: Iterable<string>): ReadChunk {
  const reader = new ChunkReader()
  for (const line of lines) reader.read(parseLine(line))
  return reader.end()
}

class ChunkReader {
  readonly #interner = new Interner()
  readonly #objects = new Map<string, Held>()
  readonly #base: string[] = []
  readonly #batches: (ReadBatch | string)[] = []
  readonly #observations: Observation[] = []
  readonly #gaps: Gap[] = []
  #head: ChunkHead | null = null
  #hasBase = false
  #hasEnded = false
  /** Of the batch that is being read: its first number, and its entries so far. */
  #first = 0
  #entries: EntryText[] = []
  /** Of the batch before. */
  #batchTime = 0
  /** Of the line before. */
  #seq = 0
  #at = 0

  read(line: Line): void {
    expectJournal(!this.#hasEnded, 'lines follow the end of the chunk')
    if (this.#head === null) {
      this.#begin(line)
      return
    }
    expectJournal(line.seq >= this.#seq && line.at >= this.#at, 'lines are out of order')
    if (!this.#hasBase) this.#readBase(line)
    else this.#readLine(line)
    this.#seq = line.seq
    this.#at = line.at
  }

  end(): ReadChunk {
    expectJournal(this.#head !== null && this.#hasEnded, 'the chunk has no end')
    return {
      ...this.#head,
      base: this.#base,
      batches: this.#batches,
      observations: this.#observations,
      gaps: this.#gaps,
      last: this.#seq,
      to: this.#at,
    }
  }

  #begin({ type, object, seq, at }: Line): void {
    const { kind, epoch, fieldSet } = object
    expectJournal(type === 'MARK' && kind === 'Chunk', 'the chunk has no beginning')
    expectJournal(typeof epoch === 'string' && EPOCH.test(epoch), 'the chunk names no run of the server')
    expectJournal(typeof fieldSet === 'number' && Number.isInteger(fieldSet), 'the chunk names no field set')
    this.#head = { epoch, fieldSet, number: seq, time: at }
    this.#seq = seq
    this.#at = at
    this.#batchTime = at
    this.#first = seq + 1
  }

  #readBase({ type, object }: Line): void {
    if (type === 'ADDED') {
      const { held } = this.#hold(object)
      this.#base.push(JSON.stringify([held.resource, [[held.resourceVersion, held.stored]]]))
    } else if (type === 'STATE' && object['kind'] === 'WatchTimes') this.#base.push(timesLine(object))
    else if (type === 'STATE' && object['kind'] === 'Memory') {
      expectJournal(typeof object['member'] === 'string', 'a member of the memory has no name')
      this.#base.push(JSON.stringify(['', object['member'], object['value']]))
    } else {
      expectJournal(type === 'MARK' && object['kind'] === 'Base', 'the base of the chunk holds something else')
      this.#hasBase = true
    }
  }

  #readLine(line: Line): void {
    const { type, object } = line
    if (type === 'STATE' && object['kind'] === 'WatchTimes') this.#batches.push(timesLine(object))
    else if (type !== 'MARK') this.#add(line, this.#readEntry(line))
    else if (object['kind'] === 'Outcome') this.#add(line, ['o', textOf(object['service']), object['patch']])
    else if (object['kind'] === 'Batch') this.#closeBatch(line)
    else if (object['kind'] === 'End') this.#readEnd(line)
    else this.#observations.push(readObservation(object))
  }

  #readEntry({ type, object, patch }: Line): EntryText {
    switch (type) {
      case 'ADDED':
        return this.#readAdded(object)
      case 'MODIFIED':
        return this.#readUpdated(object)
      case 'PATCHED':
        return this.#readPatched(object, patch)
      case 'DELETED':
        return this.#readDeleted(object)
      case 'GAP':
        return this.#readGap(object)
      case 'STATE':
        return readState(object)
      default:
        throw new JournalError('a line is of an unknown type')
    }
  }

  #add({ seq }: Line, entry: EntryText): void {
    this.#skipTo(seq)
    this.#entries.push(entry)
    this.#first += 1
  }

  /** `#first` is the number of the next entry while a batch is read. */
  #skipTo(seq: number): void {
    const count = seq - this.#first
    expectJournal(count >= 0, 'two entries have the same number')
    if (count === 0) return
    // What was left out between two batches is a batch of its own: it belongs to neither.
    if (this.#entries.length === 0) this.#pushBatch(seq - 1, this.#batchTime)
    else this.#entries.push(['s', count])
    this.#first = seq
  }

  #closeBatch({ seq, at }: Line): void {
    this.#skipTo(seq)
    this.#pushBatch(seq, at)
  }

  /** Of the entries so far; without any, of so many that were left out. */
  #pushBatch(last: number, time: number): void {
    const own = this.#entries.reduce((sum, [kind, more]) => sum + (kind === 's' ? more : 1), 0)
    const first = own > 0 ? last - own : this.#first
    const leftOut = last - own - first
    const entries = leftOut > 0 ? [['s', leftOut]] : this.#entries
    this.#batches.push({ first, last, time, line: JSON.stringify([first, time, entries]) })
    this.#batchTime = time
    this.#entries = []
    this.#first = last + 1
  }

  #readEnd(line: Line): void {
    expectJournal(this.#entries.length === 0, 'the last batch of the chunk has no end')
    // What was left out at the end has its numbers, too.
    if (line.seq >= this.#first) this.#closeBatch(line)
    this.#hasEnded = true
  }

  #readAdded(object: FileObject): EntryText {
    const { held, before } = this.#hold(object)
    expectJournal(before === undefined, 'an object is added twice')
    return ['+', held.resource, held.resourceVersion, held.stored]
  }

  #readUpdated(object: FileObject): EntryText {
    const { held, before } = this.#hold(object)
    expectJournal(before !== undefined, 'an object changed that was not there')
    const { resource, resourceVersion, stored } = held
    return ['~', resource, objectKey(stored), resourceVersion, diffValues(before.stored, stored)]
  }

  #readPatched(named: FileObject, patch: unknown): EntryText {
    const before = this.#objects.get(placeOf(named))
    expectJournal(before !== undefined, 'an object changed that was not there')
    const object = applyPatch(before.object, patch)
    expectJournal(isRecord(object) && placeOf(object) === placeOf(named), 'a patch makes another object')
    return this.#readUpdated(object)
  }

  #readDeleted(object: FileObject): EntryText {
    expectJournal(this.#objects.delete(placeOf(object)), 'an object was deleted that was not there')
    const { resource, resourceVersion, stored } = fromFileObject(object, this.#interner)
    return ['-', resource, objectKey(stored), resourceVersion]
  }

  #readGap({ from, to }: FileObject): EntryText {
    expectJournal(isTime(from) && isTime(to) && from <= to, 'a gap has no times')
    this.#gaps.push({ from, to })
    return ['e', { type: 'gap', from, to }]
  }

  #hold(object: FileObject): { readonly held: Held; readonly before: Held | undefined } {
    const place = placeOf(object)
    const before = this.#objects.get(place)
    const held = { ...fromFileObject(object, this.#interner), object }
    this.#objects.set(place, held)
    return { held, before }
  }
}

const EPOCH = /^[\w-]{1,64}$/

/** What tells one object from all others. */
function placeOf({ apiVersion, kind, metadata }: FileObject): string {
  const { namespace = null, name = null } = isRecord(metadata) ? metadata : {}
  return JSON.stringify([apiVersion, kind, namespace, name])
}

function parseLine(text: string): Line {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw new JournalError('a line is not JSON', { cause: error })
  }
  expectJournal(isRecord(read) && isRecord(read['object']), 'a line has no object')
  const { type, object, patch, seq, at } = read
  expectJournal(isRecord(object), 'a line has no object')
  expectJournal(typeof seq === 'number' && Number.isSafeInteger(seq) && seq >= 0, 'a line has no number')
  return { type, object, patch, seq, at: parseLineTime(at) }
}

/** What the file calls it, and the journal. */
function readState({ kind, ...state }: FileObject): EntryText {
  switch (kind) {
    case 'Watch':
      return ['e', { type: 'watch', watch: state }]
    case 'Unwatched':
      return ['e', { ...state, type: 'unwatched' }]
    case 'Lease':
      return ['e', { ...state, type: 'lease' }]
    case 'Time':
      return ['e', { type: 'time' }]
    case 'ClockStep':
      return ['e', { ...state, type: 'clock' }]
    default:
      throw new JournalError('a state is of an unknown kind')
  }
}

function timesLine({ watches }: FileObject): string {
  expectJournal(Array.isArray(watches), 'times of watches are no list')
  return JSON.stringify({ watches })
}

function readObservation({ kind, service, since, value }: FileObject): Observation {
  expectJournal(kind === 'Row' || kind === 'Change', 'a mark is of an unknown kind')
  const at = parseLineTime(since)
  return {
    kind: kind === 'Row' ? 'row' : 'change',
    service: textOf(service),
    at,
    text: JSON.stringify(value ?? null),
  }
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LAST_TIME
}

/** Of the year 9999. */
const LAST_TIME = 253_402_300_799_999

function textOf(value: unknown): string {
  expectJournal(typeof value === 'string', 'a mark names no Service')
  return value
}
