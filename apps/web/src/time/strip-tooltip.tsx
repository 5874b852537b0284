import { formatCount } from '@slicescope/picture'
import { Coded } from '../controls/coded.tsx'
import { toTime } from '../words/ages.ts'
import { localClock, momentTitle } from '../words/local-times.ts'
import type { Stop, StripModel } from './strip-model.ts'
import { knownWords, onsetWords } from './strip-words.ts'

interface StripTooltipProps {
  readonly model: StripModel
  readonly at: number
  /** px from the strip's left. */
  readonly x: number
  readonly width: number
  /** What stands under the pointer. */
  readonly stops: readonly Stop[]
}

const MOST = 4
const WIDTH = 340

/** The moment under pointer or focus: when, how many were ready, and what happened. Texts of objects stay text. */
export function StripTooltip({ model, at, x, width, stops }: StripTooltipProps) {
  const onset = onsetWords(model, at)
  const left = Math.max(0, Math.min(width - WIDTH, x - WIDTH / 2))
  return (
    <div className="strip-tooltip" role="tooltip" style={{ left, maxWidth: WIDTH }}>
      <b>{momentTitle(toTime(at))}</b>
      <span>{knownWords(model, at)}</span>
      {onset !== '' && stops.every(({ kind }) => kind !== 'onset') && <span className="lost">{onset}</span>}
      {stops.slice(0, MOST).map(stop => (
        <span key={`${stop.kind} ${stop.at} ${stop.text}`} className={stop.kind === 'onset' ? 'lost' : ''}>
          <time className="faint" dateTime={toTime(stop.at)}>
            {localClock(toTime(stop.at))}
          </time>{' '}
          <Coded text={stop.text} />
        </span>
      ))}
      {stops.length > MOST && <span className="faint">and {formatCount(stops.length - MOST)} more</span>}
    </div>
  )
}
