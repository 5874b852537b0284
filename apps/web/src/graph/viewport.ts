import type { Viewport } from '@xyflow/react'

interface Size {
  readonly width: number
  readonly height: number
}

export const ZOOM = { least: 0.15, most: 3 }
/** Below this, cells can no longer be told apart: rather scroll. */
const LEAST_HOME_ZOOM = 0.55
/** How far the picture can be pushed out of sight. */
const EDGE = 120

/** The whole picture in sight at its own size, or smaller where it is large; centred, from the top. */
export function homeViewport(bounds: Size, pane: Size): Viewport {
  const fit = Math.min(1, pane.width / bounds.width, pane.height / bounds.height)
  const byWidth = Math.min(1, pane.width / bounds.width)
  const zoom = Math.max(Math.min(byWidth, LEAST_HOME_ZOOM), fit)
  return { x: Math.max(0, (pane.width - bounds.width * zoom) / 2), y: 0, zoom }
}

/** What can be moved into sight: the picture, a margin, and what of the pane it does not fill. */
export function panExtent(bounds: Size, pane: Size): [[number, number], [number, number]] {
  const [width, height] = [Math.max(bounds.width, pane.width), Math.max(bounds.height, pane.height)]
  return [
    [-EDGE - (width - bounds.width) / 2, -EDGE],
    [width + EDGE, height + EDGE],
  ]
}

const STEPS = [1, 1.5, 2, 3]

/** Device pixels that a canvas needs for each of its own at this zoom, in few steps: each step paints anew. */
export function resolutionAt(zoom: number): number {
  const step = STEPS.find(each => zoom <= each + 0.01) ?? ZOOM.most
  return step * globalThis.devicePixelRatio
}
