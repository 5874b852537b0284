import { Interner, isRecord, type Resource, RESOURCES } from '@slicescope/model'
import { isResource, isTimesLine, readBatchText } from '../batch-line.ts'
import { expectJournal, JournalError } from '../journal-error.ts'
import { placeOfLine } from '../line-place.ts'
import { type Bucket, bucketOf, bucketOfService, CLUSTER_BUCKET } from './bucket.ts'
import { filingsOf, movedPods, posting } from './filing.ts'

/** What of some lines in a row belongs to which bucket. */
export interface SplitLines {
  /** In their order. Each is a line of the journal that leaves out the entries of other buckets. */
  readonly lines: readonly BucketLine[]
  /** What is filed again, as `posting` writes it. */
  readonly postings: readonly number[]
  /** Of each batch the number of its last entry and its time. */
  readonly batches: readonly number[]
}

export interface BucketLine {
  readonly bucket: Bucket
  readonly line: string
}

interface Split extends SplitLines {
  readonly lines: BucketLine[]
  readonly postings: number[]
  readonly batches: number[]
}

/** As BatchWriter ends a line of which all is in one bucket. */
const ONE_BUCKET = /\],(\d{1,4})\]$/

/** Of lines that follow each other; `last`: the number of the last entry. @throws JournalError for what is no line of a journal */
export function splitLines(lines: Iterable<string>, last: number): SplitLines {
  const split: Split = { lines: [], postings: [], batches: [] }
  const interner = new Interner()
  for (const line of lines) {
    const place = placeOfLine(line)
    if (place === null) {
      expectJournal(isTimesLine(parse(line)), 'a line is of an unknown form')
      split.lines.push({ bucket: CLUSTER_BUCKET, line })
      continue
    }
    // A batch ends where the next one begins.
    if (split.batches.length > 0) split.batches[split.batches.length - 2] = place.number - 1
    split.batches.push(last, place.time)
    const [, bucket] = ONE_BUCKET.exec(line.slice(-8)) ?? []
    if (bucket === undefined) splitLine(line, split, interner)
    else split.lines.push({ bucket: Number(bucket), line })
  }
  return split
}

function splitLine(line: string, { lines, postings }: Split, interner: Interner): void {
  const { number, time, entries } = readBatchText(parse(line))
  for (const entry of entries) postings.push(...postingsOf(entry, interner))
  const buckets = entries.map(bucketOfEntry)
  const [first = CLUSTER_BUCKET] = buckets
  if (buckets.every(bucket => bucket === first)) {
    lines.push({ bucket: first, line })
    return
  }
  for (const bucket of new Set(buckets))
    lines.push({ bucket, line: partOf({ number, time, entries }, at => buckets[at] === bucket) })
}

type Entry = readonly unknown[]

function partOf(
  { number, time, entries }: ReturnType<typeof readBatchText>,
  isWanted: (at: number) => boolean,
): string {
  const kept: Entry[] = []
  let skipped = 0
  const skip = () => {
    if (skipped > 0) kept.push(['s', skipped])
    skipped = 0
  }
  for (const [at, entry] of entries.entries()) {
    if (!isWanted(at)) {
      skipped += lengthOf(entry)
      continue
    }
    skip()
    kept.push(entry)
  }
  skip()
  return JSON.stringify([number, time, kept])
}

function lengthOf([kind, count]: Entry): number {
  return kind === 's' ? Number(count) : 1
}

function bucketOfEntry([kind, first, second, third]: Entry): Bucket {
  if (kind === 'o') return bucketOfService(String(first))
  if (!isResource(first)) return CLUSTER_BUCKET
  return bucketOf(first, kind === '+' ? keyOf(third) : String(second))
}

function keyOf(stored: unknown): string {
  const metadata = isRecord(stored) ? stored['metadata'] : undefined
  expectJournal(isRecord(metadata), 'an added object has no metadata')
  const { namespace, name } = metadata
  expectJournal(typeof name === 'string', 'an added object has no name')
  return typeof namespace === 'string' ? `${namespace}/${name}` : name
}

function postingsOf(entry: Entry, interner: Interner): readonly number[] {
  const [kind, resource, second, third] = entry
  if (!isResource(resource) || (kind !== '+' && kind !== '~' && kind !== '-')) return []
  const key = kind === '+' ? keyOf(third) : String(second)
  const filed = kind === '+' ? filedOf(resource, third, interner) : notedFilings(resource, kind === '~' ? entry[5] : [])
  const isMoved = resource === 'pods' && (kind !== '~' || filed.some(each => each.startsWith('pods labels ')))
  const moved = isMoved ? [movedPods(key.slice(0, key.indexOf('/')))] : []
  const bucket = bucketOf(resource, key)
  return [...filed, ...moved].map(each => posting(each, bucket))
}

function filedOf(resource: Resource, stored: unknown, interner: Interner): readonly string[] {
  return filingsOf(resource, RESOURCES[resource].restore(stored, interner))
}

/** As BatchWriter notes it. */
function notedFilings(resource: Resource, filed: unknown): readonly string[] {
  return Array.isArray(filed) ? filed.map(each => `${resource} ${String(each)}`) : []
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new JournalError('a line is not JSON', { cause: error })
  }
}
