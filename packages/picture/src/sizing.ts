import { type GroupShape, groupFrame, groupMetrics } from './group-frame.ts'
import type { GroupMembers } from './group-members.ts'
import { expectedShape, NODE_PITCH, shownIn } from './group-plan.ts'
import { GROUP_GAP, GROUP_WIDTH, groupsLeft, leftInSight } from './measures.ts'
import type { CellStyle, Grouping, Plan, Sizing } from './positioned-graph.ts'

/** Up to so many backends a card has room for name and node; up to so many it is a card at all. */
const MOST_BACKENDS: Readonly<Record<CellStyle, number>> = { details: 24, names: 150, cells: Infinity }
/** As many have names where all of them are in sight. */
const MOST_NAMED_IN_SIGHT = 400
/** Higher than this, cards and wide pitches are given up. */
const MOST_HEIGHT = 1000
/** Narrower pitches are for pictures that are too high even to be scrolled. */
const LEAST_PITCH_IN_SIGHT = 10
/** Numbers so much off keep the sizing that was. */
const [FEWER, MORE] = [0.85, 1.18]

type Size = Pick<Sizing, 'style' | 'pitch' | 'nodes'>

const SMALLEST: Size = { style: 'cells', pitch: 5, nodes: false }
/** From the largest to the smallest: boxes of nodes, which need the full pitch, before none. */
const SIZES: readonly Size[] = [
  ...(['details', 'names', 'cells'] as const).flatMap(style =>
    [true, false].map(nodes => ({ style, pitch: NODE_PITCH, nodes })),
  ),
  ...[14, 12, 10, 8, 6].map(pitch => ({ ...SMALLEST, pitch })),
  SMALLEST,
]
const MOST_UNITS = 8
const UNIT_STEP = 108
/** Where there is hardly room. */
const NARROWEST_GROUP = 300
/** Rows that a group of one column may have before it grows wider, where there is room. */
const ROWS_BEFORE_WIDER = 3

export interface SizingInput {
  readonly groups: readonly GroupMembers[]
  readonly grouping: Grouping
  readonly notReadyNodes: ReadonlySet<string>
  readonly width: number
  /** What is in sight at once; null: files have no such limit. */
  readonly height: number | null
  /** What an earlier layout decided for the same grouping. */
  readonly kept: Plan | null
}

/** How large cells and groups are. What was is kept as long as numbers a sixth larger or smaller would give it too. */
export function chooseSizing(input: SizingInput): Sizing {
  const shaped = { ...input, named: shapesOf(input, true), bare: shapesOf(input, false) }
  const before = input.kept?.sizing
  return before && holds(before, shaped) ? before : sizingFor(shaped)
}

/** Whether `before` lies between what somewhat more and somewhat fewer backends would get. */
function holds(before: Sizing, input: Shaped): boolean {
  const [least, most] = [columnsFor(input, before.style, FEWER), columnsFor(input, before.style, MORE)]
  if (least.columns !== before.columns) return false
  if (before.groupWidth < least.groupWidth || before.groupWidth > most.groupWidth) return false
  const at = SIZES.findIndex(size => isSameSizing({ ...before, ...size }, before))
  const firstFor = (factor: number) =>
    firstFitting(
      SIZES.map(size => ({ ...before, ...size })),
      { input, factor },
    )
  return firstFor(FEWER) <= at && at <= firstFor(MORE)
}

interface Shaped extends SizingInput {
  /** Shapes of the groups with boxes for nodes, and without. */
  readonly named: readonly GroupShape[]
  readonly bare: readonly GroupShape[]
}

function shapesOf(input: SizingInput, nodes: boolean): readonly GroupShape[] {
  const rules = planRules(input, nodes)
  return input.groups.map(members => expectedShape({ ...rules, members, shown: shownIn(input.kept, members.key) }))
}

export function isSameSizing(one: Sizing, other: Sizing): boolean {
  return (
    one.nodes === other.nodes &&
    one.style === other.style &&
    one.pitch === other.pitch &&
    one.groupWidth === other.groupWidth &&
    one.columns === other.columns
  )
}

/** An opened group shows names whatever the others do. */
export function sizingOfGroup(sizing: Sizing, isOpen: boolean): Sizing {
  return isOpen && sizing.style === 'cells' ? { ...sizing, style: 'names', pitch: NODE_PITCH } : sizing
}

function sizingFor(input: Shaped): Sizing {
  const sizings = SIZES.map(size => ({ ...columnsFor(input, size.style, 1), ...size }))
  return sizings[firstFitting(sizings, { input, factor: 1 })] ?? { ...columnsFor(input, 'cells', 1), ...SMALLEST }
}

