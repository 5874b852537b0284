import type { CellState } from './cell-state.ts'
import { circle, polygon, strokes } from './path.ts'
import type { TokenName } from './tokens.ts'

/** One command of a shape: a path around 0,0 that Path2D and SVG read alike. `width` and dashes belong to strokes. */
export interface ShapePart {
  readonly op: 'fill' | 'stroke'
  readonly d: string
  readonly token: TokenName
  readonly width?: number
  readonly dash?: readonly number[]
  readonly dashOffset?: number
}

/** What is well is quiet (smaller, no outline), what is broken is loud (full size, outlined). */
export type Emphasis = 'quiet' | 'loud'

export interface CellShapeOptions {
  /** Diameter of a loud cell in px; 14 at pitch 16. */
  readonly size: number
  readonly emphasis: Emphasis
  /** It gets traffic although its pod is not Ready (publishNotReadyAddresses): a small pip says so. */
  readonly published: boolean
}

/** A loud cell at pitch 16. All other measures keep their proportion to it. */
export const CELL_SIZE = 14
/** A quiet cell's share of the full size. */
const QUIET = 0.7

export function emphasisOf(state: CellState): Emphasis {
  return state === 'ready' || state === 'starting' ? 'quiet' : 'loud'
}

/** The one glyph of a state, for cells, legend, inspector and pictures alike. */
export function cellShape(state: CellState, options: CellShapeOptions): readonly ShapePart[] {
  const shape = shapeOf(state, options)
  return options.published && state !== 'ready' ? [...shape, ...pip(options.size)] : shape
}

/** Below this, the dashes of a thin outline are no more than dust. */
const LEAST_DASHED = 9

/** A pod that should be an endpoint and is in no slice: an outline without a body. */
export function ghostShape(size: number): readonly ShapePart[] {
  const width = scaled(size, 1)
  const radius = (size * QUIET) / 2
  if (size < LEAST_DASHED) return [{ op: 'stroke', d: circle(radius), token: 'text-faint', width: scaled(size, 1.8) }]
  return [{ op: 'stroke', d: circle(radius), token: 'text-faint', width, dash: dashes(radius, 5) }]
}

/** A pod that the selector nearly matches: an outline of another form, for it is no backend. */
export function nearShape(size: number): readonly ShapePart[] {
  const reach = (size * QUIET) / 2 + scaled(size, 1)
  const d = polygon([
    [0, -reach],
    [reach, 0],
    [0, reach],
    [-reach, 0],
  ])
  if (size < LEAST_DASHED) return [{ op: 'stroke', d, token: 'text-warning', width: scaled(size, 1.6) }]
  // Dashes of a quarter of each side, so that the corners are drawn.
  const side = Math.SQRT2 * reach
  const dash = [side / 2, side / 2]
  return [{ op: 'stroke', d, token: 'text-warning', width: scaled(size, 1.2), dash, dashOffset: side / 4 }]
}

function shapeOf(state: CellState, { size, emphasis }: CellShapeOptions): readonly ShapePart[] {
  const loud = emphasis === 'loud'
  const full = loud ? size : size * QUIET
  switch (state) {
    case 'ready':
      return [{ op: 'fill', d: circle(full / 2), token: 'state-ready' }]
    case 'starting':
      return openRing({ size, full: size * STARTING })
    case 'portless':
      return barred({ size, full })
    case 'not-ready':
      return cross({ size, full, loud })
    case 'serving-terminating':
      return half({ size, full })
    case 'terminating':
      return slash({ size, full })
    case 'unknown':
      return dashedRing({ size, full })
    default:
      return state satisfies never
  }
}

interface Measure {
  readonly size: number
  readonly full: number
}

/** A ring of what will be ready; a little larger than the dot that it becomes, so that it is seen. */
const STARTING = 0.78

function openRing({ size, full }: Measure): readonly ShapePart[] {
  const width = scaled(size, 1.6)
  return [{ op: 'stroke', d: circle(full / 2 - width / 2), token: 'state-ready', width }]
}

/** As lost as a cross, and another sign: no way in. */
function barred({ size, full }: Measure): readonly ShapePart[] {
  const outline = scaled(size, 1)
  const radius = full / 2 - outline / 2
  const arm = full * 0.24
  return [
    { op: 'fill', d: circle(radius), token: 'state-not-ready' },
    { op: 'stroke', d: circle(radius), token: 'loss', width: outline },
    { op: 'stroke', d: strokes([[-arm, 0, arm, 0]]), token: 'on-not-ready', width: scaled(size, 2) },
  ]
}

function cross({ size, full, loud }: Measure & { readonly loud: boolean }): readonly ShapePart[] {
  const outline = scaled(size, 1)
  const radius = full / 2 - (loud ? outline / 2 : 0)
  const arm = full * 0.18
  const d = strokes([
    [-arm, -arm, arm, arm],
    [-arm, arm, arm, -arm],
  ])
  return [
    { op: 'fill', d: circle(radius), token: 'state-not-ready' },
    ...(loud ? [{ op: 'stroke', d: circle(radius), token: 'loss', width: outline } as const] : []),
    { op: 'stroke', d, token: 'on-not-ready', width: scaled(size, 1.5) },
  ]
}

function half({ size, full }: Measure): readonly ShapePart[] {
  const width = scaled(size, 1.4)
  const r = full / 2 - width / 2
  const token = 'state-serving-terminating'
  return [
    { op: 'stroke', d: circle(r), token, width },
    { op: 'fill', d: `M0 ${-two(r)}A${two(r)} ${two(r)} 0 0 0 0 ${two(r)}Z`, token },
  ]
}

function slash({ size, full }: Measure): readonly ShapePart[] {
  const width = scaled(size, 1.4)
  const r = full / 2 - width / 2
  const end = r * Math.SQRT1_2
  const token = 'state-terminating'
  return [
    { op: 'stroke', d: circle(r), token, width },
    { op: 'stroke', d: strokes([[-end, end, end, -end]]), token, width },
  ]
}

function dashedRing({ size, full }: Measure): readonly ShapePart[] {
  const width = scaled(size, 1.4)
  const r = full / 2 - width / 2
  return [{ op: 'stroke', d: circle(r), token: 'state-unknown', width, dash: dashes(r, 6) }]
}

/** A ready-coloured drop at the lower right, cut out from the glyph by a rim of the card's colour. */
function pip(size: number): readonly ShapePart[] {
  const at = size * 0.34
  const r = size * 0.17
  const drop = polygon([
    [at - r, at],
    [at, at - r],
    [at + r, at],
    [at, at + r],
  ])
  return [
    { op: 'stroke', d: drop, token: 'surface-card', width: scaled(size, 2.4) },
    { op: 'fill', d: drop, token: 'state-ready' },
  ]
}

/** A dash pattern that meets itself after `count` dashes around a circle. */
function dashes(radius: number, count: number): readonly number[] {
  const step = (2 * Math.PI * radius) / count
  return [two(step * 0.6), two(step * 0.4)]
}

function scaled(size: number, width: number): number {
  return two((width * size) / CELL_SIZE)
}

function two(value: number): number {
  return Math.round(value * 100) / 100
}
