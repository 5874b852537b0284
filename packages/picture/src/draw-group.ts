import { CELL_SIZE, cellShape, emphasisOf, ghostShape, nearShape, type ShapePart } from './cell-shape.ts'
import type { CellName } from './cell-names.ts'
import { box, type DrawingItem, run, shape, type ShapeItem, shortRun, text, type TextRun } from './drawing-model.ts'
import { getOrMake } from './grouping.ts'
import { NARROW_WIDTH, NODE_LABEL, nodeFrame, PADDING } from './group-frame.ts'
import { formatCount } from './headings.ts'
import type { Cell, GroupBox, NodeBox } from './positioned-graph.ts'
import { textWidth } from './text-width.ts'

const TITLE_Y = 20
const SECOND_LINE_Y = 38
const GAP = 10

/** A group at 0,0: frame, header, names of nodes, cells. */
export function drawGroup(group: GroupBox, names: ReadonlyMap<string, CellName>): readonly DrawingItem[] {
  return [groupFrameItem(group), ...groupHeader(group), ...drawCells(group, names)]
}

/** What lies inside a group under its header: what a page draws on the group's canvas. */
export function drawCells(group: GroupBox, names: ReadonlyMap<string, CellName>): readonly DrawingItem[] {
  const glyphs = new Map<string, readonly ShapePart[]>()
  const label = group.absentLabel
  return [
    ...group.nodes.flatMap(drawNode),
    ...(label ? [text({ x: label.x, y: label.y, size: 11 }, run(label.text, 'small', 'text-normal'))] : []),
    ...(group.card === null
      ? alikeTogether(group.cells.map(cell => shape(cell.x, cell.y, glyphOf(cell, group, glyphs))))
      : group.cells.flatMap(cell => [
          ...drawCard(cell, group, names.get(cell.backend)),
          shape(cell.x, cell.y, glyphOf(cell, group, glyphs)),
        ])),
  ]
}

/** Glyphs do not overlap: files draw those of one kind as one path, and a canvas changes its colors less often. */
function alikeTogether(glyphs: readonly ShapeItem[]): readonly ShapeItem[] {
  return [...Map.groupBy(glyphs, ({ parts }) => parts).values()].flat()
}

function glyphOf(
  cell: Cell,
  { pitch, near }: GroupBox,
  glyphs: Map<string, readonly ShapePart[]>,
): readonly ShapePart[] {
  const size = (pitch * CELL_SIZE) / 16
  const { state, published, absent } = cell
  return getOrMake(glyphs, `${absent} ${state} ${published}`, () =>
    near
      ? nearShape(size)
      : absent
        ? ghostShape(size)
        : cellShape(state, { size, emphasis: emphasisOf(state), published }),
  )
}

function groupFrameItem(group: GroupBox): DrawingItem {
  const whole = { x: 0, y: 0, width: group.width, height: group.height }
  if (group.near) return box(whole, { stroke: 'rule-strong', dash: [4, 4] })
  if (group.broken) return box(whole, { fill: 'surface-broken', stroke: 'broken-border', width: 1.5 })
  return box(whole, { fill: 'surface-card', stroke: 'rule' })
}

function groupHeader(group: GroupBox): readonly DrawingItem[] {
  const narrow = group.width < NARROW_WIDTH
  const right = group.width - PADDING
  const left = group.broken ? PADDING + CELL_SIZE + 6 : PADDING
  const count = countRuns(group, narrow)
  const countWidth = count.reduce((sum, each) => sum + textWidth(each.text, each.style), 0)
  const apart = group.terminating + group.servingTerminating
  const apartText = apart > 0 ? `plus ${formatCount(apart)} terminating` : ''
  const apartWidth = textWidth(apartText, 'small')
  const room = right - left - countWidth - GAP - (narrow || apart === 0 ? 0 : apartWidth + GAP + 4)
  const title = shortRun(group.title, { style: 'title', token: 'text-strong', maxWidth: room })
  const noteX = left + textWidth(title.text, 'title') + GAP
  const noteFits = !narrow && left + room - noteX >= textWidth(group.note, 'small')
  const items = [
    text({ x: left, y: TITLE_Y, size: 13 }, title),
    text({ x: right, y: TITLE_Y, size: 13, anchor: 'end' }, ...count),
    ...(group.broken ? [shape(PADDING + CELL_SIZE / 2, TITLE_Y, BROKEN_GLYPH)] : []),
  ]
  if (narrow) return [...items, ...secondLine(group, apartText)]
  if (noteFits && group.note !== '') items.push(text({ x: noteX, y: TITLE_Y + 0.6, size: 11 }, noteRun(group)))
  if (apart > 0)
    items.push(
      text(
        { x: right - countWidth - 14, y: TITLE_Y + 0.6, size: 11, anchor: 'end' },
        run(apartText, 'small', 'text-faint'),
      ),
    )
  return items
}

