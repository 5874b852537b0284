import type { Freshness, Row, ServiceView } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { pastRowsQuery, pastViewQuery } from '../questions/past-queries.ts'
import { allRows, type OpenService, openService } from '../state/open-service.ts'
import { useLive, useLiveAt } from '../state/stores.ts'
import { keyOf, type Place } from '../url/place.ts'
import { effectiveFreshness, isStale } from '../words/stale.ts'

/** What the page shows: from the stream, or of a moment of the past. */
export interface Shown {
  readonly rows: readonly Row[]
  readonly open: OpenService
  readonly freshness: Freshness | null
  /** Whether the moment that was asked for is still being read; until then the last picture stays. */
  readonly isReading: boolean
  /** Why there is nothing to show of that moment; null where there is. */
  readonly nothing: string | null
}

/** What is shown of the place; the stream goes on behind the past. */
export function useShown(place: Place): Shown {
  const live = useLiveShown(place)
  const past = usePastShown(place, live)
  return past ?? live
}

function useLiveShown({ service }: Place): Shown {
  const key = service === null ? null : keyOf(service)
  const rows = useLive(allRows)
  const open = useLive(state => openService(state, key))
  const stale = useLiveAt(isStale)
  const overview = useLive(
    state => state.stream.overviews.get('*')?.value.freshness ?? state.stream.connection?.freshness,
  )
  const freshness = open.state === 'here' || open.state === 'gone' ? open.view.freshness : overview
  return {
    rows,
    open,
    freshness: freshness === undefined ? null : effectiveFreshness(freshness, stale),
    isReading: false,
    nothing: null,
  }
}

function usePastShown({ cluster, service, at }: Place, live: Shown): Shown | null {
  const isPast = cluster !== null && at !== null
  const asked = { cluster: cluster ?? '', at }
  const rows = useQuery({ ...pastRowsQuery(asked), enabled: isPast })
  const named = service ?? { namespace: '', name: '' }
  const view = useQuery({ ...pastViewQuery({ ...asked, service: named }), enabled: isPast && service !== null })
  if (!isPast) return null
  const isOpen = service !== null
  const shown = isOpen ? view : rows
  const open: OpenService = view.data !== undefined && isOpen ? here(view.data) : live.open
  return {
    rows: rows.isError ? NO_ROWS : (rows.data?.services ?? live.rows),
    open: view.isError && isOpen ? { state: 'opening' } : open,
    freshness: (isOpen ? view.data?.freshness : rows.data?.freshness) ?? live.freshness,
    isReading: shown.isPlaceholderData || shown.isPending,
    nothing: shown.error?.message ?? null,
  }
}

const NO_ROWS: readonly Row[] = []

function here(view: ServiceView): OpenService {
  return { state: 'here', view }
}
