import type { Comparison } from '@slicescope/view'
import { formatCount } from '../headings.ts'

/** Cells are plain text. */
export interface ReportTable {
  readonly title: string
  readonly heads: readonly string[]
  /** Columns of numbers, from this one on; the number of columns where there is none. */
  readonly numbersFrom: number
  readonly rows: readonly (readonly string[])[]
  /** How many rows are left out. */
  readonly more: number
}

const DIMENSIONS = [
  ['zone', 'Zones', 'zone'],
  ['revision', 'Revisions', 'revision'],
  ['node', 'Nodes that differ', 'node'],
  ['slice', 'Slices that differ', 'slice'],
] as const

/** Of one table; the rest is counted. */
const MOST_ROWS = 20

/** The comparison as tables: counts by zone, revision, node and slice, the Service's fields, findings. */
export function reportTables({ groups, fields, findings }: Comparison): readonly ReportTable[] {
  const counts = DIMENSIONS.map(([by, title, head]) => {
    const own = groups.filter(group => group.by === by && (group.name !== null || by === 'zone'))
    const heads = [head, 'ready before', 'ready at worst', 'stopped', 'became ready', 'gone', 'new']
    return table(title, { heads, numbersFrom: 1 }, own.map(countRow))
  })
  const found = (['new', 'gone'] as const).flatMap(fate =>
    findings[fate].map(({ code, sentence }) => [fate, code, plain(sentence)]),
  )
  return [
    ...counts,
    table('Service fields that differ', textColumns(['field', 'before', 'at worst']), fields.map(fieldRow)),
    table('Findings that differ', textColumns(['', 'code', 'what']), found),
  ].filter(({ rows }) => rows.length > 0)
}

function textColumns(heads: readonly string[]) {
  return { heads, numbersFrom: heads.length }
}

function table(
  title: string,
  columns: Pick<ReportTable, 'heads' | 'numbersFrom'>,
  rows: ReportTable['rows'],
): ReportTable {
  return { title, ...columns, rows: rows.slice(0, MOST_ROWS), more: Math.max(0, rows.length - MOST_ROWS) }
}

function countRow({ name, from, to, lost, gained, gone, new: added }: Comparison['groups'][number]): readonly string[] {
  const side = ({ ready, total }: typeof from) => `${formatCount(ready)}/${formatCount(total)}`
  return [name ?? '(none)', side(from), side(to), ...[lost, gained, gone, added].map(formatCount)]
}

function fieldRow({ field, from, to }: Comparison['fields'][number]): readonly string[] {
  return [field, from, to]
}

function plain(sentence: string): string {
  return sentence.replaceAll('`', '')
}