function noteRun({ note, notReadyNode }: GroupBox): TextRun {
  return notReadyNode ? run(note, 'smallStrong', 'text-not-ready') : run(note, 'small', 'text-normal')
}

const BROKEN_GLYPH = cellShape('not-ready', { size: CELL_SIZE, emphasis: 'loud', published: false })

function secondLine(group: GroupBox, apart: string): readonly DrawingItem[] {
  const words = [group.note, apart].filter(each => each !== '').join(', ')
  const short = shortRun(words, { style: 'small', token: 'text-normal', maxWidth: group.width - 2 * PADDING })
  return words === '' ? [] : [text({ x: PADDING, y: SECOND_LINE_Y, size: 11 }, short)]
}

function countRuns({ ready, total, broken, lost, absent }: GroupBox, narrow: boolean) {
  const [of, end] = narrow ? ['/', ''] : [' / ', ' ready']
  if (total === 0) return [run(absent > 0 ? '' : 'no backends', 'body', 'text-faint')]
  const whole = `${formatCount(ready)}${of}${formatCount(total)}${end}`
  if (broken) return [run(whole, 'title', 'text-not-ready')]
  return [
    run(formatCount(ready), 'title', lost > 0 ? 'text-not-ready' : 'text-strong'),
    run(`${of}${formatCount(total)}${end}`, 'body', 'text-normal'),
  ]
}

/** Its name and how many backends it holds; one that is not Ready has a border and says so, unless all are and their group says it. */
function drawNode(node: NodeBox): readonly DrawingItem[] {
  const y = node.y + NODE_LABEL / 2 - 1
  const end =
    node.notReady && !node.isSaid
      ? run('NotReady', 'tiniest', 'text-not-ready')
      : run(formatCount(node.count), 'node', 'text-faint')
  const right = node.x + node.width + (node.notReady && !node.isSaid ? 1 : 0)
  const maxWidth = right - node.x - textWidth(end.text, end.style) - 3
  const [style, token] = node.notReady
    ? (['nodeStrong', 'text-not-ready'] as const)
    : (['node', 'text-normal'] as const)
  const name = shortRun(node.label, { style, token, maxWidth })
  return [
    ...(node.notReady ? [box(nodeFrame(node), { stroke: 'loss', radius: 6 })] : []),
    text({ x: node.x, y, size: 10 }, name),
    text({ x: right, y, size: 10, anchor: 'end' }, end),
  ]
}

function drawCard(cell: Cell, { card, style, broken }: GroupBox, name: CellName | undefined): readonly DrawingItem[] {
  if (card === null || name === undefined) return []
  const place = { x: cell.x + card.x, y: cell.y + card.y, width: card.width, height: card.height }
  const calm = broken ? 'surface-broken' : 'surface-panel'
  const stroke = cell.state === 'not-ready' ? 'broken-border' : 'rule'
  const frame = box(place, { fill: calm, stroke, radius: 5, ...(cell.absent ? { dash: [3, 3] } : {}) })
  const left = style === 'details' ? cell.x + 16 : cell.x + 10
  const maxWidth = place.x + place.width - left - 6
  if (style === 'names') {
    const token = cell.state === 'not-ready' ? 'text-not-ready' : 'text-normal'
    return [
      frame,
      text({ x: left, y: cell.y, size: 11 }, shortRun(name.short, { style: 'smallCode', token, maxWidth })),
    ]
  }
  const first = shortRun(name.name, { style: 'smallCode', token: 'text-strong', maxWidth })
  const below = name.trouble ?? name.nodeName
  if (below === null) return [frame, text({ x: left, y: cell.y, size: 11 }, first)]
  const second = name.trouble
    ? shortRun(below, { style: 'small', token: name.troubleToken, maxWidth })
    : shortRun(below, { style: 'node', token: 'text-faint', maxWidth })
  return [
    frame,
    text({ x: left, y: cell.y - 7.5, size: 11 }, first),
    text({ x: left, y: cell.y + 8, size: 10.5 }, second),
  ]
}
