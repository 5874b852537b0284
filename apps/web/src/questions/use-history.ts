import type { History } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { useLive, usePlace } from '../state/stores.ts'
import { historyQuery } from './time-queries.ts'

/** What of the open cluster is recorded; undefined before its Services are listed. */
export function useHistory(): History | undefined {
  const { cluster } = usePlace()
  // Before that nothing is recorded, and a cluster that cannot be opened has no history.
  const isListed = useLive(live => live.cluster === cluster && live.stream.overviews.has('*'))
  return useQuery({ ...historyQuery(cluster ?? ''), enabled: cluster !== null && isListed }).data
}

/** Whether there is a past that can be asked for. */
export function useHasHistory(): boolean {
  return (useHistory()?.from ?? null) !== null
}
