import {
  type Asked,
  type BasePods,
  type Bucket,
  type BucketLine,
  bucketsOf,
  CLUSTER_BUCKET,
  isBefore,
  pageOf,
  pageOfPosting,
  type PartAsked,
  placeOfLine,
  sortPostings,
  splitLines,
  type SplitLines,
} from '@slicescope/history'
import { pack, unpack } from './packed-text.ts'
import { bytesOfNumbers, numbersOfBytes, packPairs, unpackPairs } from './packed-numbers.ts'
import type { SqliteTables } from './sqlite-tables.ts'

/** Buckets that share a row: fewer rows pack better, more are faster to read. */
const SHARDS = 64
const CLUSTER_SHARD = SHARDS
/** Reads ask for one here and one there. */
const POSTINGS_A_PAGE = 256
const MOST_PAGES = 4096

/** A JournalPart with its lines joined. */
interface PartText {
  readonly base: string
  readonly lines: string
  readonly batches: Float64Array
  readonly pods: readonly (string | null)[]
}

interface Range {
  readonly stretch: number
  readonly after: number
  readonly until: Asked
}

/** What of a journal belongs to which bucket: bases by buckets, and entries once more, split by buckets. */
export class SqliteParts {
  readonly #tables: SqliteTables
  readonly #unit: number
  /** Of bases that are being written; null: it is not written in parts. */
  readonly #postings = new Map<number, Float64Array[] | null>()
  /** Whether the bases of what is written now are. */
  #isWriting = false
  /** UTF-16 units of chunks that are not split yet. */
  #unsplit = 0
  /** Chunks that are not split, as they were split for the last read. */
  #tail: { readonly key: string; readonly split: SplitLines } | null = null

  /** `unit`: so many UTF-16 units of chunks are split at a time. */
  constructor(tables: SqliteTables, unit: number) {
    this.#tables = tables
    this.#unit = unit
  }

  /** `bucket`: null for what is not written in parts. */
  notePart(base: number, bucket: Bucket | null, postings: Float64Array): void {
    const noted = this.#postings.get(base)
    if (bucket === null) this.#postings.set(base, null)
    else if (noted === undefined) this.#postings.set(base, [postings])
    else noted?.push(postings)
  }

