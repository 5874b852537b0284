import type { Viewport } from '@xyflow/react'

export interface Size {
  readonly width: number
  readonly height: number
}

/** The part of a picture that is meant to be in sight. */
export interface Bounds extends Size {
  readonly x: number
}

export const ZOOM = { least: 0.15, most: 3 }
/** Above this, a small picture looks blown up. */
const MOST_HOME_ZOOM = 1.6
/** Below this, names of nodes are under 10 px: rather scroll. */
const LEAST_HOME_ZOOM = 1
/** How far the picture can be pushed out of sight. */
const EDGE = 120

/** Around the picture, so that outlines of selected cards are seen whole. */
const MARGIN = 6

/** Over the groups. */
const HEADINGS = 36

/** Width for a layout that fills the pane. */
export function roomFor(pane: Size): number {
  return pane.width - 2 * MARGIN
}

/** Height of a layout that is in sight at once and legible. */
export function heightInSight(pane: Size): number {
  return pane.height - MARGIN - HEADINGS
}

/** The whole picture in sight, centred, from the top; a large one as small as its words can still be read. */
export function homeViewport(bounds: Bounds, pane: Size): Viewport {
  const zoom = homeZoom(bounds, pane)
  // What stands left of the bounds stays out of sight.
  const left = bounds.x > 0 ? MARGIN : Math.max(MARGIN, (pane.width - bounds.width * zoom) / 2)
  return { x: left - bounds.x * zoom, y: 0, zoom }
}

/** How large the home viewport shows the picture. */
export function homeZoom(bounds: Size, pane: Size): number {
  const byWidth = Math.min(MOST_HOME_ZOOM, roomFor(pane) / bounds.width)
  const byHeight = (pane.height - MARGIN) / bounds.height
  return Math.max(Math.min(byWidth, LEAST_HOME_ZOOM), Math.min(byWidth, byHeight))
}

/** What can be moved into sight: the picture, what the home viewport shows beside it, and a margin. */
export function panExtent(bounds: Bounds, pane: Size): [[number, number], [number, number]] {
  const { x, y, zoom } = homeViewport(bounds, pane)
  const [left, top] = [Math.min(0, -x / zoom), Math.min(0, -y / zoom)]
  const [right, bottom] = [(pane.width - x) / zoom, (pane.height - y) / zoom]
  return [
    [left - EDGE, top - EDGE],
    [Math.max(bounds.x + bounds.width, right) + EDGE, Math.max(bounds.height, bottom) + EDGE],
  ]
}

const STEPS = [1, 1.5, 2, 3]

/** Device pixels that a canvas needs for each of its own at this zoom, in few steps: each step paints again. */
export function resolutionAt(zoom: number): number {
  const step = STEPS.find(each => zoom <= each + 0.01) ?? ZOOM.most
  return step * globalThis.devicePixelRatio
}
