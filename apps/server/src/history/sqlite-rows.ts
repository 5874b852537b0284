import type { Asked, Chunk } from '@slicescope/history'
import { pack, unpack } from './packed-text.ts'
import type { SqliteTables } from './sqlite-tables.ts'

/** UTF-16 units of small chunks that become one: they pack better. */
const MERGED_AT = 64 * 1024

type RowChunk = Pick<Chunk, 'stretch' | 'first' | 'last' | 'from'>

/** The rows of lists in a journal. */
export class SqliteRows {
  readonly #tables: SqliteTables
  /** UTF-16 units of chunks that were not merged. */
  #small = 0

  constructor(tables: SqliteTables) {
    this.#tables = tables
  }

  addToBase(base: number, text: string): void {
    this.#tables.run('INSERT INTO base_rows (base, lines) VALUES (?, ?)', base, pack(text))
  }

  /** To be called in a transaction. */
  append({ stretch, first, last, from }: RowChunk, text: string): void {
    this.#insert({ stretch, first, last, from }, text)
    this.#small += text.length
    if (this.#small >= MERGED_AT) this.#mergeSmall(stretch)
  }

  /** Lines, joined; null where the base has none. */
  readBase(base: number): string | null {
    const rows = this.#tables.all('SELECT lines FROM base_rows WHERE base = ? ORDER BY id', base)
    return rows.length === 0 ? null : joined(rows)
  }

  readLines(stretch: number, after: number, until: Asked): string {
    const [column, value] = 'time' in until ? ['since', until.time] : ['first', until.number]
    return joined(
      this.#tables.all(
        `SELECT lines FROM row_chunks WHERE stretch = ? AND last > ? AND ${column} <= ? ORDER BY last`,
        stretch,
        after,
        value,
      ),
    )
  }

  /** Of bases and of stretches that are gone. To be called in a transaction. */
  dropLost(): void {
    this.#tables.run('DELETE FROM base_rows WHERE base NOT IN (SELECT id FROM bases)')
    this.#tables.run('DELETE FROM row_chunks WHERE stretch NOT IN (SELECT id FROM stretches)')
  }

  /** What came before a base. To be called in a transaction. */
  dropBefore(base: number, stretch: number, number: number): void {
    this.#tables.run('DELETE FROM base_rows WHERE base < ?', base)
    this.#tables.run(
      'DELETE FROM row_chunks WHERE stretch < ? OR (stretch = ? AND last <= ?)',
      stretch,
      stretch,
      number,
    )
  }

  #insert({ stretch, first, last, from }: RowChunk, text: string): void {
    this.#tables.run(
      'INSERT INTO row_chunks (stretch, first, last, since, size, lines) VALUES (?, ?, ?, ?, ?, ?)',
      stretch,
      first,
      last,
      from,
      text.length,
      pack(text),
    )
  }

  /** Only those that follow each other become one. */
  #mergeSmall(stretch: number): void {
    this.#small = 0
    const small = this.#tables.all(
      `SELECT * FROM row_chunks WHERE stretch = ?1
        AND id > coalesce((SELECT max(id) FROM row_chunks WHERE stretch = ?1 AND size >= ?2), 0) ORDER BY id`,
      stretch,
      MERGED_AT,
    )
    const [first, last] = [small[0], small.at(-1)]
    if (small.length < 2 || first === undefined || last === undefined) return
    for (const row of small) this.#tables.run('DELETE FROM row_chunks WHERE id = ?', Number(row['id']))
    const [number, from, end] = [first['first'], first['since'], last['last']].map(Number)
    this.#insert({ stretch, first: number ?? 0, last: end ?? 0, from: from ?? 0 }, joined(small))
  }
}

function joined(rows: ReturnType<SqliteTables['all']>): string {
  return rows
    .map(row => unpack(row['lines']))
    .filter(text => text !== '')
    .join('\n')
}
