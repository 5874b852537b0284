import { HEALTHS } from '@slicescope/picture'
import { type Place, SERVICE_TYPES } from '../url/place.ts'
import { type Dimension, DIMENSIONS, wordsOf } from './facet-choices.ts'
import type { ListFilter } from './list-filter.ts'

/** A filter that is set. */
export interface ActiveFilter {
  readonly dimension: Dimension
  readonly value: string
  readonly label: string
}

/** The filters that are set beside the query, in the order of the menu. */
export function activeFilters(filter: ListFilter): readonly ActiveFilter[] {
  return DIMENSIONS.flatMap(dimension => {
    const set = filter[dimension]
    const values = set === null ? [] : typeof set === 'string' ? [set] : set
    return values.map(value => ({ dimension, value, label: wordsOf(dimension, value).label }))
  })
}

/** The place with one filter set, or taken back where it was set. Of states several can be; of the others one. */
export function toggleFilter(filter: ListFilter, { dimension, value }: Omit<ActiveFilter, 'label'>): Partial<Place> {
  switch (dimension) {
    case 'health':
      return { health: HEALTHS.filter(each => filter.health.includes(each) !== (each === value)) }
    case 'type':
      return { type: filter.type === value ? null : (SERVICE_TYPES.find(each => each === value) ?? null) }
    case 'finding':
    case 'zone':
    case 'namespace':
    case 'workload':
    case 'node':
      return { [dimension]: filter[dimension] === value ? null : value }
    default:
      return dimension satisfies never
  }
}
