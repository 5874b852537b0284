import { isRecord } from '@slicescope/model'
import { type Row, rowSchema } from './schema/row.ts'

/** What a row of one moment differs in from that of another, member by member; null for nothing. */
export function rowChanges(before: Row, after: Row): Partial<Row> | null {
  const changes = Object.entries(after).filter(([member, value]) => !isSame(value, valueOf(before, member)))
  return changes.length === 0 ? null : Object.fromEntries(changes)
}

/** A row as it was recorded; null for one of a version that told something else. */
export function readRow(read: unknown): Row | null {
  return isWhole(read) ? read : null
}

const MEMBERS = Object.entries(rowSchema.shape).flatMap(([member, schema]) =>
  schema.safeParse(undefined).success ? [] : [member],
)
const COUNT = MEMBERS.length

/** Its own recorder wrote it, and its line has a checksum: whether it is all there is what is asked. */
function isWhole(read: unknown): read is Row {
  return isRecord(read) && Object.keys(read).length === COUNT && MEMBERS.every(member => read[member] !== undefined)
}

function valueOf(row: Row, member: string): unknown {
  return Object.getOwnPropertyDescriptor(row, member)?.value
}

/** Most of what is the same is shared. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  return isRecord(a) || Array.isArray(a) ? JSON.stringify(a) === JSON.stringify(b) : false
}
