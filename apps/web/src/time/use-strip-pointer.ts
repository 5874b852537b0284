import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { comparedAt, type Place } from '../url/place.ts'
import type { PlaceStore } from '../url/place-store.ts'
import { comparing, goTo } from './strip-keys.ts'
import type { StripLayout } from './strip-layout.ts'
import type { Stop, StripModel } from './strip-model.ts'
import { type Span, timeAt, xOf } from './strip-span.ts'

interface Plot {
  readonly model: StripModel
  readonly layout: StripLayout
  readonly span: Span
  readonly now: number
  readonly store: PlaceStore
}

/** px; a mark so near is what is meant. */
const SNAP = 5
/** ms between two moments that are asked for while dragging. */
const PAUSE = 120

interface Drag {
  /** Where it began, if it compares; ms. */
  readonly anchor: number | null
  readonly isFirst: boolean
}

/** What the pointer does: hovering shows a moment, a click or drag moves to it, with Shift it compares. */
export function useStripPointer(plot: Plot) {
  const [hovered, setHovered] = useState<number | null>(null)
  const drag = useRef<Drag | null>(null)
  const go = useThrottledGo(plot.store)
  const momentOf = (event: PointerEvent<HTMLElement>): number => {
    const { left } = event.currentTarget.getBoundingClientRect()
    return snapped(plot, event.clientX - left - plot.layout.left)
  }
  const move = (at: number, { anchor, isFirst }: Drag) => {
    const compare = anchor === null ? null : comparing(plot, anchor, at)
    const change = anchor === null ? goTo(plot, at) : compare === null ? null : comparedAt(compare)
    if (change !== null) go(change, isFirst ? 'go' : 'replace')
    if (change !== null) drag.current = { anchor, isFirst: false }
  }
  return {
    hovered,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || plot.model.recorded === null) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = momentOf(event)
        drag.current = { anchor: event.shiftKey ? at : null, isFirst: true }
        if (!event.shiftKey) move(at, drag.current)
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const at = momentOf(event)
        setHovered(at)
        if (drag.current !== null) move(at, drag.current)
      },
      onPointerUp: () => {
        drag.current = null
      },
      onPointerCancel: () => {
        drag.current = null
      },
      onPointerLeave: () => setHovered(null),
    },
  }
}

function snapped({ model, layout, span }: Plot, x: number): number {
  const at = timeAt(Math.max(0, Math.min(layout.plotWidth, x)), span, layout.plotWidth)
  const [near] = stopsNear(model, { at, span, layout })
  return near?.at ?? at
}

interface Near {
  readonly at: number
  readonly span: Span
  readonly layout: StripLayout
}

/** The marks at a moment, the nearest first. */
export function stopsNear({ stops }: StripModel, { at, span, layout }: Near): readonly Stop[] {
  const distance = (stop: Stop) => Math.abs(xOf(stop.at, span, layout.plotWidth) - xOf(at, span, layout.plotWidth))
  return stops.filter(stop => distance(stop) <= SNAP).toSorted((a, b) => distance(a) - distance(b))
}

/** Moves the place, the first time at once; while dragging at most every 120 ms, and last where the drag ended. */
function useThrottledGo(store: PlaceStore) {
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; next: Partial<Place> | null } | null>(null)
  useEffect(
    () => () => {
      if (waiting.current !== null) clearTimeout(waiting.current.timer)
      waiting.current = null
    },
    [],
  )
  const flush = () => {
    const next = waiting.current?.next ?? null
    waiting.current = null
    if (next !== null) run(next, 'replace')
  }
  const run = (change: Partial<Place>, how: 'go' | 'replace') => {
    store[how](change)
    waiting.current = { timer: setTimeout(flush, PAUSE), next: null }
  }
  return (change: Partial<Place>, how: 'go' | 'replace') => {
    if (waiting.current === null) run(change, how)
    else waiting.current.next = change
  }
}
