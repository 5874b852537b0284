import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type {
  Asked,
  BaseInfo,
  BasePods,
  Bucket,
  Chunk,
  Gap,
  JournalStatus,
  Observation,
  PartAsked,
  Stretch,
} from '@slicescope/history'
import { pack, unpack } from './packed-text.ts'
import { lockFolder, openDatabase } from './sqlite-files.ts'
import { SqliteParts } from './sqlite-parts.ts'
import { SqliteRows } from './sqlite-rows.ts'
import type { Row, SqliteTables } from './sqlite-tables.ts'

/** UTF-8 bytes of small chunks that become one. */
/** More packs better, and makes what was written last slow to read. */
const UNIT = 1024 * 1024
const MERGED_AT = 64 * 1024
/** Pages that are given back to the file system at a time. */
const VACUUM_PAGES = 2000
const DROP_ROWS = 2000
const PARTS_AT_ONCE = 16

/** A chunk with its lines joined. */
export type ChunkText = Omit<Chunk, 'lines'> & { readonly text: string }

/** A part of a base with its lines joined; `bucket`: null for what is not written in parts. */
interface BaseText {
  readonly text: string
  readonly bucket: Bucket | null
  readonly postings: Float64Array
}

/** A journal in a folder, by one database. It blocks: it belongs into a thread of its own. */
export class SqliteStore {
  readonly #folder: string
  readonly #db: DatabaseSync
  readonly #parts: SqliteParts
  readonly #rows: SqliteRows
  readonly #statements = new Map<string, StatementSync>()
  /** Held while this process records: another one cannot. */
  #lock: DatabaseSync | null = null
  /** UTF-16 units of chunks that were not merged. */
  #small = 0

  /** `unit`: of so many UTF-16 units of entries each is filed with what it belongs to. */
  constructor(folder: string, unit: number = UNIT) {
    this.#folder = folder
    this.#db = openDatabase(folder)
    const tables: SqliteTables = {
      all: (sql, ...values) => this.#all(sql, ...values),
      run: (sql, ...values) => this.#run(sql, ...values),
      insert: (sql, ...values) => this.#insert(sql, ...values),
    }
    this.#parts = new SqliteParts(tables, unit)
    this.#rows = new SqliteRows(tables)
  }

