import type { Row } from '@slicescope/view'
import type { Place } from '../url/place.ts'
import { hasFinding } from './finding-choices.ts'

/** What narrows the list, all of it part of the place. */
export type ListFilter = Pick<
  Place,
  'query' | 'namespace' | 'health' | 'finding' | 'type' | 'zone' | 'node' | 'workload'
>

/** Keys of the Services on the Node, or of the workload, that is asked for; null before the server has told. */
export interface Members {
  readonly node: ReadonlySet<string> | null
  readonly workload: ReadonlySet<string> | null
}

export const NO_MEMBERS: Members = { node: null, workload: null }

/** Rows that pass every filter; every word of the query is in name, namespace, type, health or a finding. The same list where there is no filter. */
export function filterRows(rows: readonly Row[], filter: ListFilter, members = NO_MEMBERS): readonly Row[] {
  const words = wordsOf(filter)
  return words.length === 0 && !isNarrowed(filter)
    ? rows
    : rows.filter(row => passes(row, filter, members) && hasAll(row, words))
}

/** Whether one is set beside the query. */
function isNarrowed({ namespace, health, finding, type, zone, node, workload }: ListFilter): boolean {
  return health.length > 0 || [namespace, finding, type, zone, node, workload].some(each => each !== null)
}

function wordsOf({ query }: ListFilter): readonly string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean)
}

function passes(row: Row, filter: ListFilter, members: Members): boolean {
  const { namespace, health, finding, type, zone } = filter
  return (
    (namespace === null || row.namespace === namespace) &&
    (health.length === 0 || health.includes(row.health)) &&
    (finding === null || hasFinding(row, finding)) &&
    (type === null || row.type === type) &&
    (zone === null || row.zones.some(each => (each.zone ?? '') === zone)) &&
    (filter.node === null || members.node?.has(row.key) === true) &&
    (filter.workload === null || members.workload?.has(row.key) === true)
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
