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

/**
 * The rows of lists as they were recorded, without what they were made from. Null where that is not known: another version
 * recorded other rows, or none. @throws JournalError where the journal is damaged
 */
export async function readRows(rows: JournalRows, { base, epoch, number }: Place): Promise<readonly Row[] | null> {
  const read = await rows.read(base, { epoch, number })
  if (read === null) return null
  const slices = new Slices()
  const byService = new Map<string, Row>()
  for (const line of read.base) {
    const row = readRow(parse(line))
    if (row === null) return null
    byService.set(row.key, row)
    await slices.rest()
  }
  for (const line of read.lines) {
    const place = placeOfLine(line)
    if (place === null || place.number <= base.number) continue
    if (place.number > number) break
    if (!applyLine(byService, parse(line))) return null
    await slices.rest()
  }
  return [...byService.values()]
}

function applyLine(rows: Map<string, Row>, line: unknown): boolean {
  const changes: unknown = Array.isArray(line) ? line[2] : null
  return Array.isArray(changes) && changes.every(change => applyChange(rows, change))
}

/** `[service, members that differ]`; null in place of them: it is gone. Answers whether it is a row then. */
function applyChange(rows: Map<string, Row>, change: unknown): boolean {
  const [service, members]: readonly unknown[] = Array.isArray(change) ? change : []
  if (typeof service !== 'string') return false
  if (members === null) return rows.delete(service)
  const before = rows.get(service)
  if (before !== undefined && isRecord(members)) {
    Object.assign(before, members)
    return true
  }
  const row = readRow(members)
  if (row !== null) rows.set(service, row)
  return row !== null
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw new JournalError('a line of rows is not JSON', { cause: error })
  }
}
