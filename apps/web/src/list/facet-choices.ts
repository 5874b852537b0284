import { HEALTH_WORDS, HEALTHS } from '@slicescope/picture'
import type { Facets, Row } from '@slicescope/view'
import { SERVICE_TYPES } from '../url/place.ts'
import { findingChoices } from './finding-choices.ts'
import { filterRows, type ListFilter, type Members } from './list-filter.ts'

/** By what the list can be narrowed, in the order of the menu. */
export const DIMENSIONS = ['finding', 'health', 'zone', 'type', 'namespace', 'workload', 'node'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** A value of a dimension, and how many Services would be left. */
export interface FacetChoice {
  readonly dimension: Dimension
  readonly value: string
  readonly label: string
  readonly note: string
  readonly services: number
}

interface Narrowing {
  readonly rows: readonly Row[]
  readonly filter: ListFilter
  readonly members: Members
  readonly facets: { readonly node: Facets | undefined; readonly workload: Facets | undefined }
}

/** All choices of a dimension that leave something, each counted among the Services that pass the other filters. */
export function facetChoices(
  dimension: Dimension,
  { rows, filter, members, facets }: Narrowing,
): readonly FacetChoice[] {
  const others = filterRows(rows, { ...filter, [dimension]: dimension === 'health' ? [] : null }, members)
  const counted = (valuesOf: (row: Row) => readonly string[]) => {
    const counts = new Map<string, number>()
    for (const row of others)
      for (const value of new Set(valuesOf(row))) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts].map(([value, services]) => ({ dimension, value, services, ...wordsOf(dimension, value) }))
  }
  switch (dimension) {
    case 'finding':
      return findingChoices(others).map(({ code, title, services }) => ({
        dimension,
        value: code,
        label: title,
        note: code,
        services,
      }))
    case 'health':
      return inOrder(
        counted(({ health }) => [health]),
        HEALTHS,
      )
    case 'type':
      return inOrder(
        counted(({ type }) => [type]),
        SERVICE_TYPES,
      )
    case 'zone':
      return byName(counted(({ zones }) => zones.map(({ zone }) => zone ?? '')))
    case 'namespace':
      return byName(counted(({ namespace }) => [namespace]))
    case 'node':
    case 'workload':
      return served(dimension, facets[dimension], new Set(others.map(({ key }) => key)))
    default:
      return dimension satisfies never
  }
}

function served(dimension: 'node' | 'workload', facets: Facets | undefined, keys: ReadonlySet<string>) {
  const { services = [], facets: all = [] } = facets ?? {}
  return all
    .map(facet => ({
      dimension,
      value: facet.name,
      services: facet.services.filter(index => keys.has(services[index] ?? '')).length,
      ...wordsOf(dimension, facet.name),
    }))
    .filter(choice => choice.services > 0)
}

/** How a value is called. */
export function wordsOf(dimension: Dimension, value: string): Pick<FacetChoice, 'label' | 'note'> {
  if (dimension === 'workload') {
    const [namespace = '', kind = '', name = ''] = value.split('/')
    return { label: `${kind} ${name}`, note: namespace }
  }
  if (dimension === 'health') {
    const health = HEALTHS.find(each => each === value)
    return { label: health === undefined ? value : HEALTH_WORDS[health].label, note: '' }
  }
  return { label: dimension === 'zone' && value === '' ? '(no zone)' : value, note: '' }
}

function byName(choices: readonly FacetChoice[]): readonly FacetChoice[] {
  return choices.toSorted(
    (a, b) =>
      Number(a.value === '') - Number(b.value === '') || a.label.localeCompare(b.label, 'en', { numeric: true }),
  )
}

function inOrder(choices: readonly FacetChoice[], order: readonly string[]): readonly FacetChoice[] {
  return choices.toSorted((a, b) => order.indexOf(a.value) - order.indexOf(b.value))
}
