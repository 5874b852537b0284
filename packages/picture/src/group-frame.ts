import type { Box } from './path.ts'
import type { NodeBox, Sizing } from './positioned-graph.ts'

/** Measures of a group's inside that follow from its sizing. */
export interface GroupMetrics {
  readonly inner: number
  readonly headerHeight: number
  /** Node boxes a row, their width, and how many cells stand in a row of one. */
  readonly units: number
  readonly unitWidth: number
  readonly unitPerRow: number
  readonly flatPerRow: number
  readonly stepX: number
  readonly stepY: number
  /** Height of a card; 0 for bare cells. */
  readonly cardHeight: number
  /** From the left of a place to the middle of its glyph. */
  readonly inset: number
}

export const PADDING = 12
/** Between cards, and between the boxes of nodes. */
export const UNIT_GAP = 12
export const NODE_LABEL = 18
const NODE_ROW_GAP = 10
const UNIT = 96
const WIDE_UNIT = 204
const HEADER = 34
/** The header of a narrow card has a second line. */
const NARROW_HEADER = 50
/** Bare cells keep off the header a little more than node names do. */
const FLAT_TOP = 4
export const NARROW_WIDTH = 300

export function groupMetrics({ style, pitch, groupWidth }: Sizing): GroupMetrics {
  const inner = groupWidth - 2 * PADDING
  const wanted = style === 'details' ? WIDE_UNIT : UNIT
  const units = Math.max(1, Math.floor((inner + UNIT_GAP) / (wanted + UNIT_GAP)))
  const unitWidth = (inner - (units - 1) * UNIT_GAP) / units
  const headerHeight = groupWidth < NARROW_WIDTH ? NARROW_HEADER : HEADER
  const common = { inner, headerHeight, units, unitWidth }
  if (style === 'cells') {
    const [unitPerRow, flatPerRow] = [Math.floor(unitWidth / pitch), Math.floor(inner / pitch)]
    return { ...common, unitPerRow, flatPerRow, stepX: pitch, stepY: pitch, cardHeight: 0, inset: pitch / 2 }
  }
  const cards = style === 'names' ? { stepY: 24, cardHeight: 20, inset: 11 } : { stepY: 44, cardHeight: 36, inset: 17 }
  return { ...common, unitPerRow: 1, flatPerRow: units, stepX: unitWidth + UNIT_GAP, ...cards }
}

/** How many places each part of a group has. */
export interface GroupShape {
  /** Of the grid; null where all stand in boxes of nodes. */
  readonly flat: number | null
  /** Of each node's box, in their order; null keeps a hole. */
  readonly boxes: readonly (number | null)[]
  readonly absent: number
}

/** Where the parts of a group stand, relative to it. */
export interface GroupFrame {
  readonly height: number
  readonly flatY: number
  readonly boxes: readonly Box[]
  /** Of the line over the absent pods. */
  readonly absentY: number
}

export function groupFrame(shape: GroupShape, metrics: GroupMetrics): GroupFrame {
  let y = metrics.headerHeight
  const flatY = y + FLAT_TOP
  if (shape.flat !== null && shape.flat > 0) y = flatY + rowsHeight(shape.flat, metrics.flatPerRow, metrics)
  if (shape.flat !== null && shape.flat > 0 && shape.boxes.length > 0) y += NODE_ROW_GAP
  const { boxes, bottom } = placeBoxes(shape.boxes, metrics, y)
  const absentY = bottom > metrics.headerHeight ? bottom + 8 : bottom
  const end = shape.absent > 0 ? absentY + NODE_LABEL + rowsHeight(shape.absent, metrics.flatPerRow, metrics) : bottom
  return { height: Math.max(end + PADDING, metrics.headerHeight + PADDING), flatY, boxes, absentY }
}

function rowsHeight(places: number, perRow: number, { stepY, cardHeight }: GroupMetrics): number {
  return Math.ceil(places / perRow) * stepY - (cardHeight > 0 ? stepY - cardHeight : 0)
}

function placeBoxes(counts: readonly (number | null)[], metrics: GroupMetrics, top: number) {
  const boxes: Box[] = []
  let y = top
  for (let start = 0; start < counts.length; start += metrics.units) {
    const row = counts.slice(start, start + metrics.units)
    const tallest = row.reduce<number>((most, count) => Math.max(most, count ?? 0), 1)
    const height = NODE_LABEL + rowsHeight(tallest, metrics.unitPerRow, metrics)
    const boxOf = (column: number) => ({
      x: PADDING + column * (metrics.unitWidth + UNIT_GAP),
      y,
      width: metrics.unitWidth,
      height,
    })
    boxes.push(...row.map((_, column) => boxOf(column)))
    y += height + NODE_ROW_GAP
  }
  return { boxes, bottom: counts.length > 0 ? y - NODE_ROW_GAP : top }
}

/** The frame of a node that has one: around its name and its cells, and 4 px from its neighbours' and the group's. */
export function nodeFrame({ x, y, width, height }: NodeBox): Box {
  return { x: x - 4, y: y - 3, width: width + 8, height: height + 6 }
}
