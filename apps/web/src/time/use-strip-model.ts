import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { ServiceView } from '@slicescope/view'
import type { AskedService } from '../questions/asked.ts'
import { type AskedSpan, timelineQuery } from '../questions/time-queries.ts'
import { useHistory } from '../questions/use-history.ts'
import { openService } from '../state/open-service.ts'
import { useLive, useLiveStore, useServerNow } from '../state/stores.ts'
import { keyOf } from '../url/place.ts'
import { historyWords } from './strip-words.ts'
import { type Point, pointOf, stripModel, type StripModel } from './strip-model.ts'
import { serverNow } from '../state/shown-now.ts'

interface StripData {
  readonly model: StripModel
  /** What of the cluster is recorded, in words; '' before it is known. */
  readonly recording: string
}

/** What is recorded of a Service, and what the page saw itself since. */
export function useStripModel(service: AskedService, asked: AskedSpan, step: number): StripData {
  const live = useLiveStore()
  const readNow = () => serverNow(live.getSnapshot(), Date.now())
  const now = useServerNow(step)
  const history = useHistory()
  const { data } = useQuery({
    ...timelineQuery(service, { asked, now: readNow }),
    enabled: (history?.from ?? null) !== null,
  })
  const view = useLiveView(service)
  const tail = useTail(view, useServerNow())
  const model = useMemo(() => stripModel({ timeline: data, tail, view, until: now }), [data, tail, view, now])
  return { model, recording: history === undefined ? '' : historyWords(history) }
}

/** The Service as it is now, whatever moment is shown. */
function useLiveView({ cluster, service }: AskedService): ServiceView | null {
  const open = useLive(live => openService(live, keyOf(service)))
  const isOther = useLive(live => live.cluster !== cluster)
  return isOther || open.state !== 'here' ? null : open.view
}

/** More are thinned out by the next timeline. */
const MOST_POINTS = 600

/** What was counted since the page has the Service open. */
function useTail(view: ServiceView | null, now: number): readonly Point[] {
  const [{ seen, points }, set] = useState<{ readonly seen: ServiceView | null; readonly points: readonly Point[] }>({
    seen: null,
    points: [],
  })
  if (seen === view || view === null) return points
  const point = pointOf(view, now)
  const others = seen !== null && seen.service.uid !== view.service.uid ? [] : points
  const next = [...others.slice(-MOST_POINTS), point]
  set({ seen: view, points: next })
  return next
}
