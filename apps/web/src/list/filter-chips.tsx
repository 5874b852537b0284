import { X } from 'lucide-react'
import { usePlaceStore } from '../state/stores.ts'
import type { Place } from '../url/place.ts'
import { UNFILTERED } from '../url/place.ts'
import { activeFilters, toggleFilter } from './narrow-place.ts'

/** The filters that are set; each can be taken back, and all at once. */
export function FilterChips({ place }: { readonly place: Place }) {
  const store = usePlaceStore()
  const active = activeFilters(place)
  if (active.length === 0) return null
  return (
    <ul className="filter-chips" aria-label="Filters">
      {active.map(filter => (
        <li key={`${filter.dimension} ${filter.value}`}>
          <button
            type="button"
            title={`${filter.dimension} ${filter.value}`}
            aria-label={`Remove the filter ${filter.dimension} ${filter.label}`}
            onClick={() => store.go(toggleFilter(place, filter))}
          >
            <span className="faint">{filter.dimension}</span> <b className="clip">{filter.label}</b>
            <X size={12} aria-hidden />
          </button>
        </li>
      ))}
      {active.length > 1 && (
        <li>
          <button type="button" className="link" onClick={() => store.go({ ...UNFILTERED, namespace: null })}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  )
}
