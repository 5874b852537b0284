import type { ServiceView } from '@slicescope/view'
import { formatMoment } from '../url/moment.ts'
import { type Compared } from '../url/place.ts'

/** A loss shows first signs before it counts as one; ms. */
const BEFORE = 10_000

/** The moment shown against the one before its loss began, or the last loss; null where none is known. `shown` in ms. */
export function beforeBroken({ verdict, loss, recovered }: ServiceView, shown: number): Compared | null {
  const since = verdict.since?.basis === 'recorded' || verdict.since?.basis === 'object' ? verdict.since.time : null
  const began =
    recovered === null
      ? loss === null || loss.size === 0
        ? null
        : (verdict.onset ?? since)
      : formatMoment(Date.parse(recovered.at) - recovered.lastedMs)
  if (began === null) return null
  const from = Date.parse(began) - BEFORE
  return from < shown ? { from: formatMoment(from), to: formatMoment(Math.round(shown)) } : null
}
