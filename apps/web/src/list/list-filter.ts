import type { Health, Row } from '@slicescope/view'
import { hasFinding } from './finding-choices.ts'

export interface ListFilter {
  readonly query: string
  readonly namespace: string | null
  readonly health: readonly Health[]
  readonly finding: string | null
}

/** Rows of the namespace, health and finding; every word of the query is in name, namespace, type, health or a finding. */
export function filterRows(rows: readonly Row[], { query, namespace, health, finding }: ListFilter): readonly Row[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && namespace === null && health.length === 0 && finding === null) return rows
  return rows.filter(
    row =>
      (namespace === null || row.namespace === namespace) &&
      (health.length === 0 || health.includes(row.health)) &&
      (finding === null || hasFinding(row, finding)) &&
      hasAll(row, words),
  )
}

const texts = new WeakMap<Row, string>()

function hasAll(row: Row, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = texts.get(row) ?? textOf(row)
  texts.set(row, text)
  return words.every(word => text.includes(word))
}

function textOf({ namespace, name, type, health, findings }: Row): string {
  const found = findings.map(({ code, title }) => `${code} ${title}`)
  return [`${namespace}/${name}`, type, health, ...found].join(' ').toLowerCase()
}
