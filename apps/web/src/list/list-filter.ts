import type { Health, Row } from '@slicescope/view'

export interface ListFilter {
  readonly query: string
  readonly namespace: string | null
  readonly health: readonly Health[]
}

/** Rows of the namespace and health whose name, namespace, type or health holds every word of the query. */
export function filterRows(rows: readonly Row[], { query, namespace, health }: ListFilter): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && namespace === null && health.length === 0) return rows
  return rows.filter(
    row =>
      (namespace === null || row.namespace === namespace) &&
      (health.length === 0 || health.includes(row.health)) &&
      hasAll(row, words),
  )
}

const texts = new WeakMap<Row, string>()

function hasAll(row: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = texts.get(row) ?? `${row.namespace}/${row.name} ${row.type} ${row.health}`.toLowerCase()
  texts.set(row, text)
  return words.every(word => text.includes(word))
}
