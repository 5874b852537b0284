import type { BackendView } from '@slicescope/view'
import { type CellState, cellStateOf } from './cell-state.ts'
import type { ChatZone } from './chat-zones.ts'
import { CELL_SIZE, cellShape, emphasisOf, ghostShape, type ShapePart } from './cell-shape.ts'
import { bar, box, type DrawingItem, run, shape, shortRun, text } from './drawing-model.ts'
import { ABSENT_LABEL, GLYPHS } from './glyphs.ts'
import { formatCount } from './headings.ts'
import { textWidth } from './text-width.ts'

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Counts stand for cells. */
  readonly areTotals: boolean
}

const PADDING = 12
const HEAD = 34
const BAR_Y = 36
const CELLS_TOP = 46
const COUNT_LINE = 20

/** A zone's card: how many of how many are ready, and each backend, or how many are in which state. */
export function drawChatZone(zone: ChatZone, place: Place): readonly DrawingItem[] {
  const { x, y, width, height, areTotals } = place
  const inner = width - 2 * PADDING
  const items = [
    box({ x: 0, y: 0, width, height }, zone.isBroken ? BROKEN : CALM),
    ...zoneHead(zone, inner),
    ...zoneBar(zone, inner),
    ...(areTotals ? zoneCounts(zone, { inner, height }) : zoneCells(zone, { inner, height })),
  ]
  return items.map(item => ({ ...item, x: item.x + x, y: item.y + y }))
}

const BROKEN = { fill: 'surface-broken', stroke: 'broken-border', width: 1.5 } as const
const CALM = { fill: 'surface-card', stroke: 'rule' } as const

function zoneHead({ name, ready, total, isBroken }: ChatZone, inner: number): readonly DrawingItem[] {
  const bare = `${formatCount(ready)}/${formatCount(total)}`
  const isRoomy = textWidth(name, 'name') + textWidth(`${bare} ready`, 'name') + 10 <= inner
  const count = isRoomy ? `${bare} ready` : bare
  const token = ready < total ? 'text-not-ready' : 'text-strong'
  const maxWidth = inner - textWidth(count, 'name') - 10
  return [
    text(
      { x: PADDING, y: HEAD / 2 + 1, size: 15 },
      shortRun(name, { style: 'name', token: isBroken ? 'text-not-ready' : 'text-strong', maxWidth }),
    ),
    text({ x: PADDING + inner, y: HEAD / 2 + 1, size: 15, anchor: 'end' }, run(count, 'name', token)),
  ]
}

function zoneBar({ ready, total }: ChatZone, inner: number): readonly DrawingItem[] {
  if (total === 0) return [bar({ x: PADDING, y: BAR_Y, width: inner }, 2, 'rule-strong')]
  const share = (inner * ready) / total
  return [
    ...(ready > 0 ? [bar({ x: PADDING, y: BAR_Y, width: share }, 3, 'state-ready')] : []),
    ...(ready < total ? [bar({ x: PADDING + share, y: BAR_Y, width: inner - share }, 8, 'state-not-ready')] : []),
  ]
}

interface Room {
  readonly inner: number
  readonly height: number
}

function zoneCounts({ counts, absent }: ChatZone, { inner, height }: Room): readonly DrawingItem[] {
  const lines = [
    ...counts.map(({ state, count }) => ({ count, label: GLYPHS[state].label, parts: glyph(state) })),
    ...(absent > 0 ? [{ count: absent, label: ABSENT_LABEL, parts: ghostShape(CELL_SIZE) }] : []),
  ]
  const fitting = lines.slice(0, Math.max(1, Math.floor((height - CELLS_TOP) / COUNT_LINE)))
  return fitting.flatMap(({ count, label, parts }, index) => {
    const y = CELLS_TOP + COUNT_LINE * (index + 0.5)
    return [
      shape(PADDING + CELL_SIZE / 2, y, parts),
      text({ x: PADDING + 22, y, size: 13 }, run(label, 'body', 'text-normal')),
      text({ x: PADDING + inner, y, size: 13, anchor: 'end' }, run(formatCount(count), 'title', 'text-strong')),
    ]
  })
}

const WIDEST_PITCH = 26
const GLYPH_OF_PITCH = 14 / 16

function zoneCells({ backends, absent }: ChatZone, { inner, height }: Room): readonly DrawingItem[] {
  const count = backends.length + absent
  const pitch = pitchFor(count, { inner, height: height - CELLS_TOP - 8 })
  const columns = Math.max(1, Math.floor(inner / pitch))
  const size = pitch * GLYPH_OF_PITCH
  const shapes = new Map<string, readonly ShapePart[]>()
  const ghost = ghostShape(size)
  const partsOf = (backend: BackendView) => {
    const state = cellStateOf(backend)
    const key = `${state} ${backend.published}`
    const parts =
      shapes.get(key) ?? cellShape(state, { size, emphasis: emphasisOf(state), published: backend.published })
    shapes.set(key, parts)
    return parts
  }
  const at = (index: number, parts: readonly ShapePart[]) =>
    shape(
      PADDING + (index % columns) * pitch + pitch / 2,
      CELLS_TOP + Math.floor(index / columns) * pitch + pitch / 2,
      parts,
    )
  return [
    ...backends.map((backend, index) => at(index, partsOf(backend))),
    ...Array.from({ length: absent }, (_, index) => at(backends.length + index, ghost)),
  ]
}

/** The largest distance at which so many cells fit. */
function pitchFor(count: number, { inner, height }: Room): number {
  let pitch = WIDEST_PITCH
  while (pitch > 3 && Math.ceil(count / Math.max(1, Math.floor(inner / pitch))) * pitch > height) pitch -= 0.5
  return pitch
}

function glyph(state: CellState): readonly ShapePart[] {
  return cellShape(state, { size: CELL_SIZE, emphasis: emphasisOf(state), published: false })
}
