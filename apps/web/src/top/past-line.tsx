import { formatAge } from '@slicescope/picture'
import type { Freshness } from '@slicescope/view'
import { SkipBack, SkipForward } from 'lucide-react'
import { usePlaceStore, useServerNow } from '../state/stores.ts'
import { momentMs } from '../url/moment.ts'
import { LIVE } from '../url/place.ts'
import { toTime } from '../words/ages.ts'
import { localClock, momentTitle } from '../words/local-times.ts'
import { missingLine } from '../words/missing.ts'
import { explanationOf } from '../words/shown-marks.ts'

interface PastLineProps {
  readonly at: string
  /** Null before anything is known. */
  readonly freshness: Freshness | null
  readonly isReading: boolean
}

/** Which moment is shown, in UTC and by the reader's clock, how long ago that is, and the way back to now. */
export function PastLine({ at, freshness, isReading }: PastLineProps) {
  const store = usePlaceStore()
  const now = useServerNow(1000)
  const ms = momentMs(at)
  const others = (freshness?.marks ?? []).filter(mark => mark === 'DEMO' || mark === 'RECORDING' || mark === 'PARTIAL')
  const isRecording = freshness?.origin === 'recording'
  const back = isRecording ? 'Go to the end' : 'Return to live'
  const missing = freshness === null || freshness.moment !== 'past' ? '' : missingLine(freshness)
  return (
    <div className="past-line" data-testid="past" data-reading={isReading}>
      <b className="mark past-mark" title={explanationOf('PAST', null)}>
        PAST
      </b>
      {others.map(mark => (
        <b key={mark} className="mark" title={explanationOf(mark, null)}>
          {mark}
        </b>
      ))}
      {ms === null ? (
        <b className="clip">position {at}</b>
      ) : (
        <time className="past-times" dateTime={toTime(ms)} title={momentTitle(toTime(ms))}>
          <b>{utcMoment(ms, now)}</b>
          {!isUtc(ms) && <span className="past-local">{localClock(toTime(ms))}</span>}
          <span className="past-age">{formatAge(now - ms)} ago</span>
        </time>
      )}
      {missing !== '' && (
        <span className="missing clip" title={missing}>
          {missing}
        </span>
      )}
      <button type="button" className="return-live" title={`${back} (Esc)`} onClick={() => store.go(LIVE)}>
        {isRecording ? <SkipForward size={13} aria-hidden /> : <SkipBack size={13} aria-hidden />} {back}
      </button>
    </div>
  )
}

/** Whether the reader's clock says what UTC's does: it is said once. */
function isUtc(ms: number): boolean {
  const time = toTime(ms)
  return localClock(time) === `${time.slice(11, 19)} UTC`
}

/** "03:12:00 UTC"; with its date on another day than now. */
function utcMoment(ms: number, now: number): string {
  const [time, today] = [toTime(ms), toTime(now)]
  const date = time.slice(0, 10) === today.slice(0, 10) ? '' : `${time.slice(0, 10)} `
  return `${date}${time.slice(11, 19)} UTC`
}