  /** To be called in a transaction. */
  finishBase(base: number, pods: BasePods | null): void {
    const noted = this.#postings.get(base) ?? null
    this.#postings.delete(base)
    this.#isWriting = noted !== null && pods !== null
    if (noted === null || pods === null) return
    const postings = sortPostings(joined(noted))
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, postings.length / POSTINGS_A_PAGE)))
    const pages = Math.min(MOST_PAGES, wanted)
    let from = 0
    for (let page = 0; page < pages; page += 1) {
      let to = from
      while (to < postings.length && pageOfPosting(postings[to] ?? 0, pages) === page) to += 1
      const packed = bytesOfNumbers(postings.slice(from, to))
      this.#tables.run('INSERT INTO base_postings (base, page, postings) VALUES (?, ?, ?)', base, page, packed)
      from = to
    }
    for (const [namespace, text] of pods)
      this.#tables.run('INSERT INTO base_pods (base, namespace, text) VALUES (?, ?, ?)', base, namespace, pack(text))
    this.#tables.run('UPDATE bases SET pages = ? WHERE id = ?', pages, base)
  }

  /** Of what a stretch before wrote last no more is split, and a base that it did not finish is gone. */
  begin(): void {
    this.#postings.clear()
    this.#unsplit = 0
    this.#isWriting = false
  }

  /** To be called for every chunk that was written, in a transaction. */
  noteChunk(stretch: number, size: number): void {
    this.#unsplit += size
    if (!this.#isWriting || this.#unsplit < this.#unit) return
    this.#unsplit = 0
    const before = this.#splitTo(stretch)
    const chunks = this.#chunksAfter(stretch, before)
    const [first] = chunks
    const last = chunks.at(-1)
    if (first === undefined || last === undefined) return
    const split = splitLines(linesAfter(before, chunks), last.last)
    const unit = this.#tables.insert(
      'INSERT INTO units (stretch, first, last, since, postings, batches) VALUES (?, ?, ?, ?, ?, ?)',
      stretch,
      first.first,
      last.last,
      first.since,
      bytesOfNumbers(sortPostings(split.postings)),
      packPairs(split.batches),
    )
    for (const [shard, lines] of Map.groupBy(numbered(split.lines, first.first), ({ bucket }) => shardOf(bucket))) {
      const text = lines.map(({ bucket, number, line }) => `${bucket} ${number} ${line}`).join('\n')
      this.#tables.run('INSERT INTO unit_parts (unit, shard, lines) VALUES (?, ?, ?)', unit, shard, pack(text))
    }
  }

  /** See JournalParts. */
  readPart({ base, after, until, buckets, namespaces }: PartAsked): PartText | null {
    if (this.#pagesOf(base.id) === null) return null
    const range = { stretch: base.stretch, after, until }
    const wanted = new Set(buckets)
    return {
      base: buckets.flatMap(bucket => this.#basePart(base.id, bucket)).join('\n'),
      lines: this.#lines(range, wanted).join('\n'),
      batches: this.#batches(range),
      pods: namespaces.map(namespace => this.#pods(base.id, namespace)),
    }
  }

  /** See JournalParts. */
  locate(
    { base, until }: Pick<PartAsked, 'base' | 'until'>,
    filings: readonly string[],
  ): readonly (readonly Bucket[])[] {
    const pages = this.#pagesOf(base.id) ?? 1
    const range = { stretch: base.stretch, after: base.number, until }
    const since = this.#units(range, 'postings').map(unit => numbersOfBytes(unit['postings']))
    const tail = this.#tailOf(range)
    if (tail !== null) since.push(sortPostings(tail.postings))
    const loaded = new Map<number, Float64Array>()
    return filings.map(filed => {
      const page = pageOf(filed, pages)
      const postings = loaded.get(page) ?? this.#page(base.id, page)
      loaded.set(page, postings)
      return [...new Set([postings, ...since].flatMap(each => bucketsOf(each, filed)))]
    })
  }

  /** Of bases that are gone, and entries up to a number of a stretch. */
  dropBefore(base: number, stretch: number, number: number): void {
    const { run } = this.#tables
    run('DELETE FROM base_postings WHERE base < ?', base)
    run('DELETE FROM base_pods WHERE base < ?', base)
    const gone = 'stretch < ?1 OR (stretch = ?1 AND last <= ?2)'
    run(`DELETE FROM unit_parts WHERE unit IN (SELECT id FROM units WHERE ${gone})`, stretch, number)
    run(`DELETE FROM units WHERE ${gone}`, stretch, number)
  }

  #pagesOf(base: number): number | null {
    const [row] = this.#tables.all('SELECT pages FROM bases WHERE id = ?', base)
    return typeof row?.['pages'] === 'number' ? row['pages'] : null
  }

  #page(base: number, page: number): Float64Array {
    const [row] = this.#tables.all('SELECT postings FROM base_postings WHERE base = ? AND page = ?', base, page)
    return numbersOfBytes(row?.['postings'])
  }

  #pods(base: number, namespace: string): string | null {
    const [row] = this.#tables.all('SELECT text FROM base_pods WHERE base = ? AND namespace = ?', base, namespace)
    return row === undefined ? null : unpack(row['text'])
  }

  #basePart(base: number, bucket: Bucket): readonly string[] {
    return this.#tables
      .all('SELECT lines FROM base_parts WHERE base = ? AND bucket = ? ORDER BY id', base, bucket)
      .map(row => unpack(row['lines']))
  }

  #lines(range: Range, wanted: ReadonlySet<Bucket>): readonly string[] {
    const shards = [...new Set([...wanted].map(shardOf))]
    const ofUnits = this.#units(range, 'id').flatMap(unit => {
      const lines = shards.flatMap(shard => this.#shardLines(Number(unit['id']), shard, wanted))
      return shards.length === 1 ? lines : lines.toSorted((a, b) => a.number - b.number)
    })
    const tail = this.#tailOf(range)
    const ofTail = tail === null ? [] : numbered(tail.lines, range.after).filter(({ bucket }) => wanted.has(bucket))
    return [...ofUnits, ...ofTail].flatMap(({ line }) => {
      const place = placeOfLine(line)
      return place === null || (place.number > range.after && isBefore(place, range.until)) ? [line] : []
    })
  }

  #shardLines(unit: number, shard: number, wanted: ReadonlySet<Bucket>): readonly Numbered[] {
    const [row] = this.#tables.all('SELECT lines FROM unit_parts WHERE unit = ? AND shard = ?', unit, shard)
    if (row === undefined) return []
    return unpack(row['lines'])
      .split('\n')
      .flatMap(text => {
        const space = text.indexOf(' ')
        const bucket = Number(text.slice(0, space))
        if (!wanted.has(bucket)) return []
        const next = text.indexOf(' ', space + 1)
        return [{ bucket, number: Number(text.slice(space + 1, next)), line: text.slice(next + 1) }]
      })
  }

  #batches(range: Range): Float64Array {
    const parts = this.#units(range, 'batches').map(unit => unpackPairs(unit['batches']))
    const tail = this.#tailOf(range)
    if (tail !== null) parts.push(Float64Array.from(tail.batches))
    return within(joined(parts), range)
  }

  #units({ stretch, after, until }: Range, wanted: 'id' | 'postings' | 'batches') {
    const [column, value] = 'time' in until ? ['since', until.time] : ['first', until.number]
    return this.#tables.all(
      `SELECT ${wanted} FROM units WHERE stretch = ? AND last > ? AND ${column} <= ? ORDER BY last`,
      stretch,
      after,
      value,
    )
  }

  #splitTo(stretch: number): number {
    const [row] = this.#tables.all('SELECT max(last) AS last FROM units WHERE stretch = ?', stretch)
    return typeof row?.['last'] === 'number' ? row['last'] : -1
  }

  /** What was written last, and is not split yet; null where nothing of it is asked for. */
  #tailOf({ stretch, after, until }: Range): SplitLines | null {
    const from = Math.max(after, this.#splitTo(stretch))
    const chunks = this.#chunksAfter(stretch, from).filter(({ first, since }) =>
      isBefore({ number: first, time: since }, until),
    )
    if (chunks.length === 0) return null
    const key = `${from} ${chunks.map(({ id, last }) => `${id} ${last}`).join()}`
    if (this.#tail?.key !== key)
      this.#tail = { key, split: splitLines(linesAfter(from, chunks), chunks.at(-1)?.last ?? from) }
    return this.#tail.split
  }

  #chunksAfter(stretch: number, number: number) {
    return this.#tables
      .all('SELECT * FROM chunks WHERE stretch = ? AND last > ? ORDER BY last', stretch, number)
      .map(row => ({
        id: Number(row['id']),
        first: Number(row['first']),
        last: Number(row['last']),
        since: Number(row['since']),
        lines: row['lines'],
      }))
  }
}

