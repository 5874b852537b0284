import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { usePlaceStore } from '../state/stores.ts'
import type { StripLayout } from './strip-layout.ts'
import { type Span, timeAt } from './strip-span.ts'
import { type Limits, panned, rangeOfSpan, zoomed } from './strip-zoom.ts'

/** What a wheel or two fingers show, before the address has it. */
export interface Zoom {
  readonly preview: Span | null
  readonly zoomBy: (at: number, factor: number) => void
  readonly panBy: (ms: number) => void
  readonly show: (span: Span) => void
}

/** ms; browsers refuse an address that changes with each turn of a wheel. */
const PAUSE = 300

export function useStripZoom(span: Span, limits: Limits): Zoom {
  const store = usePlaceStore()
  const [preview, setPreview] = useState<Span | null>(null)
  /** Several turns can come before the next frame. */
  const latest = useRef<Span | null>(null)
  const commit = useEffectEvent((shown: Span) => {
    latest.current = null
    store.replace({ range: rangeOfSpan(shown, limits) })
    setPreview(null)
  })
  useEffect(() => {
    const timer = preview === null ? undefined : setTimeout(() => commit(preview), PAUSE)
    return () => clearTimeout(timer)
  }, [preview])
  const show = (next: Span) => {
    latest.current = next
    setPreview(next)
  }
  return {
    preview,
    show,
    zoomBy: (at, factor) => show(zoomed(latest.current ?? span, { at, factor }, limits)),
    panBy: ms => show(panned(latest.current ?? span, ms, limits)),
  }
}

interface Wheeled {
  readonly layout: StripLayout
  readonly span: Span
  readonly zoom: Zoom
  /** The page itself scrolls: there a wheel alone is not the strip's. */
  readonly isNarrow: boolean
  readonly isRecorded: boolean
}

/** px of a line, of which some wheels count. */
const LINE = 16

/** A wheel zooms around the pointer, sideways or with Shift it moves; two fingers on a trackpad come as a wheel with Ctrl. */
export function useStripWheel(box: RefObject<HTMLElement | null>, { layout, span, zoom, ...on }: Wheeled): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    if (!on.isRecorded || (on.isNarrow && !event.ctrlKey) || box.current === null) return
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE
    const [x, y] = [event.deltaX * unit, event.deltaY * unit]
    const sideways = event.shiftKey && x === 0 ? y : x
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : y)) {
      zoom.panBy((sideways / layout.plotWidth) * (span.to - span.from))
      return
    }
    const at = event.clientX - box.current.getBoundingClientRect().left - layout.left
    const within = Math.max(0, Math.min(layout.plotWidth, at))
    zoom.zoomBy(timeAt(within, span, layout.plotWidth), Math.exp(y * (event.ctrlKey ? 0.01 : 0.002)))
  })
  useEffect(() => {
    const element = box.current
    const handle = (event: WheelEvent) => turn(event)
    element?.addEventListener('wheel', handle, { passive: false })
    return () => element?.removeEventListener('wheel', handle)
  }, [box])
}
