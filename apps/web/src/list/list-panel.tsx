import { formatCount } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { ListFilter as FilterIcon } from 'lucide-react'
import type { RefObject } from 'react'
import { usePlaceStore } from '../state/stores.ts'
import { keyOf, type Place } from '../url/place.ts'
import { FindingFilter } from './finding-filter.tsx'
import { filterRows } from './list-filter.ts'
import { ListCounts } from './list-counts.tsx'
import { ServiceList } from './service-list.tsx'

interface ListPanelProps {
  readonly rows: readonly Row[]
  /** Whether the rows are known at all. */
  readonly isListed: boolean
  readonly place: Place
  readonly filter: RefObject<HTMLInputElement | null>
  /** After a Service was chosen. */
  readonly onChosen: () => void
}

/** The left column: how many need attention, the filter, the Services. */
export function ListPanel({ rows, isListed, place, filter, onChosen }: ListPanelProps) {
  const store = usePlaceStore()
  const shown = filterRows(rows, place)
  const isFiltered = shown !== rows
  const open = ({ namespace, name }: Row) => {
    store.go({ service: { namespace, name }, selection: null, mark: null })
    onChosen()
  }
  return (
    <nav className="list-panel" aria-label="Services">
      {isListed ? <ListCounts rows={shown} /> : <p className="list-counts faint">Services are not listed yet</p>}
      <label className="filter">
        <FilterIcon size={13} aria-hidden />
        <input
          ref={filter}
          type="search"
          placeholder={isListed ? `Filter ${formatCount(rows.length)} Services` : 'Filter Services'}
          aria-label="Filter Services"
          value={place.query}
          onChange={event => store.replace({ query: event.target.value })}
          spellCheck={false}
          autoComplete="off"
        />
        <kbd>/</kbd>
      </label>
      <FindingFilter rows={filterRows(rows, { ...place, finding: null })} finding={place.finding} />
      {shown.length === 0 && isFiltered && rows.length > 0 ? (
        <NoMatch place={place} count={rows.length} />
      ) : (
        <ServiceList
          rows={shown}
          allRows={rows}
          filterKey={`${place.query} ${place.namespace ?? ''} ${place.health.join()} ${place.finding ?? ''}`}
          open={place.service === null ? null : keyOf(place.service)}
          onOpen={open}
        />
      )}
    </nav>
  )
}

function NoMatch({ place, count }: { readonly place: Place; readonly count: number }) {
  const store = usePlaceStore()
  const where = place.namespace === null ? '' : ` in ${place.namespace}`
  return (
    <div className="no-match">
      <p>
        None of {formatCount(count)} Services{where} {place.finding !== null && `has the finding ${place.finding} now`}
        {place.finding !== null && place.query !== '' && ' and '}
        {place.query !== '' && (
          <>
            matches <q>{place.query}</q>
          </>
        )}
        {place.finding === null && place.query === '' && 'matches the filter'}.
      </p>
      <button
        type="button"
        className="button"
        onClick={() => store.replace({ query: '', namespace: null, health: [], finding: null })}
      >
        Clear the filter
      </button>
    </div>
  )
}
