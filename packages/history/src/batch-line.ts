import {
  type Entry,
  type EntryContent,
  isRecord,
  newlyFiled,
  objectKey,
  type ObjectKey,
  type Resource,
  type ResourceDelta,
  RESOURCES,
} from '@slicescope/model'
import { expectJournal } from './journal-error.ts'
import { type Bucket, bucketOf, bucketOfService, CLUSTER_BUCKET } from './parts/bucket.ts'
import { diffValues, type Patch } from './value-patch.ts'

/** One entry as a line holds it. */
export type EntryText =
  | readonly ['+', Resource, string, unknown]
  | readonly ['~', Resource, ObjectKey, string, Patch]
  | readonly ['~', Resource, ObjectKey, string, Patch, readonly string[]]
  | readonly ['-', Resource, ObjectKey, string]
  | readonly ['o', string, unknown]
  | readonly ['s', number]
  | readonly ['e', unknown]

/** Writes batches as lines. Outcomes are written as what differs from the one before of the same Service. */
export class BatchWriter<O> {
  readonly #serviceOf: (outcome: O) => string
  #outcomes = new Map<string, O>()

  constructor(serviceOf: (outcome: O) => string) {
    this.#serviceOf = serviceOf
  }

  /** What follows can be read without what was written before: to be called where a base is taken. */
  forget(): void {
    this.#outcomes = new Map()
  }

  write(batch: readonly Entry<O>[]): string {
    const [first] = batch
    expectJournal(first !== undefined, 'a batch is empty')
    const entries = batch.flatMap(entry => (entry.type === 'batch' ? [] : [this.#writeEntry(entry)]))
    const bucket = onlyBucket(entries)
    return JSON.stringify([first.number, first.time, entries, ...(bucket === null ? [] : [bucket])])
  }

  #writeEntry(entry: Entry<O> & EntryContent<O>): EntryText {
    if (entry.type === 'delta') return writeDelta(entry.delta)
    if (entry.type === 'outcome') return this.#writeOutcome(entry.outcome)
    const { number: _number, time: _time, fieldSet: _fieldSet, ...content } = entry
    return ['e', content]
  }

  #writeOutcome(outcome: O): EntryText {
    const service = this.#serviceOf(outcome)
    const before = this.#outcomes.get(service)
    this.#outcomes.set(service, outcome)
    return ['o', service, before === undefined ? [0, outcome] : diffValues(before, outcome)]
  }
}

function writeDelta(delta: ResourceDelta): EntryText {
  const { resource, object, resourceVersion, type } = delta
  switch (type) {
    case 'added':
      return ['+', resource, resourceVersion, object]
    case 'updated':
      return writeUpdated(delta)
    case 'deleted':
      return ['-', resource, objectKey(object), resourceVersion]
    default:
      return type satisfies never
  }
}

/** Where all entries belong to one bucket and nothing is filed again, lines need not be read again to be filed. */
function onlyBucket(entries: readonly EntryText[]): Bucket | null {
  const [first] = entries
  const bucket = first === undefined ? null : bucketOfSteady(first)
  return bucket !== null && entries.every(entry => bucketOfSteady(entry) === bucket) ? bucket : null
}

function bucketOfSteady(entry: EntryText): Bucket | null {
  switch (entry[0]) {
    case '~':
      return entry.length === 5 ? bucketOf(entry[1], entry[2]) : null
    case 'o':
      return bucketOfService(entry[1])
    case 'e':
      return CLUSTER_BUCKET
    case '+':
    case '-':
    case 's':
      return null
    default:
      return entry satisfies never
  }
}

type Updated = ResourceDelta & { readonly type: 'updated' }

/** Most changes change nothing of what the object is filed under. */
function writeUpdated(delta: Updated): EntryText {
  const { resource, object, previous, resourceVersion } = delta
  const added = newlyFiled<Resource>(resource, delta)
  const patch = diffValues(previous, object)
  return added.length === 0
    ? ['~', resource, objectKey(object), resourceVersion, patch]
    : ['~', resource, objectKey(object), resourceVersion, patch, added]
}

/** What a line says, before its objects are read. */
export interface BatchText {
  readonly number: number
  readonly time: number
  readonly entries: readonly (readonly unknown[])[]
}

/** @throws JournalError for what is no batch */
export function readBatchText(line: unknown): BatchText {
  expectJournal(Array.isArray(line), 'a batch is not a list')
  const [number, time, entries]: readonly unknown[] = line
  expectJournal(Number.isInteger(number) && typeof time === 'number', 'a batch has no number or no time')
  expectJournal(Array.isArray(entries) && entries.every(Array.isArray), 'a batch has no entries')
  return { number: Number(number), time, entries }
}

export function isResource(value: unknown): value is Resource {
  return typeof value === 'string' && Object.hasOwn(RESOURCES, value)
}

/** Times of watches are no entries; they go along with them. */
export function isTimesLine(line: unknown): line is { readonly watches: readonly unknown[] } {
  return isRecord(line) && Array.isArray(line['watches'])
}
