import {
  ClusterStore,
  type Entry,
  type EntryContent,
  isRecord,
  type ObjectKey,
  type Resource,
  type ResourceDelta,
  type ResourceObjects,
  RESOURCES,
  type WatchState,
  type WatchTimes,
} from '@slicescope/model'
import { isResource, isTimesLine, readBatchText } from './batch-line.ts'
import { expectJournal, JournalError } from './journal-error.ts'
import { applyPatch } from './value-patch.ts'

/** How what the model does not know is read back. They throw, or answer null, for what they do not know either. */
interface Readers<O, M> {
  readonly readOutcome: (raw: unknown) => O | null
  readonly readMemory: (raw: unknown) => M | null
  /** Of the stretch that is read. */
  readonly fieldSet: number
  /** Objects without a namespace that were read before, by how they are written: many bases have them in common. */
  readonly shared?: Map<string, ResourceObjects[Resource]>
}

/** Of the shared ones so many are held at most. */
const MOST_SHARED = 20_000
/** A line with one object. */
const ONE_OBJECT = /^\["([a-z]+)",\[\["([^"\\]*)",(\{.*\})\]\]\]$/

type KnownTimes = Pick<WatchState, 'resource' | 'namespace'> & WatchTimes

/** Objects as they were at one position of a journal, moved forward by its lines. */
export class Replay<O, M> {
  readonly store = new ClusterStore<O>(() => 0)
  readonly #readers: Readers<O, M>
  readonly #memory = new Map<string, unknown>()
  readonly #outcomes = new Map<string, unknown>()
  #times: readonly KnownTimes[] = []

  constructor(readers: Readers<O, M>) {
    this.#readers = readers
  }

  /** The times of watches as they were last written. */
  get watchTimes(): readonly KnownTimes[] {
    return this.#times
  }

  /** @throws JournalError */
  readBaseLine(line: string): void {
    if (this.#readShared(line)) return
    const read = parse(line)
    if (isTimesLine(read)) {
      this.#readTimes(read.watches)
      return
    }
    expectJournal(Array.isArray(read), 'a line of a base is not a list')
    const [name, ...rest]: readonly unknown[] = read
    if (name === '') this.#readMemory(rest)
    else this.#readObjects(name, rest[0])
  }

  /** What was remembered where the base was taken, once all of its lines are read. */
  memory(): M {
    const memory = this.#readers.readMemory(Object.fromEntries(this.#memory))
    this.#memory.clear()
    if (memory === null) throw new JournalError('a base lacks what was remembered')
    return memory
  }

  /** Moves on by a line; answers with its batch, none for a line that holds no entries. @throws JournalError */
  readLine(line: string): readonly Entry<O>[] {
    const read = parse(line)
    if (isTimesLine(read)) {
      this.#readTimes(read.watches)
      return []
    }
    const { number, time, entries } = readBatchText(read)
    const { fieldSet } = this.#readers
    const batch: Entry<O>[] = []
    let next = number
    for (const entry of entries) {
      if (entry[0] === 's') {
        next += countOf(entry[1])
        continue
      }
      batch.push({ ...this.#readEntry(entry), number: next, time, fieldSet })
      next += 1
    }
    return [...batch, { type: 'batch', number: next, time, fieldSet }]
  }

  #readTimes(watches: readonly unknown[]): void {
    expectJournal(watches.every(isTimes), 'times of watches are not readable')
    this.#times = watches.filter(isTimes)
  }

  #readMemory([member, value]: readonly unknown[]): void {
    expectJournal(typeof member === 'string', 'a member of the memory has no name')
    const before = this.#memory.get(member)
    this.#memory.set(member, Array.isArray(before) && Array.isArray(value) ? before.concat(value) : value)
  }

  /** Answers whether the line is one of a shared object. */
  #readShared(line: string): boolean {
    const { shared } = this.#readers
    if (shared === undefined) return false
    const [, resource, resourceVersion = '', text = ''] = ONE_OBJECT.exec(line) ?? []
    if (!isResource(resource) || RESOURCES[resource].namespaced) return false
    const key = `${resource} ${text}`
    const object = shared.get(key) ?? RESOURCES[resource].restore(parse(text), this.store.interner)
    if (shared.size >= MOST_SHARED) shared.clear()
    shared.set(key, object)
    this.store.restore(resource, { type: 'set', object, resourceVersion })
    return true
  }

  #readObjects(resource: unknown, objects: unknown): void {
    expectJournal(isResource(resource) && Array.isArray(objects), 'a base holds objects of an unknown resource')
    for (const each of objects) {
      const [resourceVersion, stored]: readonly unknown[] = Array.isArray(each) ? each : []
      expectJournal(typeof resourceVersion === 'string', 'an object has no resourceVersion')
      this.store.restore(resource, {
        type: 'set',
        object: RESOURCES[resource].restore(stored, this.store.interner),
        resourceVersion,
      })
    }
  }

  #readEntry(entry: readonly unknown[]): EntryContent<O> {
    const [kind, first, second, third, fourth] = entry
    switch (kind) {
      case '+':
        return this.#readAdded(first, second, third)
      case '~':
        return this.#readUpdated({ resource: first, key: second, resourceVersion: third, patch: fourth })
      case '-':
        return this.#readDeleted(first, second, third)
      case 'o':
        return this.#readOutcome(first, second)
      case 'e':
        expectJournal(isOther(first), 'an entry is of an unknown type')
        return first
      default:
        throw new JournalError('an entry is of an unknown kind')
    }
  }

  #readAdded(resource: unknown, resourceVersion: unknown, stored: unknown): EntryContent<O> {
    expectJournal(isResource(resource) && typeof resourceVersion === 'string', 'an added object has no resource')
    return this.#set(resource, { stored, resourceVersion })
  }

  #readUpdated({ resource, key, resourceVersion, patch }: Readonly<Record<string, unknown>>): EntryContent<O> {
    expectJournal(isResource(resource) && typeof key === 'string', 'an updated object has no name')
    expectJournal(typeof resourceVersion === 'string', 'an updated object has no resourceVersion')
    return this.#set(resource, { stored: applyPatch(this.#held(resource, key), patch), resourceVersion })
  }

  #readDeleted(resource: unknown, key: unknown, resourceVersion: unknown): EntryContent<O> {
    expectJournal(isResource(resource) && typeof key === 'string', 'a deleted object has no name')
    expectJournal(typeof resourceVersion === 'string', 'a deleted object has no resourceVersion')
    const object = this.#held(resource, key)
    return onlyOne(this.store.restore(resource, { type: 'delete', object, resourceVersion }))
  }

  #set(
    resource: Resource,
    { stored, resourceVersion }: { readonly stored: unknown; readonly resourceVersion: string },
  ): EntryContent<O> {
    const object = RESOURCES[resource].restore(stored, this.store.interner)
    return onlyOne(this.store.restore(resource, { type: 'set', object, resourceVersion }))
  }

  #held(resource: Resource, key: ObjectKey): ResourceObjects[Resource] {
    const object = this.store.listers[resource].get(key)
    if (object === undefined)
      throw new JournalError(`the ${resource} ${JSON.stringify(key)} changed and was never there`)
    return object
  }

  #readOutcome(service: unknown, patch: unknown): EntryContent<O> {
    expectJournal(typeof service === 'string', 'an outcome has no Service')
    const raw = applyPatch(this.#outcomes.get(service), patch)
    this.#outcomes.set(service, raw)
    const outcome = this.#readers.readOutcome(raw)
    if (outcome === null) throw new JournalError('an outcome is not readable')
    return { type: 'outcome', outcome }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new JournalError('a line is not JSON', { cause: error })
  }
}

