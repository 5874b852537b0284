import { GLYPHS } from './glyphs.ts'
import { CELL_SIZE, cellShape } from './cell-shape.ts'
import { bar, box, type DrawingItem, run, shape, shortRun, text } from './drawing-model.ts'
import { formatCount, plural } from './headings.ts'
import { roundedBox } from './path.ts'
import { rowWords } from './place-slices.ts'
import type { SliceBox, SliceGrid, SliceRow, SliceTile } from './positioned-graph.ts'
import { textWidth } from './text-width.ts'

const PADDING = 12
const NAME_Y = 15
const LINE_Y = 29.5
const CROSS = cellShape('not-ready', { size: 11, emphasis: 'loud', published: false })

/** A slice's card at 0,0. */
export function drawSlice(slice: SliceBox): readonly DrawingItem[] {
  const right = slice.width - PADDING
  const full = slice.capacity === null ? ` ${slice.fill === 1 ? 'entry' : 'entries'}` : `/${slice.capacity}`
  const fill = [run(`${slice.fill}`, 'small', 'text-strong'), run(full, 'small', 'text-faint')]
  const fillWidth = fill.reduce((sum, each) => sum + textWidth(each.text, each.style), 0)
  const maxWidth = right - PADDING - fillWidth - 8
  const name = shortRun(slice.name, { style: 'code', token: 'text-strong', maxWidth })
  return [
    box({ x: 0, y: 0, width: slice.width, height: slice.height }, { fill: 'surface-card', stroke: 'rule' }),
    text({ x: PADDING, y: NAME_Y, size: 12 }, name),
    text({ x: right, y: NAME_Y, size: 11, anchor: 'end' }, ...fill),
    ...fillLine(slice, right - PADDING),
    ...slice.rows.flatMap(row => drawRow(row, slice)),
    ...remark(slice),
  ]
}

function fillLine({ fill, capacity }: SliceBox, width: number): readonly DrawingItem[] {
  const rule = bar({ x: PADDING, y: LINE_Y, width }, 2, 'rule')
  return capacity === null
    ? [rule]
    : [rule, bar({ x: PADDING, y: LINE_Y, width: (width * Math.min(fill, capacity)) / capacity }, 2, 'fill-line')]
}

function drawRow(row: SliceRow, { width, labelWidth }: SliceBox): readonly DrawingItem[] {
  const right = width - PADDING
  const loses = row.lost > 0
  const [style, token] = loses ? (['smallStrong', 'text-not-ready'] as const) : (['small', 'text-normal'] as const)
  const label = text(
    { x: PADDING, y: row.y, size: 11 },
    shortRun(row.label, { style, token, maxWidth: labelWidth + 2 }),
  )
  const ticks = row.ticks.map(tick => {
    const d = roundedBox({ x: 0, y: -tick.height / 2, width: tick.width, height: tick.height }, 0)
    return shape(tick.x, row.y, [{ op: 'fill', d, token: GLYPHS[tick.state].fill }])
  })
  if (!loses) {
    const count = run(`${row.tickCount}`, 'small', row.tickCount === 0 ? 'text-faint' : 'text-normal')
    return [label, ...ticks, text({ x: right, y: row.y, size: 11, anchor: 'end' }, count)]
  }
  const words = [
    run(`${row.lost}`, 'smallStrong', 'text-not-ready'),
    run(` of ${row.tickCount}`, 'small', 'text-normal'),
  ]
  const crossX = right - textWidth(rowWords(row.lost, row.tickCount), 'small') - CELL_SIZE / 2 - 2
  return [label, ...ticks, shape(crossX, row.y, CROSS), text({ x: right, y: row.y, size: 11, anchor: 'end' }, ...words)]
}

/** What rows cannot say: no entry at all, or entries that no client uses. */
function remark({ rows, ignored, fill, height }: SliceBox): readonly DrawingItem[] {
  const place = { x: PADDING, y: height - 14.5, size: 11 }
  if (ignored > 0) return [text(place, run(`${formatCount(ignored)} ignored by kube-proxy`, 'small', 'text-faint'))]
  return rows.length === 0 || fill === 0 ? emptyRemark(rows.length, place) : []
}

function emptyRemark(rows: number, place: { x: number; y: number; size: number }): readonly DrawingItem[] {
  return rows > 0 ? [] : [text(place, run('lists no endpoint', 'small', 'text-faint'))]
}

/** Many slices at 0,0: a tile each, filled from below as the slice is, its lost share loud. */
export function drawSliceGrid(grid: SliceGrid): readonly DrawingItem[] {
  const right = grid.width - PADDING
  const lost = grid.lost > 0 ? [run(`${formatCount(grid.lost)} lost`, 'smallStrong', 'text-not-ready')] : []
  return [
    box({ x: 0, y: 0, width: grid.width, height: grid.height }, { fill: 'surface-card', stroke: 'rule' }),
    text({ x: PADDING, y: 20, size: 13 }, run(plural(grid.tiles.length, 'slice'), 'title', 'text-strong')),
    ...(lost.length > 0 ? [text({ x: right, y: 20, size: 11, anchor: 'end' }, ...lost)] : []),
    ...grid.tiles.flatMap(drawTile),
    ...grid.worst.flatMap(worst => {
      const words = [
        run(formatCount(worst.lost), 'smallStrong', 'text-not-ready'),
        run(` of ${worst.fill}`, 'small', 'text-normal'),
      ]
      const maxWidth = right - PADDING - textWidth(`${worst.lost} of ${worst.fill}`, 'smallStrong') - 10
      const name = shortRun(worst.name, { style: 'smallCode', token: 'text-strong', maxWidth })
      return [
        text({ x: PADDING, y: worst.y, size: 11 }, name),
        text({ x: right, y: worst.y, size: 11, anchor: 'end' }, ...words),
      ]
    }),
  ]
}

function drawTile(tile: SliceTile): readonly DrawingItem[] {
  const share = tile.capacity === null ? 1 : Math.min(1, tile.fill / tile.capacity)
  const height = (tile.height - 2) * share
  const lostHeight = tile.fill === 0 || tile.lost === 0 ? 0 : Math.max(2, (height * tile.lost) / tile.fill)
  const part = (from: number, tall: number) => ({
    x: tile.x + 1,
    y: tile.y + tile.height - 1 - from - tall,
    width: tile.width - 2,
    height: tall,
  })
  const loud = lostHeight > 0
  return [
    box(tile, { fill: 'surface-panel', stroke: loud ? 'loss' : 'rule-strong', radius: 2 }),
    ...(height - lostHeight > 0.5
      ? [box(part(lostHeight, height - lostHeight), { fill: 'rule-strong', radius: 1 })]
      : []),
    ...(loud ? [box(part(0, lostHeight), { fill: 'state-not-ready', radius: 1 })] : []),
  ]
}