  status(): JournalStatus {
    const stretches = this.#all(
      'SELECT * FROM stretches s WHERE EXISTS (SELECT 1 FROM bases b WHERE b.stretch = s.id AND b.finished) ORDER BY id',
    )
    const [dropped] = this.#all('SELECT max(until) AS until FROM dropped')
    return {
      stretches: stretches.map(toStretch),
      gaps: this.#all('SELECT * FROM gaps ORDER BY since').map(row => ({
        from: num(row, 'since'),
        to: num(row, 'until'),
      })),
      bytes: this.#bytes(),
      droppedTo: typeof dropped?.['until'] === 'number' ? dropped['until'] : null,
    }
  }

  /** @throws Error where another process records in the folder */
  begin({ epoch, from, fieldSet }: Omit<Stretch, 'id' | 'to'>): number {
    this.#lock ??= lockFolder(this.#folder)
    this.#small = 0
    this.#parts.begin()
    this.#dropUnfinished()
    return this.#insert(
      'INSERT INTO stretches (epoch, since, until, field_set) VALUES (?, ?, ?, ?)',
      epoch,
      from,
      from,
      fieldSet,
    )
  }

  beginBase({ stretch, number, time }: Omit<BaseInfo, 'id'>): number {
    return this.#insert(
      'INSERT INTO bases (stretch, number, time, finished) VALUES (?, ?, ?, 0)',
      stretch,
      number,
      time,
    )
  }

  addToBase(base: number, { text, bucket, postings }: BaseText): void {
    this.#run('INSERT INTO base_parts (base, lines, bucket) VALUES (?, ?, ?)', base, pack(text), bucket)
    this.#parts.notePart(base, bucket, postings)
  }

  finishBase(base: number, pods: BasePods | null): void {
    this.#transaction(() => {
      this.#parts.finishBase(base, pods)
      this.#run('UPDATE bases SET finished = 1 WHERE id = ?', base)
    })
  }

  readPart(asked: PartAsked): ReturnType<SqliteParts['readPart']> {
    return this.#parts.readPart(asked)
  }

  locate(...asked: Parameters<SqliteParts['locate']>): ReturnType<SqliteParts['locate']> {
    return this.#parts.locate(...asked)
  }

  addRowsToBase(base: number, text: string): void {
    this.#rows.addToBase(base, text)
  }

  appendRows({ text, ...chunk }: ChunkText): void {
    this.#transaction(() => this.#rows.append(chunk, text))
  }

  readRowsOfBase(base: number): string | null {
    return this.#rows.readBase(base)
  }

  readRows(...asked: Parameters<SqliteRows['readLines']>): string {
    return this.#rows.readLines(...asked)
  }

  append({ stretch, first, last, from, to, text }: ChunkText, observations: readonly Observation[]): void {
    this.#transaction(() => {
      if (text !== '') {
        this.#run(
          'INSERT INTO chunks (stretch, first, last, since, until, size, lines) VALUES (?, ?, ?, ?, ?, ?, ?)',
          stretch,
          first,
          last,
          from,
          to,
          text.length,
          pack(text),
        )
      }
      for (const { kind, service, at, text: said } of observations)
        this.#run('INSERT INTO observations (kind, service, at, text) VALUES (?, ?, ?, ?)', kind, service, at, said)
      this.noteAlive(stretch, to)
      this.#small += text.length
      if (this.#small >= MERGED_AT) this.#mergeSmall(stretch)
      this.#parts.noteChunk(stretch, text.length)
    })
  }

  noteAlive(stretch: number, time: number): void {
    this.#run('UPDATE stretches SET until = max(until, ?) WHERE id = ?', time, stretch)
  }

  noteGap({ from, to }: Gap): void {
    this.#run('INSERT INTO gaps (since, until) VALUES (?, ?)', from, to)
  }

  findBase(asked: Asked): BaseInfo | null {
    const [row] =
      'time' in asked
        ? this.#all('SELECT * FROM bases WHERE finished AND time <= ? ORDER BY id DESC LIMIT 1', asked.time)
        : this.#all(
            'SELECT b.* FROM bases b JOIN stretches s ON s.id = b.stretch WHERE b.finished AND s.epoch = ? AND b.number <= ? ORDER BY b.id DESC LIMIT 1',
            asked.epoch,
            asked.number,
          )
    if (row === undefined) return null
    return { id: num(row, 'id'), stretch: num(row, 'stretch'), number: num(row, 'number'), time: num(row, 'time') }
  }

  /** Some parts after another one (0: the first); null at the end. */
  basePart(base: number, after: number): { readonly id: number; readonly text: string } | null {
    const rows = this.#all(
      'SELECT id, lines FROM base_parts WHERE base = ? AND id > ? ORDER BY id LIMIT ?',
      base,
      after,
      PARTS_AT_ONCE,
    )
    const last = rows.at(-1)
    return last === undefined ? null : { id: num(last, 'id'), text: rows.map(row => unpack(row['lines'])).join('\n') }
  }

  readChunk(stretch: number, after: number, until: Asked): ChunkText | null {
    const [column, value] = 'time' in until ? ['since', until.time] : ['first', until.number]
    const [row] = this.#all(
      `SELECT * FROM chunks WHERE stretch = ? AND last > ? AND ${column} <= ? ORDER BY last LIMIT 1`,
      stretch,
      after,
      value,
    )
    if (row === undefined) return null
    return {
      stretch,
      first: num(row, 'first'),
      last: num(row, 'last'),
      from: num(row, 'since'),
      to: num(row, 'until'),
      text: unpack(row['lines']),
    }
  }

  observations(kind: Observation['kind'], service: string | null, { from, to }: Gap): readonly Observation[] {
    const services = service === null ? this.#services(kind) : [service]
    const read = services.flatMap(each => this.#observationsOf(kind, each, { from, to }))
    return read.toSorted((a, b) => a.at - b.at)
  }

  trim({ before, bytes }: { readonly before: number; readonly bytes: number }): void {
    for (;;) {
      const [, next] = this.#all('SELECT * FROM bases WHERE finished ORDER BY id LIMIT 2')
      if (next === undefined) return
      if (num(next, 'time') > before && this.#bytes() <= bytes) return
      this.#dropBefore(next)
    }
  }

  close(): void {
    this.#db.close()
    this.#lock?.close()
  }

  #services(kind: Observation['kind']): readonly string[] {
    return this.#all('SELECT DISTINCT service FROM observations WHERE kind = ?', kind).map(row =>
      String(row['service']),
    )
  }

  #observationsOf(kind: Observation['kind'], service: string, { from, to }: Gap): readonly Observation[] {
    const rows = this.#all(
      `SELECT at, text FROM observations WHERE kind = ?1 AND service = ?2 AND at <= ?4
        AND at >= coalesce((SELECT max(at) FROM observations WHERE kind = ?1 AND service = ?2 AND at <= ?3), ?3)
        ORDER BY at, rowid`,
      kind,
      service,
      from,
      to,
    )
    const list = rows.map(row => ({ kind, service, at: num(row, 'at'), text: String(row['text']) }))
    // Of several at the last time by `from`, the last one held.
    return list.slice(
      Math.max(
        0,
        list.findLastIndex(({ at }) => at <= from),
      ),
    )
  }

  /** Many small chunks are slow to read, and pack badly. Only those that follow each other become one. */
  #mergeSmall(stretch: number): void {
    const small = this.#all(
      `SELECT * FROM chunks WHERE stretch = ?1
        AND id > coalesce((SELECT max(id) FROM chunks WHERE stretch = ?1 AND size >= ?2), 0) ORDER BY id`,
      stretch,
      MERGED_AT,
    )
    const [first, last] = [small[0], small.at(-1)]
    this.#small = 0
    if (small.length < 2 || first === undefined || last === undefined) return
    const text = small.map(row => unpack(row['lines'])).join('\n')
    for (const row of small) this.#run('DELETE FROM chunks WHERE id = ?', num(row, 'id'))
    this.#run(
      'INSERT INTO chunks (stretch, first, last, since, until, size, lines) VALUES (?, ?, ?, ?, ?, ?, ?)',
      stretch,
      num(first, 'first'),
      num(last, 'last'),
      num(first, 'since'),
      num(last, 'until'),
      text.length,
      pack(text),
    )
  }

  /** Of runs that ended before their first base was written, or while one was. */
  #dropUnfinished(): void {
    this.#transaction(() => {
      this.#run('DELETE FROM base_parts WHERE base IN (SELECT id FROM bases WHERE NOT finished)')
      this.#run('DELETE FROM bases WHERE NOT finished')
      this.#run('DELETE FROM stretches WHERE id NOT IN (SELECT stretch FROM bases)')
      this.#run('DELETE FROM chunks WHERE stretch NOT IN (SELECT id FROM stretches)')
      this.#run(
        'DELETE FROM unit_parts WHERE unit IN (SELECT id FROM units WHERE stretch NOT IN (SELECT id FROM stretches))',
      )
      this.#run('DELETE FROM units WHERE stretch NOT IN (SELECT id FROM stretches)')
      this.#rows.dropLost()
    })
  }

  #dropBefore(base: Row): void {
    const [id, stretch, number, time] = [num(base, 'id'), num(base, 'stretch'), num(base, 'number'), num(base, 'time')]
    this.#transaction(() => {
      this.#run('DELETE FROM base_parts WHERE base < ?', id)
      this.#parts.dropBefore(id, stretch, number)
      this.#rows.dropBefore(id, stretch, number)
      this.#run('DELETE FROM bases WHERE id < ?', id)
      this.#run('DELETE FROM chunks WHERE stretch < ? OR (stretch = ? AND last <= ?)', stretch, stretch, number)
      this.#run('DELETE FROM stretches WHERE id < ?', stretch)
      this.#run('UPDATE stretches SET since = max(since, ?) WHERE id = ?', time, stretch)
      this.#run('DELETE FROM gaps WHERE until <= ?', time)
      this.#run('INSERT INTO dropped (until) VALUES (?)', time)
      this.#run('DELETE FROM dropped WHERE until < ?', time)
    })
    this.#dropObservations(time)
    this.#db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`)
  }

  /** What a Service was at that time still holds after it. */
  #dropObservations(time: number): void {
    for (;;) {
      const { changes } = this.#db
        .prepare(
          `DELETE FROM observations WHERE rowid IN (
            SELECT rowid FROM observations o WHERE at < ?1 AND EXISTS (
              SELECT 1 FROM observations n WHERE n.kind = o.kind AND n.service = o.service AND n.at > o.at AND n.at <= ?1
            ) LIMIT ?2)`,
        )
        .run(time, DROP_ROWS)
      if (changes === 0) return
    }
  }

  /** Without what is free in the file. */
  #bytes(): number {
    const pragma = (name: string) => Number(Object.values(this.#all(`PRAGMA ${name}`)[0] ?? {})[0])
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size')
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      work()
      this.#db.exec('COMMIT')
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
  }

  #all(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#prepare(sql).all(...values)
  }

  #run(sql: string, ...values: readonly SQLInputValue[]): void {
    this.#prepare(sql).run(...values)
  }

  #insert(sql: string, ...values: readonly SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

function toStretch(row: Row): Stretch {
  return {
    id: num(row, 'id'),
    epoch: String(row['epoch']),
    from: num(row, 'since'),
    to: num(row, 'until'),
    fieldSet: num(row, 'field_set'),
  }
}

function num(row: Row, column: string): number {
  return Number(row[column])
}
