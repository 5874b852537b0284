import type { Timelines } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AskedSpan } from '../questions/time-queries.ts'
import { timelinesQuery } from '../questions/time-queries.ts'
import { useHasHistory } from '../questions/use-history.ts'
import { useLiveStore, useServerNow } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import type { Place, Range } from '../url/place.ts'
import type { WasBroken } from './list-order.ts'

type Points = Timelines['services'][number]['points']

/** Counts of each Service over the range, by key. */
export interface Sparks {
  readonly from: number
  readonly to: number
  readonly byKey: ReadonlyMap<string, Points>
}

export const SparksContext = createContext<Sparks | null>(null)

/** What a row draws of its Service's last hours; null where that is not known. */
export function useSpark(key: string): (Omit<Sparks, 'byKey'> & { readonly points: Points }) | null {
  const sparks = useContext(SparksContext)
  const points = sparks?.byKey.get(key)
  return sparks === null || points === undefined ? null : { from: sparks.from, to: sparks.to, points }
}

const HOUR = 3_600_000
const LENGTHS: Readonly<Record<Range, number>> = {
  '15m': HOUR / 4,
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': 24 * HOUR,
  '7d': 168 * HOUR,
}

interface Recent {
  readonly sparks: Sparks | null
  readonly wasBroken: WasBroken
}

const NOTHING: Recent = { sparks: null, wasBroken: new Map() }
let last: { readonly data: Timelines; readonly recent: Recent } | null = null

/** What all Services went through in the range that the strip shows, and which of them were broken. */
export function useRecent({ cluster, at, range }: Place): Recent {
  const live = useLiveStore()
  const now = useServerNow(60_000)
  const hasHistory = useHasHistory()
  const asked = askedSpan({ at: at === null ? null : momentMs(at), length: LENGTHS[range], now })
  const { data } = useQuery({
    ...timelinesQuery(cluster ?? '', { asked, now: () => Date.now() + live.getSnapshot().clockOffset }),
    enabled: cluster !== null && hasHistory,
  })
  return data === undefined ? NOTHING : recentOf(data)
}

/** The same answer gives the same maps. */
function recentOf(data: Timelines): Recent {
  if (last?.data === data) return last.recent
  const byKey = new Map(data.services.map(({ key, points }) => [key, points]))
  const wasBroken = new Map(data.wasBroken.map(each => [each.key, each]))
  const recent = { sparks: { from: Date.parse(data.from), to: Date.parse(data.to), byKey }, wasBroken }
  last = { data, recent }
  return recent
}

interface Asked {
  readonly at: number | null
  readonly length: number
  readonly now: number
}

/** Up to now where that has the moment shown; else around it, in steps, so that a drag asks once. */
function askedSpan({ at, length, now }: Asked): AskedSpan {
  if (at === null || at > now - length) return { length }
  const step = length / 2
  const to = Math.ceil(at / step) * step + step
  return { from: to - length, to: Math.min(to, now) }
}