/** Chunks become one behind what was split, too: only what comes after a number is of them. */
function linesAfter(number: number, chunks: readonly { readonly lines: unknown }[]): readonly string[] {
  let isAfter = false
  return chunks.flatMap(({ lines }) =>
    unpack(lines)
      .split('\n')
      .filter(line => (isAfter = (placeOfLine(line)?.number ?? (isAfter ? Infinity : -1)) > number)),
  )
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function shardOf(bucket: Bucket): number {
  return bucket === CLUSTER_BUCKET ? CLUSTER_SHARD : bucket % SHARDS
}

interface Numbered extends BucketLine {
  readonly number: number
}

/** Times of watches have the number of what came before them. */
function numbered(lines: readonly BucketLine[], first: number): readonly Numbered[] {
  let number = first
  return lines.map(each => {
    number = placeOfLine(each.line)?.number ?? number
    return { ...each, number }
  })
}

/** Of pairs of a last number and a time those after a number that began by the moment. */
function within(batches: Float64Array, { after, until }: Range): Float64Array {
  let from = 0
  while (from < batches.length && (batches[from] ?? 0) <= after) from += 2
  let to = from
  let first = from === 0 ? after + 1 : (batches[from - 2] ?? 0) + 1
  while (to < batches.length && isBefore({ number: first, time: batches[to + 1] ?? 0 }, until)) {
    first = (batches[to] ?? 0) + 1
    to += 2
  }
  return batches.slice(from, to)
}
