import { useMemo, useState } from 'react'
import type { AskedSpan } from '../questions/time-queries.ts'
import { useHistory } from '../questions/use-history.ts'
import { usePlace, useServerNow } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import type { Range } from '../url/place.ts'
import { RANGE_MS, shownLength, type Span } from './strip-span.ts'
import { useHeldSpan } from './use-held-span.ts'

/** Which time the strip shows, and what of it is asked for. Times are ms since the epoch. */
export interface StripTime {
  readonly range: Range
  readonly span: Span
  /** It moves in steps of `step` ms. */
  readonly now: number
  readonly step: number
  /** The moment shown; null for now. */
  readonly at: number | null
  readonly compared: Span | null
  readonly asked: AskedSpan
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
  const span = useHeldSpan({ range, moments, now, since })
  return { range, span, now, step, at, compared, asked: askedSpan(span, { now, length: RANGE_MS[range] }) }
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
function useStep(range: Range, since: number | null): number {
  const now = useServerNow(60_000)
  return Math.max(1000, Math.floor(shownLength({ range, now, since }) / 900))
}

function comparedSpan(compare: { readonly from: string; readonly to: string } | null): Span | null {
  return compare === null ? null : { from: Date.parse(compare.from), to: Date.parse(compare.to) }
}

/** Up to now the last of the range; else the stretch in whole steps, so that a small move asks for the same. */
function askedSpan(span: Span, { now, length }: { readonly now: number; readonly length: number }): AskedSpan {
  if (span.to >= now - length / 2) return { length: now - span.from > length * 1.1 ? 2 * length : length }
  return span
}
