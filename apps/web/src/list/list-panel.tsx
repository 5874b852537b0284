import { formatCount } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { ListFilter as FilterIcon } from 'lucide-react'
import type { RefObject } from 'react'
import { useLive, usePlaceStore, useShownAt } from '../state/stores.ts'
import { keyOf, type Place, UNFILTERED } from '../url/place.ts'
import { FacetMenu } from './facet-menu.tsx'
import { FilterChips } from './filter-chips.tsx'
import { filterRows, type Members } from './list-filter.ts'
import type { WasBroken } from './list-order.ts'
import { ListCounts } from './list-counts.tsx'
import { activeFilters } from './narrow-place.ts'
import { ServiceList } from './service-list.tsx'
import { SparksContext, useRecent } from './sparks.ts'
import { useMembers } from './use-members.ts'

/** What was broken before a moment of the past is not known yet there. */
const NONE_BROKEN: WasBroken = new Map()

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
  const members = useMembers(place)
  const shownAt = useShownAt()
  const isRefused = useLive(({ link }) => link.state === 'refused')
  const { sparks, wasBroken } = useRecent(place)
  const shown = filterRows(rows, place, members)
  const isFiltered = shown !== rows
  const open = ({ namespace, name }: Row) => {
    store.go({ service: { namespace, name }, selection: null, mark: null })
    onChosen()
  }
  return (
    <nav className="list-panel" aria-label="Services">
      {isListed ? (
        <ListCounts rows={shown} />
      ) : (
        <p className="list-counts faint">
          {isRefused && 'No Services are listed'}
          {!isRefused && (shownAt === null ? 'Services are not listed yet' : 'No Services are recorded of this moment')}
        </p>
      )}
      <div className="filters">
        <label className="filter">
          <FilterIcon size={13} aria-hidden />
          <input
            ref={filter}
            type="search"
            placeholder={isListed ? `Filter ${formatCount(rows.length)}` : 'Filter'}
            aria-label="Filter Services"
            value={place.query}
            onChange={event => store.replace({ query: event.target.value })}
            spellCheck={false}
            autoComplete="off"
          />
          <kbd>/</kbd>
        </label>
        <FacetMenu rows={rows} place={place} members={members} />
      </div>
      <FilterChips place={place} />
      {shown.length === 0 && isFiltered && rows.length > 0 ? (
        <NoMatch place={place} members={members} count={rows.length} />
      ) : (
        <SparksContext value={sparks}>
          <ServiceList
            rows={shown}
            wasBroken={shownAt === null ? wasBroken : NONE_BROKEN}
            allRows={rows}
            filterKey={JSON.stringify([place.query, activeFilters(place)])}
            open={place.service === null ? null : keyOf(place.service)}
            onOpen={open}
          />
        </SparksContext>
      )}
    </nav>
  )
}

interface NoMatchProps {
  readonly place: Place
  readonly members: Members
  readonly count: number
}

function NoMatch({ place, members, count }: NoMatchProps) {
  const store = usePlaceStore()
  const isAsking =
    (place.node !== null && members.node === null) || (place.workload !== null && members.workload === null)
  if (isAsking) return <p className="no-match faint">Looking up its Services.</p>
  const where = place.namespace === null ? '' : ` in ${place.namespace}`
  const others = activeFilters({ ...place, namespace: null, finding: null }).map(
    ({ dimension, label }) => `${dimension === 'health' ? 'state' : dimension} ${label}`,
  )
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
        {place.finding === null && place.query === '' && 'matches the filter'}
        {others.length > 0 && ` (${others.join(', ')})`}.
      </p>
      <button type="button" className="button" onClick={() => store.replace({ ...UNFILTERED, namespace: null })}>
        Clear the filter
      </button>
    </div>
  )
}
