import type { Timelines } from '@slicescope/view'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AskedSpan } from '../questions/time-queries.ts'
import { timelinesQuery } from '../questions/time-queries.ts'
import { useHistory } from '../questions/use-history.ts'
import { useLiveStore, useServerNow } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import type { Place } from '../url/place.ts'
import { lengthWith, RANGE_MS } from '../url/range.ts'
import type { WasBroken } from './list-order.ts'
import { serverNow } from '../state/shown-now.ts'

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

interface Recent {
  readonly sparks: Sparks | null
  readonly wasBroken: WasBroken
}

const NOTHING: Recent = { sparks: null, wasBroken: new Map() }
let last: { readonly data: Timelines; readonly begun: string; readonly recent: Recent } | null = null

/** What all Services went through in the range that the strip shows, and which of them were broken. */
export function useRecent({ cluster, at, range }: Place): Recent {
  const live = useLiveStore()
  const now = useServerNow(60_000)
  const begun = useHistory()?.from ?? null
  const asked = askedSpan({ at: at === null ? null : momentMs(at), range, now })
  const { data } = useQuery({
    ...timelinesQuery(cluster ?? '', { asked, now: () => serverNow(live.getSnapshot(), Date.now()) }),
    enabled: cluster !== null && begun !== null,
  })
  return data === undefined ? NOTHING : recentOf(data, begun ?? data.from)
}

/** The same answer gives the same maps. A line begins where the recording does. */
function recentOf(data: Timelines, begun: string): Recent {
  if (last?.data === data && last.begun === begun) return last.recent
  const from = Math.min(Date.parse(data.to) - 1, Math.max(Date.parse(data.from), Date.parse(begun)))
  const byKey = new Map(data.services.map(({ key, points }) => [key, points]))
  const wasBroken = new Map(data.wasBroken.map(each => [each.key, each]))
  const recent = { sparks: { from, to: Date.parse(data.to), byKey }, wasBroken }
  last = { data, begun, recent }
  return recent
}

interface Asked {
  readonly at: number | null
  readonly range: Place['range']
  readonly now: number
}

/** Up to now where that has the moment shown; else around it, in steps, so that a drag asks once. An own range as it is. */
function askedSpan({ at, range, now }: Asked): AskedSpan {
  if (typeof range !== 'string') {
    const from = Date.parse(range.from)
    return range.to === null ? { length: lengthWith(now - from) } : { from, to: Date.parse(range.to) }
  }
  const length = RANGE_MS[range]
  if (at === null || at > now - length) return { length }
  const step = length / 2
  const to = Math.ceil(at / step) * step + step
  return { from: to - length, to: Math.min(to, now) }
}
