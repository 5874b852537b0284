import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { comparedAt, type Place } from '../url/place.ts'
import type { PlaceStore } from '../url/place-store.ts'
import { comparing, goTo } from './strip-keys.ts'
import type { StripLayout } from './strip-layout.ts'
import type { Stop, StripModel } from './strip-model.ts'
import { type Span, timeAt, xOf } from './strip-span.ts'
import { type Pinch, pinched } from './strip-zoom.ts'
import type { Zoom } from './use-strip-zoom.ts'

interface Plot {
  readonly model: StripModel
  readonly layout: StripLayout
  readonly span: Span
  readonly now: number
  readonly since: number | null
  readonly store: PlaceStore
  readonly zoom: Zoom
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

/** What the pointer does: hovering shows a moment, a click or drag moves to it, with Shift it compares; two fingers zoom. */
export function useStripPointer(plot: Plot) {
  const [hovered, setHovered] = useState<number | null>(null)
  const drag = useRef<Drag | null>(null)
  const go = useThrottledGo(plot.store)
  const pinch = usePinch(plot)
  const move = (at: number, { anchor, isFirst }: Drag) => {
    const compare = anchor === null ? null : comparing(plot, anchor, at)
    const change = anchor === null ? goTo(plot, at) : compare === null ? null : comparedAt(compare)
    if (change !== null) go(change, isFirst ? 'go' : 'replace')
    if (change !== null) drag.current = { anchor, isFirst: false }
  }
  const leave = (event: PointerEvent<HTMLElement>) => {
    drag.current = null
    pinch.up(event)
  }
  return {
    hovered,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0 || plot.model.recorded === null) return
        event.currentTarget.setPointerCapture(event.pointerId)
        if (pinch.down(event)) {
          drag.current = null
          return
        }
        const at = snapped(plot, pxOf(plot, event))
        drag.current = { anchor: event.shiftKey ? at : null, isFirst: true }
        // A finger may be the first of two.
        if (!event.shiftKey && event.pointerType !== 'touch') move(at, drag.current)
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (pinch.move(event)) return
        const at = snapped(plot, pxOf(plot, event))
        setHovered(at)
        if (drag.current !== null) move(at, drag.current)
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => {
        const tapped = event.pointerType === 'touch' && drag.current?.isFirst === true ? drag.current : null
        if (tapped !== null && tapped.anchor === null) move(snapped(plot, pxOf(plot, event)), tapped)
        leave(event)
      },
      onPointerCancel: leave,
      onPointerLeave: () => setHovered(null),
    },
  }
}

/** px from the left of what is drawn. */
function pxOf({ layout }: Plot, event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left - layout.left
}

/** Two fingers on a screen; each says whether the strip is theirs. */
function usePinch(plot: Plot) {
  const fingers = useRef(new Map<number, number>())
  const begun = useRef<Pinch | null>(null)
  const two = (): readonly [number, number] | null => {
    const [first, second] = fingers.current.values()
    return first === undefined || second === undefined ? null : [first, second]
  }
  return {
    down: (event: PointerEvent<HTMLElement>): boolean => {
      if (event.pointerType !== 'touch') return false
      fingers.current.set(event.pointerId, pxOf(plot, event))
      const xs = two()
      begun.current = xs === null ? null : { span: plot.span, xs }
      return xs !== null
    },
    move: (event: PointerEvent<HTMLElement>): boolean => {
      if (!fingers.current.has(event.pointerId)) return false
      fingers.current.set(event.pointerId, pxOf(plot, event))
      const xs = two()
      if (begun.current === null || xs === null) return false
      plot.zoom.show(pinched(begun.current, xs, { ...plot, width: plot.layout.plotWidth }))
      return true
    },
    up: (event: PointerEvent<HTMLElement>): void => {
      fingers.current.delete(event.pointerId)
      begun.current = null
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
