import type { Freshness, Row, ServiceView } from '@slicescope/view'
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { pastRowsQuery, pastViewQuery } from '../questions/past-queries.ts'
import { allRows, type OpenService, openService } from '../state/open-service.ts'
import { useLive, useLiveAt } from '../state/stores.ts'
import { keyOf, type Place } from '../url/place.ts'
import { effectiveFreshness, isStale } from '../words/stale.ts'

/** What the page shows: from the stream, or of a moment of the past. */
export interface Shown extends OfMoment {
  /** The moment that is on the page, as the address has it; null for now. */
  readonly at: string | null
}

interface OfMoment {
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
  const { at } = place
  const [shownAt, setShownAt] = useState(at)
  const live = useLiveShown(place)
  const past = usePastShown(place, shownAt === null ? live : NOTHING_YET)
  const shown = past ?? live
  // What is on the page is of one moment: the one before, until the other is read.
  if (!shown.isReading && shownAt !== at) setShownAt(at)
  return { ...shown, at: shown.isReading ? shownAt : at }
}

const NO_ROWS: readonly Row[] = []
const NOTHING_YET: OfMoment = {
  rows: NO_ROWS,
  open: { state: 'opening' },
  freshness: null,
  isReading: true,
  nothing: null,
}

function useLiveShown({ service }: Place): OfMoment {
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

/** `before` is what is shown until the moment is read for the first time. Null where now is asked for. */
function usePastShown({ cluster, service, at }: Place, before: OfMoment): OfMoment | null {
  const isPast = cluster !== null && at !== null
  const asked = { cluster: cluster ?? '', at }
  const rows = useQuery({ ...pastRowsQuery(asked), enabled: isPast })
  const named = service ?? { namespace: '', name: '' }
  const view = useQuery({ ...pastViewQuery({ ...asked, service: named }), enabled: isPast && service !== null })
  if (!isPast) return null
  const isOpen = service !== null
  const shown = isOpen ? view : rows
  const open: OpenService = view.data !== undefined && isOpen ? here(view.data) : before.open
  return {
    rows: rows.isError ? NO_ROWS : (rows.data?.services ?? before.rows),
    open: view.isError && isOpen ? NOTHING_YET.open : open,
    freshness: (isOpen ? view.data?.freshness : rows.data?.freshness) ?? before.freshness,
    isReading: isAwaited(rows) || (isOpen && isAwaited(view)),
    nothing: shown.error?.message ?? null,
  }
}

function isAwaited({ isPlaceholderData, isPending }: Pick<UseQueryResult, 'isPlaceholderData' | 'isPending'>): boolean {
  return isPlaceholderData || isPending
}

function here(view: ServiceView): OpenService {
  return { state: 'here', view }
}