/** The place of the largest that is in sight at once; else of the largest that may be scrolled, else of the smallest. */
function firstFitting(sizings: readonly Sizing[], { input, factor }: { input: Shaped; factor: number }): number {
  const first = sizings.findIndex(sizing => isRoomFor(input, sizing, factor))
  const whole = first < 0 ? sizings.length - 1 : first
  if (input.height === null) return whole
  const { height } = input
  const inSight = sizings.findIndex(
    sizing =>
      sizing.pitch >= LEAST_PITCH_IN_SIGHT &&
      factor * heightOf(input, sizing) <= height &&
      (isRoomFor(input, sizing, factor) ||
        (sizing.style === 'names' && factor * totalOf(input) <= MOST_NAMED_IN_SIGHT)),
  )
  if (inSight >= 0) return inSight
  return Math.max(
    whole,
    sizings.findLastIndex(({ pitch }) => pitch >= LEAST_PITCH_IN_SIGHT),
  )
}

function isRoomFor(input: Shaped, sizing: Sizing, factor: number): boolean {
  return factor * totalOf(input) <= MOST_BACKENDS[sizing.style] && factor * heightOf(input, sizing) <= MOST_HEIGHT
}

function totalOf({ groups }: SizingInput): number {
  return groups.reduce((sum, group) => sum + sizeOf(group), 0)
}

function sizeOf(group: GroupMembers): number {
  return group.backends.length + group.absent.length
}

function columnsFor({ groups, width }: SizingInput, style: CellStyle, factor: number) {
  const own = width + leftInSight(width) - groupsLeft(groups.length)
  const room = Math.max(GROUP_WIDTH, own)
  const wholeColumns = Math.floor((room + GROUP_GAP) / (GROUP_WIDTH + GROUP_GAP))
  if (groups.length > 6) {
    const columns = Math.max(2, Math.max(...groups.map(sizeOf)) <= SMALL_GROUP ? narrowColumns(room) : wholeColumns)
    return { columns, groupWidth: Math.min(GROUP_WIDTH, Math.floor((room - (columns - 1) * GROUP_GAP) / columns)) }
  }
  if (groups.length > 3 && wholeColumns > 1) return { columns: 2, groupWidth: GROUP_WIDTH }
  return { columns: 1, groupWidth: widthFor(Math.max(0, ...groups.map(sizeOf)) * factor, style, own) }
}

/** A group that shows this few is not worth its full width beside many others. */
const SMALL_GROUP = 24
/** As wide as two of them in the place of one. */
const NARROW_GROUP = (GROUP_WIDTH - GROUP_GAP) / 2

function narrowColumns(room: number): number {
  return Math.floor((room + GROUP_GAP) / (NARROW_GROUP + GROUP_GAP))
}

function widthOf(units: number): number {
  return GROUP_WIDTH + (units - 4) * UNIT_STEP
}

/** Four units wide, what room there is where that is less, or as many more as it takes to keep the largest group to few rows. */
function widthFor(largest: number, style: CellStyle, room: number): number {
  const perUnit = style === 'cells' ? 6.5 : style === 'names' ? 1.5 : 0.5
  let units = room < GROUP_WIDTH ? 3 : 4
  while (
    units >= 4 &&
    units < MOST_UNITS &&
    widthOf(units + 1) <= room &&
    largest > units * perUnit * ROWS_BEFORE_WIDER
  )
    units += 1
  return units === 3 ? Math.max(NARROWEST_GROUP, Math.floor(room)) : widthOf(units)
}

/** What groups take of the height of the picture. */
export function heightOfGroups(input: SizingInput, sizing: Sizing): number {
  return heightOf({ ...input, named: shapesOf(input, true), bare: shapesOf(input, false) }, sizing)
}

/** Of the column of groups, rows one under the other. */
function heightOf(input: Shaped, sizing: Sizing): number {
  const metrics = groupMetrics(sizing)
  const shapes = sizing.nodes ? input.named : input.bare
  const heights = shapes.map(shape => groupFrame(shape, metrics).height)
  let sum = 0
  for (let start = 0; start < heights.length; start += sizing.columns)
    sum += Math.max(...heights.slice(start, start + sizing.columns)) + GROUP_GAP
  return sum - GROUP_GAP
}

/** What holds for all groups of a layout; `nodes`: whether there is room for boxes of nodes. */
export function planRules(
  { grouping, notReadyNodes }: Pick<SizingInput, 'grouping' | 'notReadyNodes'>,
  nodes: boolean,
) {
  // A group that is a node says itself that the node is not Ready.
  if (grouping === 'node') return { bySlot: false, nodesAllowed: false, notReadyNodes: new Set<string>() }
  return { bySlot: grouping === 'zone', nodesAllowed: nodes, notReadyNodes }
}
