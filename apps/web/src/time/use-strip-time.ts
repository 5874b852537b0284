import { useMemo, useState } from 'react'
import type { AskedSpan } from '../questions/time-queries.ts'
import { useHistory } from '../questions/use-history.ts'
import { usePlace, useServerNow } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import type { Place } from '../url/place.ts'
import { askedFor, rangeSpan, type Span } from './strip-span.ts'
import { useHeldSpan } from './use-held-span.ts'
import { useStripZoom, type Zoom } from './use-strip-zoom.ts'

/** Which time the strip shows, and what of it is asked for. Times are ms since the epoch. */
export interface StripTime {
  readonly range: Place['range']
  readonly span: Span
  /** It moves in steps of `step` ms. */
  readonly now: number
  readonly step: number
  /** When the recording begins; null where that is not known. */
  readonly since: number | null
  /** The moment shown; null for now. */
  readonly at: number | null
  readonly compared: Span | null
  readonly asked: AskedSpan
  readonly zoom: Zoom
}

export function useStripTime(): StripTime {
  const place = usePlace()
  const { range } = place
  const since = useRecordedSince()
  const step = useStep(range, since)
  const now = useServerNow(step)
  const at = place.at === null ? null : momentMs(place.at)
  const compared = useMemo(() => comparedSpan(place.compare), [place.compare])
  const moments = [...(at === null ? [] : [at]), ...(compared === null ? [] : [compared.from, compared.to])]
  const held = useHeldSpan({ range, moments, now, since })
  const zoom = useStripZoom(held, { now, since })
  const span = zoom.preview ?? held
  return { range, span, now, step, since, at, compared, asked: askedFor(span, now), zoom }
}

/** When the recording begins, ms; where nothing is recorded, when the page began to watch. */
function useRecordedSince(): number | null {
  const history = useHistory()
  const now = useServerNow()
  const [opened] = useState(now)
  if (history === undefined) return null
  return history.from === null ? opened : Date.parse(history.from)
}

/** The strip moves by about a pixel. */
function useStep(range: Place['range'], since: number | null): number {
  const now = useServerNow(60_000)
  const { from, to } = rangeSpan(range, { now, since })
  return Math.max(1000, Math.floor((to - from) / 900))
}

function comparedSpan(compare: Place['compare']): Span | null {
  return compare === null ? null : { from: Date.parse(compare.from), to: Date.parse(compare.to) }
}
