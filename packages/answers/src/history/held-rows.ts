import { type BaseInfo, JournalError, type JournalRows, placeOfLine } from '@slicescope/history'
import { isRecord } from '@slicescope/model'
import { readRow, type Row } from '@slicescope/view'
import { Slices } from './slices.ts'

interface Place {
  readonly base: BaseInfo
  readonly epoch: string
  /** Of the last entry that is included. */
  readonly number: number
}

/** The rows of a base, or moved on from it up to the entry of a number. They are never changed. */
interface Held {
  readonly base: number
  readonly number: number
  readonly rows: ReadonlyMap<string, Row>
}

/** The rows of lists as they were recorded, without what they were made from. What was read last is held. */
export class HeldRows {
  #base: Held | null = null
  /** Who scrubs asks for a moment a little later. */
  #last: Held | null = null

  clear(): void {
    this.#base = null
    this.#last = null
  }

  /**
   * In any order. Null where they are not known: another version recorded other rows, or none. @throws JournalError where the
   * journal is damaged
   */
  async read(journal: JournalRows, { base, epoch, number }: Place): Promise<Iterable<Row> | null> {
    const from = this.#nearest(base, number) ?? (await this.#readBase(journal, base))
    if (from === null) return null
    const lines = await journal.readLines(base, from.number, { epoch, number })
    const rows = await movedOn(from, lines, number)
    if (rows === null) return null
    this.#last = { base: base.id, number, rows }
    return rows.values()
  }

  #nearest(base: BaseInfo, number: number): Held | null {
    const fits = (held: Held | null) => held !== null && held.base === base.id && held.number <= number
    if (fits(this.#last)) return this.#last
    return fits(this.#base) ? this.#base : null
  }

  async #readBase(journal: JournalRows, { id, number }: BaseInfo): Promise<Held | null> {
    const lines = await journal.readBase(id)
    if (lines === null) return null
    const slices = new Slices()
    const rows = new Map<string, Row>()
    for (const line of lines) {
      const row = readRow(parse(line))
      if (row === null) return null
      rows.set(row.key, row)
      await slices.rest()
    }
    this.#base = { base: id, number, rows }
    return this.#base
  }
}

/** Null where a change is not one of rows as they are known. */
async function movedOn(from: Held, lines: readonly string[], number: number): Promise<Map<string, Row> | null> {
  const slices = new Slices()
  const rows = new Map(from.rows)
  const changed = new Set<string>()
  for (const line of lines) {
    const place = placeOfLine(line)
    if (place === null || place.number <= from.number) continue
    if (place.number > number) break
    const [, , changes]: readonly unknown[] = listOf(parse(line))
    if (!listOf(changes).every(change => applyChange(rows, changed, change))) return null
    await slices.rest()
  }
  return rows
}

/**
 * `[service, members that differ]`; null in place of them: it is gone. Those in `changed` may be changed in place. Answers whether
 * it is a row then.
 */
function applyChange(rows: Map<string, Row>, changed: Set<string>, change: unknown): boolean {
  const [service, members]: readonly unknown[] = listOf(change)
  if (typeof service !== 'string') return false
  if (members === null) return rows.delete(service)
  const before = rows.get(service)
  if (before !== undefined && isRecord(members)) {
    if (changed.has(service)) Object.assign(before, members)
    else rows.set(service, { ...before, ...members })
    changed.add(service)
    return true
  }
  const row = readRow(members)
  if (row === null) return false
  rows.set(service, row)
  changed.add(service)
  return true
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new JournalError('a line of rows is not JSON', { cause: error })
  }
}
