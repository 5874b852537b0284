import { formatCount } from '@slicescope/picture'
import { useLastWord } from '../state/stores.ts'
import { toTime } from '../words/ages.ts'
import { localMoment } from '../words/local-times.ts'
import { LABELS } from './strip-layout.ts'
import { countsAt, type StripModel } from './strip-model.ts'
import { onsetWords } from './strip-words.ts'

/** Beside the strip's end: how many are ready then. */
export function NowLabel({
  model,
  now,
  left,
}: {
  readonly model: StripModel
  readonly now: number
  readonly left: number
}) {
  const counts = countsAt(model, now)
  const last = useLastWord()
  return (
    <p className="strip-now" style={{ left, top: LABELS - 3 }}>
      <b>{last}</b>
      <span>{counts === undefined ? 'not known' : `${formatCount(counts.ready)} ready`}</span>
    </p>
  )
}

interface FlagProps {
  readonly model: StripModel
  readonly at: number
  readonly now: number
  readonly x: number
  readonly width: number
  readonly height: number
}

/** px; with its words. */
const FLAG_WIDTH = 430

/** The moment shown, in amber: time, count, and how long after what began. */
export function Flag({ model, at, now, x, width, height }: FlagProps) {
  const counts = countsAt(model, at)
  const isLeft = x + FLAG_WIDTH > width && x > width / 2
  return (
    <div
      className="strip-flag"
      data-left={isLeft}
      style={isLeft ? { right: width - x, maxWidth: x } : { left: x, maxWidth: width - x }}
    >
      <i style={{ height }} />
      <b>
        {localMoment(toTime(at), now)}
        {counts !== undefined && `, ${formatCount(counts.ready)} ready`}
      </b>
      <span className="lost clip">{onsetWords(model, at)}</span>
    </div>
  )
}
