import { CONNECTION_WORDS } from '@slicescope/picture'
import { localMoment, momentTitle } from '../words/local-times.ts'
import { isStale } from '../words/stale.ts'
import { useLive, useLiveAt, useShownAt, useShownNow } from '../state/stores.ts'
import { toTime } from '../words/ages.ts'

/** Beside what is not of now, or may no longer be so: the mark, and as of when it is. Nothing while the line is up. */
export function DoubtMark() {
  const stale = useLiveAt(isStale)
  const blind = useLive(
    ({ stream }) => (stream.overviews.get('*')?.value.freshness ?? stream.connection?.freshness)?.state === 'BLIND',
  )
  const now = useShownNow()
  const at = useShownAt()
  if (at !== null)
    return (
      <span className="doubt-mark past-note" title={momentTitle(toTime(now))}>
        as of {localMoment(toTime(now), now)}
      </span>
    )
  if (!stale && !blind) return null
  const mark = stale ? 'STALE' : 'BLIND'
  const asOf = toTime(now)
  return (
    <span className="doubt-mark" title={`${CONNECTION_WORDS[mark].explanation} As of ${momentTitle(asOf)}`}>
      <b className="mark">{mark}</b> as of {localMoment(asOf, now)}
    </span>
  )
}
