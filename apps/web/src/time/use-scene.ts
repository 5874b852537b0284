import { wallTime } from '@slicescope/picture'
import { useMemo } from 'react'
import { toTime } from '../words/ages.ts'
import { readersTimeZone } from '../words/local-times.ts'
import type { StripLayout } from './strip-layout.ts'
import { onsetBefore, type StripModel } from './strip-model.ts'
import type { Span } from './strip-span.ts'
import { timeTicks } from './time-ticks.ts'

interface SceneFacts {
  readonly model: StripModel
  readonly span: Span
  /** The flag says the words of the last loss. */
  readonly isPast: boolean
  readonly layout: StripLayout
}

/** What the canvas shows, with the words of the last loss in sight. */
export function useScene({ model, span, isPast, layout }: SceneFacts) {
  return useMemo(() => {
    const timeZone = readersTimeZone()
    const ticks = timeTicks(span, { width: layout.plotWidth, timeZone })
    const onset = isPast ? undefined : onsetBefore(model, span.to)
    const onsetLabel =
      onset === undefined || onset.at < span.from
        ? null
        : { stop: onset, text: `${wallTime(toTime(onset.at), timeZone).clock} ${onset.text}` }
    return { model, span, layout, ticks, timeZone: wallTime(toTime(span.to), timeZone).zone, onsetLabel }
  }, [model, span, isPast, layout])
}
