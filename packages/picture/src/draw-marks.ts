import type { FindingView, ServiceView } from '@slicescope/view'
import { CELL_SIZE } from './cell-shape.ts'
import { box, type DrawingItem, shape, shortRun, text } from './drawing-model.ts'
import { nodeFrame } from './group-frame.ts'
import { isMarkedWhole, type Marked, markedBy, outlinedCells, outlinedNodes, quietlyMarked } from './marked.ts'
import { type Box, circle } from './path.ts'
import type { GroupBox, PositionedGraph, SliceGrid } from './positioned-graph.ts'

/** What a picture marks: the finding asked for; else, quietly, what the first one names. */
export interface Marking {
  readonly marked: Marked
  /** Null: quietly. */
  readonly finding: FindingView | null
}

/** A code that no finding has marks as if none were asked for. */
export function markingOf(view: ServiceView, code: string | null): Marking | null {
  const finding = view.findings.find(each => each.code === code)
  if (finding !== undefined) return { marked: markedBy(view, finding), finding }
  const marked = quietlyMarked(view)
  return marked === null ? null : { marked, finding: null }
}

/** Over the graph at 0,0: an outline around what is named, or a dot at its corner; rings where cells need them. */
export function drawMarks({ service, slices, sliceGrid, groups }: PositionedGraph, marking: Marking) {
  const { named } = marking.marked
  const isLoud = marking.finding !== null
  const outlined = outlinedCells(marking.marked, isLoud)
  const card = isLoud ? around : dot
  const line = isLoud ? LOUD : QUIET
  return [
    ...(named.service ? [card(service)] : []),
    ...slices.filter(({ key }) => named.slices.has(key)).map(card),
    ...(sliceGrid === null ? [] : markedTiles(sliceGrid, named.slices).map(tile => outline(tile, 3, line))),
    ...groups.flatMap(group => [
      ...(isMarkedWhole(group, marking.marked, isLoud) ? [dot(group)] : []),
      ...outlinedNodes(group, marking.marked, isLoud).map(node => outline(moved(nodeFrame(node), group), 6, line)),
      ...group.cells
        .filter(({ backend }) => outlined.has(backend))
        .map(({ x, y }) => ring(group, { x: x + group.x, y: y + group.y }, line)),
    ]),
  ]
}

const LOUD = 2
const QUIET = 1

const NOTE = 'named by the first finding'

/** One line at 0,0 that says what is marked. */
export function drawMarkNote({ finding }: Marking, width: number): readonly DrawingItem[] {
  const words = finding === null ? NOTE : `marked: ${finding.title}`
  const style = finding === null ? 'small' : 'smallStrong'
  const token = finding === null ? 'text-faint' : 'text-strong'
  return [
    shape(CELL_SIZE / 2, 0, [{ op: 'fill', d: circle(4.5), token: 'text-warning' }]),
    text({ x: 22, y: 0, size: 11 }, shortRun(words, { style, token, maxWidth: width - 22 })),
  ]
}

function dot({ x, y, width }: Box): DrawingItem {
  return shape(x + width, y, [
    { op: 'fill', d: circle(5.5), token: 'surface-page' },
    { op: 'fill', d: circle(3.5), token: 'text-warning' },
  ])
}

function around(whole: Box): DrawingItem {
  return outline(grown(whole, LOUD), 10, LOUD)
}

function outline({ x, y, width, height }: Box, radius: number, line: number): DrawingItem {
  return box({ x, y, width, height }, { stroke: 'text-warning', width: line, radius })
}

function ring({ card, pitch }: GroupBox, { x, y }: { readonly x: number; readonly y: number }, line: number) {
  if (card !== null) return outline(moved(card, { x, y }), 6, line)
  return shape(x, y, [{ op: 'stroke', d: circle(pitch / 2 + 1), token: 'text-warning', width: line }])
}

function markedTiles({ x, y, tiles }: SliceGrid, named: ReadonlySet<string>): readonly Box[] {
  return tiles.filter(({ key }) => named.has(key)).map(tile => grown(moved(tile, { x, y }), LOUD))
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

function moved({ x, y, width, height }: Box, by: { readonly x: number; readonly y: number }): Box {
  return { x: x + by.x, y: y + by.y, width, height }
}