/** Of entries that were left out. */
function countOf(value: unknown): number {
  expectJournal(Number.isSafeInteger(value) && Number(value) > 0, 'entries were left out without a number')
  return Number(value)
}

function onlyOne(deltas: readonly ResourceDelta[]): EntryContent<never> {
  const [delta] = deltas
  if (delta === undefined || deltas.length > 1) throw new JournalError('an entry does not fit what was there before')
  return { type: 'delta', delta }
}

function isTimes(value: unknown): value is KnownTimes {
  return isRecord(value) && isResource(value['resource']) && typeof value['silenceLimit'] === 'number'
}

type Other = Exclude<EntryContent<never>, { readonly type: 'delta' | 'outcome' }>

/** By its type, and by what is concluded from it. */
function isOther(value: unknown): value is Other {
  if (!isRecord(value)) return false
  switch (value['type']) {
    case 'watch':
      return isRecord(value['watch']) && isResource(value['watch']['resource'])
    case 'unwatched':
      return isResource(value['resource'])
    case 'lease':
      return isRecord(value['lease']) && isRecord(value['answer'])
    case 'time':
      return true
    case 'clock':
      return typeof value['stepped'] === 'number'
    case 'gap':
      return typeof value['from'] === 'number' && typeof value['to'] === 'number'
    default:
      return false
  }
}
