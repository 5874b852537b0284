import { formatCount, wallTime } from '@slicescope/picture'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { usePlace, usePlaceStore, useServerNow } from '../state/stores.ts'
import type { AskedService } from '../questions/asked.ts'
import type { AskedSpan } from '../questions/time-queries.ts'
import { useHistory } from '../questions/use-history.ts'
import { momentMs } from '../url/moment.ts'
import type { Range } from '../url/place.ts'
import { toTime } from '../words/ages.ts'
import { localMoment, readersTimeZone } from '../words/local-times.ts'
import { StripCanvas } from './strip-canvas.tsx'
import { keyMove } from './strip-keys.ts'
import { LABELS, stripLayout } from './strip-layout.ts'
import { countsAt, onsetBefore, type StripModel } from './strip-model.ts'
import { RANGE_MS, shownLength, type Span, xOf } from './strip-span.ts'
import { StripTools } from './strip-tools.tsx'
import { StripTooltip } from './strip-tooltip.tsx'
import { onsetWords, stripDescription, valueText } from './strip-words.ts'
import { timeTicks } from './time-ticks.ts'
import { usePlay } from './use-play.ts'
import { useHeldSpan } from './use-held-span.ts'
import { useStripModel } from './use-strip-model.ts'
import { stopsNear, useStripPointer } from './use-strip-pointer.ts'
import { useIsShort, useWidth } from './use-width.ts'

interface TimeStripProps {
  readonly service: AskedService
  readonly isNarrow: boolean
}

/** The open Service over time: ready, starting and lost backends, gaps, and what happened. A click moves the page there. */
export function TimeStrip({ service, isNarrow }: TimeStripProps) {
  const place = usePlace()
  const store = usePlaceStore()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [byZone, setByZone] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const { range } = place
  const since = useRecordedSince()
  const step = useStep(range, since)
  const now = useServerNow(step)
  const at = place.at === null ? null : momentMs(place.at)
  const compared = useMemo(() => comparedSpan(place.compare), [place.compare])
  const moments = [...(at === null ? [] : [at]), ...(compared === null ? [] : [compared.from, compared.to])]
  const span = useHeldSpan({ range, moments, now, since })
  const { model, recording } = useStripModel(service, askedSpan(span, { now, length: RANGE_MS[range] }), step)
  const { zones } = model
  const isShort = useIsShort()
  const layout = useMemo(
    () => stripLayout({ width, zones, byZone, isNarrow, isShort }),
    [width, zones, byZone, isNarrow, isShort],
  )
  const scene = useScene({ model, span, at, layout })
  const { hovered, handlers } = useStripPointer({ model, layout, span, now, store })
  const player = usePlay({ model, span, at, now })
  const shown = at ?? now
  // The flag says what is shown.
  const pointed = hovered ?? (isFocused && at === null ? now : null)
  const handleKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'z') setByZone(!byZone)
    else if (event.key === ' ') player.toggle()
    else if (event.key === 'x') player.faster()
    else {
      const move = keyMove(event.key, event.shiftKey, { model, span, at, compared, now, range })
      if (move === null) return
      if (place.at === null) store.go(move)
      else store.replace(move)
    }
    event.preventDefault()
  }
  const toX = (time: number) => layout.left + xOf(time, span, layout.plotWidth)
  return (
    <section
      className="time-strip"
      aria-label="Time"
      data-past={place.at !== null}
      data-recorded={model.recorded !== null}
    >
      <div className="strip-head">
        <h2>Backends ready</h2>
        <span className="strip-recording faint clip" title={recording}>
          {recording}
        </span>
        <StripTools
          range={range}
          byZone={byZone}
          hasZones={zones.length > 1}
          player={model.recorded === null ? null : player}
          onRange={next => store.replace({ range: next })}
          onByZone={() => setByZone(!byZone)}
        />
      </div>
      <div
        ref={box}
        className="strip-plot"
        style={{ height: layout.height }}
        role="slider"
        tabIndex={0}
        aria-label="Moment shown"
        aria-valuemin={Math.round(span.from / 1000)}
        aria-valuemax={Math.round(span.to / 1000)}
        aria-valuenow={Math.round(shown / 1000)}
        aria-valuetext={valueText(model, shown, at === null ? 'now' : localMoment(toTime(shown), now))}
        aria-description={stripDescription(model, span)}
        onKeyDown={handleKey}
        onFocus={event => setFocused(event.target.matches(':focus-visible'))}
        onBlur={() => setFocused(false)}
        {...handlers}
      >
        {width > 0 && <StripCanvas {...scene} compared={compared} />}
        {width > 0 && at === null && !isNarrow && <NowLabel model={model} now={now} left={toX(span.to) + 8} />}
        {width > 0 && at !== null && (
          <Flag model={model} at={at} now={now} x={toX(at)} width={layout.width} height={layout.bottom} />
        )}
        {pointed !== null && pointed >= span.from && pointed <= span.to && (
          <>
            <i className="strip-line" style={{ left: toX(pointed), top: LABELS, height: layout.bottom - LABELS }} />
            <StripTooltip
              model={model}
              at={pointed}
              x={toX(pointed)}
              width={layout.width}
              stops={stopsNear(model, { at: pointed, span, layout })}
            />
          </>
        )}
      </div>
    </section>
  )
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

interface SceneFacts {
  readonly model: StripModel
  readonly span: Span
  readonly at: number | null
  readonly layout: ReturnType<typeof stripLayout>
}

/** What the canvas shows, with the words of the last loss in sight. */
function useScene({ model, span, at, layout }: SceneFacts) {
  return useMemo(() => {
    const timeZone = readersTimeZone()
    const ticks = timeTicks(span, { width: layout.plotWidth, timeZone })
    const onset = at === null ? onsetBefore(model, span.to) : undefined
    const onsetLabel =
      onset === undefined || onset.at < span.from
        ? null
        : { stop: onset, text: `${wallTime(toTime(onset.at), timeZone).clock} ${onset.text}` }
    return { model, span, at, layout, ticks, timeZone: wallTime(toTime(span.to), timeZone).zone, onsetLabel }
  }, [model, span, at, layout])
}

function comparedSpan(compare: { readonly from: string; readonly to: string } | null): Span | null {
  return compare === null ? null : { from: Date.parse(compare.from), to: Date.parse(compare.to) }
}

/** Up to now the last of the range; else the stretch in whole steps, so that a small move asks for the same. */
function askedSpan(span: Span, { now, length }: { readonly now: number; readonly length: number }): AskedSpan {
  if (span.to >= now - length / 2) return { length: now - span.from > length * 1.1 ? 2 * length : length }
  return span
}

function NowLabel({ model, now, left }: { readonly model: StripModel; readonly now: number; readonly left: number }) {
  const counts = countsAt(model, now)
  return (
    <p className="strip-now" style={{ left, top: LABELS - 3 }}>
      <b>now</b>
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
function Flag({ model, at, now, x, width, height }: FlagProps) {
  const counts = countsAt(model, at)
  const isLeft = x + FLAG_WIDTH > width && x > width / 2
  return (
    <div className="strip-flag" data-left={isLeft} style={isLeft ? { right: width - x } : { left: x }}>
      <i style={{ height }} />
      <b>
        {localMoment(toTime(at), now)}
        {counts !== undefined && `, ${formatCount(counts.ready)} ready`}
      </b>
      <span className="lost clip">{onsetWords(model, at)}</span>
    </div>
  )
}
