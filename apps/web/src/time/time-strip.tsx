import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useLastWord, usePlaceStore } from '../state/stores.ts'
import type { AskedService } from '../questions/asked.ts'
import { toTime } from '../words/ages.ts'
import { localMoment } from '../words/local-times.ts'
import { StripCanvas } from './strip-canvas.tsx'
import { Flag, NowLabel } from './strip-flag.tsx'
import { StripHead, type StripPart } from './strip-head.tsx'
import { keyMove } from './strip-keys.ts'
import { LABELS, type StripLayout, stripLayout } from './strip-layout.ts'
import { stopsWithin, type StripModel } from './strip-model.ts'
import { type Span, xOf } from './strip-span.ts'
import { StripTooltip } from './strip-tooltip.tsx'
import { stripDescription, valueText } from './strip-words.ts'
import { usePlay } from './use-play.ts'
import { useScene } from './use-scene.ts'
import { useStripModel } from './use-strip-model.ts'
import { stopsNear, useStripPointer } from './use-strip-pointer.ts'
import { useStripTime } from './use-strip-time.ts'
import { useStripWheel } from './use-strip-zoom.ts'
import { useIsShort, useWidth } from './use-width.ts'

interface TimeStripProps {
  readonly service: AskedService
  readonly isNarrow: boolean
}

/** The open Service over time: ready, starting and lost backends, gaps, and what happened. A click moves the page there. */
export function TimeStrip({ service, isNarrow }: TimeStripProps) {
  const store = usePlaceStore()
  const box = useRef<HTMLDivElement>(null)
  const width = useWidth(box)
  const [byZone, setByZone] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const [open, setOpen] = useState<StripPart | null>(null)
  const time = useStripTime()
  const { span, now, at, compared } = time
  const { model, recording } = useStripModel(service, time.asked, time.step)
  const { zones } = model
  const isShort = useIsShort()
  const layout = useMemo(
    () => stripLayout({ width, zones, byZone, isNarrow, isShort }),
    [width, zones, byZone, isNarrow, isShort],
  )
  const scene = useScene({ model, span, isPast: at !== null, layout })
  const { hovered, handlers } = useStripPointer({ model, layout, store, ...time })
  useStripWheel(box, { layout, span, zoom: time.zoom, isNarrow, isRecorded: model.recorded !== null })
  const player = usePlay({ service, model, span, at, now })
  const shown = at ?? now
  const last = useLastWord()
  // The flag says what is shown.
  const pointed = hovered ?? (isFocused && at === null ? now : null)
  const handleKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'z') setByZone(!byZone)
    else if (event.key === 'c') setOpen(stopsWithin(model, span).length > 0 ? 'changes' : null)
    else if (event.key === 'r') setOpen('range')
    else if (event.key === ' ') player.toggle()
    else if (event.key === 'x') player.faster()
    else {
      const move = keyMove(event.key, event.shiftKey, { model, ...time })
      if (move === null) return
      store[at === null ? 'go' : 'replace'](move)
    }
    event.preventDefault()
  }
  const toX = (time: number) => layout.left + xOf(time, span, layout.plotWidth)
  return (
    <section className="time-strip" aria-label="Time" data-past={at !== null} data-recorded={model.recorded !== null}>
      <StripHead
        model={model}
        time={time}
        recording={recording}
        player={model.recorded === null ? null : player}
        zones={{ isOn: byZone, toggle: () => setByZone(!byZone) }}
        open={open}
        onOpen={setOpen}
        onLeave={() => box.current?.focus()}
      />
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
        aria-valuetext={valueText(model, shown, at === null ? last : localMoment(toTime(shown), now))}
        aria-description={stripDescription(model, span)}
        onKeyDown={handleKey}
        onFocus={event => setFocused(event.target.matches(':focus-visible'))}
        onBlur={() => setFocused(false)}
        {...handlers}
      >
        {width > 0 && <StripCanvas {...scene} compared={compared} />}
        {width > 0 && at !== null && (
          <Fog layout={layout} left={Math.max(layout.left, Math.min(toX(span.to), toX(at)))} />
        )}
        {width > 0 && at === null && !isNarrow && now <= span.to && (
          <NowLabel model={model} now={now} left={toX(span.to) + 8} />
        )}
        {width > 0 && at !== null && at >= span.from && at <= span.to && (
          <Flag model={model} at={at} now={now} x={toX(at)} width={layout.width} height={layout.bottom} />
        )}
        {pointed !== null && pointed >= span.from && pointed <= span.to && (
          <Pointed model={model} layout={layout} span={span} at={pointed} />
        )}
      </div>
    </section>
  )
}

/** What comes after the moment shown is pale. */
function Fog({ layout, left }: { readonly layout: StripLayout; readonly left: number }) {
  const width = layout.left + layout.plotWidth - left
  return <i className="strip-fog" style={{ left, width, top: LABELS, height: layout.bottom - LABELS }} />
}

interface PointedProps {
  readonly model: StripModel
  readonly layout: StripLayout
  readonly span: Span
  readonly at: number
}

/** The moment under the pointer or the focus: a line, and what is known of it. */
function Pointed({ model, layout, span, at }: PointedProps) {
  const x = layout.left + xOf(at, span, layout.plotWidth)
  return (
    <>
      <i className="strip-line" style={{ left: x, top: LABELS, height: layout.bottom - LABELS }} />
      <StripTooltip model={model} at={at} x={x} width={layout.width} stops={stopsNear(model, { at, span, layout })} />
    </>
  )
}
