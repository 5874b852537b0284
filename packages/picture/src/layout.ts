import type { ServiceView } from '@slicescope/view'
import { chooseFirst, inOrder } from './broken-first.ts'
import { collectGroups, findNotReadyNodes, type GroupMembers } from './group-members.ts'
import { hadBackends, planGroup, shownIn } from './group-plan.ts'
import { chooseGrouping, NO_NAME, whyGrouping } from './grouping.ts'
import { columnHeadings } from './headings.ts'
import {
  GROUP_GAP,
  GROUP_WIDTH,
  groupsLeft,
  leftInSight,
  MAX_SLICE_CARDS,
  SERVICE_WIDTH,
  SLICES_X,
  TOP,
} from './measures.ts'
import { type EdgeSource, placeEdges } from './place-edges.ts'
import { groupOfBackends, placeGroup, stackGroups } from './place-group.ts'
import { placeSlice, sliceContext } from './place-slices.ts'
import { groupPlaceholder, slicePlaceholder } from './placeholders.ts'
import type { Box } from './path.ts'
import type {
  GroupBox,
  GroupPlan,
  Grouping,
  Plan,
  PositionedGraph,
  Sizing,
  SliceBox,
  SliceGrid,
} from './positioned-graph.ts'
import { serviceHeight } from './service-card.ts'
import { nodeLabels } from './zone-labels.ts'
import { chooseSizing, isSameSizing, planRules, sizingOfGroup } from './sizing.ts'
import { placeSliceGrid } from './slice-grid.ts'
import { lostOf, type SliceTally, sizeOfTally, tallySlices } from './slice-tallies.ts'

export interface LayoutOptions {
  readonly grouping: Grouping | 'auto'
  /** Room for the graph in px; more than 748 is used where it helps, below that the Service's card stands out of sight. */
  readonly width: number
  /** What is in sight at once, in px: names of nodes, and then wide pitches, are given up to stay within it. */
  readonly height?: number
  /** Groups whose backends show their names whatever their number. */
  readonly openGroups?: ReadonlySet<string>
  /** The layout shown before: what it decided is kept while it still fits, so that nothing jumps. */
  readonly previous?: PositionedGraph
}

/**
 * Places of everything in the picture of a Service, in O(n). Backends stand in slot order; one that changes its state or
 * leaves moves no other. Without `previous` the same view gives the same layout everywhere.
 */
export function layout(view: ServiceView, options: LayoutOptions): PositionedGraph {
  const before = options.previous?.plan.service === view.service.uid ? options.previous.plan : null
  const grouping = options.grouping === 'auto' ? chooseGrouping(view, before?.grouping ?? null) : options.grouping
  const kept = before?.grouping === grouping ? before : null
  const groups = collectGroups(view, grouping, kept ? keptZones(kept) : [])
  const notReadyNodes = findNotReadyNodes(view)
  const { width, height = null } = options
  const sized = { groups, grouping, notReadyNodes, width, height, kept }
  const sizing = chooseSizing(sized)
  const first = chooseFirst(sized, sizing)
  const context = {
    view,
    grouping,
    members: inOrder(groups, first),
    first,
    notReadyNodes,
    sizing,
    width,
    height,
    openGroups: options.openGroups ?? new Set<string>(),
    why: options.grouping === 'auto' ? whyGrouping(view, grouping) : null,
  }
  const plans = planGroups(context, kept)
  return assemble(context, plans)
}

/** Zones that keep their place though the last backend left; that of no zone only beside others. */
function keptZones({ groups }: Plan): readonly string[] {
  return [...groups].flatMap(([key, plan]) => (hadBackends(plan) && (key !== NO_NAME || groups.size > 1) ? [key] : []))
}

interface Context {
  readonly view: ServiceView
  readonly grouping: Grouping
  readonly members: readonly GroupMembers[]
  readonly notReadyNodes: ReadonlySet<string>
  readonly sizing: Sizing
  readonly first: readonly string[]
  readonly width: number
  /** What is in sight at once; null: all of it. */
  readonly height: number | null
  readonly openGroups: ReadonlySet<string>
  /** Why this grouping was chosen; null where it was asked for. */
  readonly why: string | null
}

function planGroups(context: Context, kept: Plan | null): ReadonlyMap<string, GroupPlan> {
  const sameSizing = kept !== null && isSameSizing({ ...kept.sizing, nodes: context.sizing.nodes }, context.sizing)
  return new Map(
    context.members.map(members => {
      const sizing = sizingOfGroup(context.sizing, context.openGroups.has(members.key))
      const before = { before: kept?.groups.get(members.key), shown: shownIn(kept, members.key), sameSizing }
      const rules = planRules(context, sizing.nodes)
      return [members.key, planGroup({ ...rules, ...before, members, sizing })]
    }),
  )
}

function assemble(context: Context, plans: ReadonlyMap<string, GroupPlan>): PositionedGraph {
  const { view, grouping, sizing } = context
  const unstacked = unstackedGroups(context, plans)
  const left = groupsLeft(unstacked.length)
  const stack = { left, top: TOP, columns: sizing.columns, gap: GROUP_GAP }
  const tallies = tallySlices(view, groupOfBackends(context.members))
  const column = sliceColumn(context, tallies)
  const service = { x: 0, y: 0, width: SERVICE_WIDTH, height: serviceHeight(view.service) }
  const groupsHeight = bottomOf(stackGroups(unstacked, stack)) - TOP
  const height = Math.max(groupsHeight, columnHeight(column.boxes), service.height, 96)
  const groups = stackGroups(unstacked, { ...stack, top: TOP + Math.max(0, (height - Math.max(groupsHeight, 0)) / 2) })
  // Beside more groups than are in sight, the Service and its slices stand where they are seen first.
  const seen = Math.min(height, Math.max(context.height ?? height, columnHeight(column.boxes), service.height))
  const slices = spread(column.slices, seen)
  const sliceGrid = spread(column.grid ? [column.grid] : [], seen)[0] ?? null
  const placedService = { ...service, y: TOP + (seen - service.height) / 2 }
  const sources = edgeSources({ slices, sliceGrid, tallies, groups })
  const placeholders = [
    ...(view.slices.length === 0 ? [slicePlaceholder(view, TOP + seen / 2)] : []),
    ...(groups.length === 0 ? [groupPlaceholder(view, { x: left, middle: TOP + height / 2 })] : []),
  ]
  const right = Math.max(groups.length === 0 ? left + GROUP_WIDTH : 0, ...groups.map(group => group.x + group.width))
  return {
    grouping,
    bounds: { x: leftInSight(context.width), y: 0, width: right - leftInSight(context.width), height: TOP + height },
    columns: columnHeadings(view, { grouping, groups: context.members, left, room: right - left, why: context.why }),
    service: placedService,
    slices,
    sliceGrid,
    groups,
    edges: placeEdges({ service: placedService, sources, groups }),
    placeholders,
    plan: { service: view.service.uid, grouping, sizing, first: context.first, groups: plans },
  }
}

function unstackedGroups(context: Context, plans: ReadonlyMap<string, GroupPlan>): readonly GroupBox[] {
  const { view, grouping, notReadyNodes } = context
  const labels = nodeLabels(view.nodes.map(node => node.name))
  return context.members.flatMap(members => {
    const plan = plans.get(members.key)
    const sizing = sizingOfGroup(context.sizing, context.openGroups.has(members.key))
    return plan ? [placeGroup({ members, plan, sizing, grouping, notReadyNodes, nodeLabels: labels })] : []
  })
}

interface SliceColumn {
  readonly slices: readonly SliceBox[]
  readonly grid: SliceGrid | null
  readonly boxes: readonly Box[]
}

function sliceColumn({ view, members, grouping }: Context, tallies: ReadonlyMap<string, SliceTally>): SliceColumn {
  if (view.slices.length > MAX_SLICE_CARDS) {
    const grid = placeSliceGrid(view.slices, tallies)
    return { slices: [], grid, boxes: [grid] }
  }
  const context = sliceContext(members, grouping)
  const slices = view.slices.map(slice => placeSlice(slice, tallies.get(slice.key), context))
  return { slices, grid: null, boxes: slices }
}

const LEAST_SLICE_GAP = 16
const WIDEST_SLICE_GAP = 72

function columnHeight(boxes: readonly Box[]): number {
  return boxes.reduce((sum, box) => sum + box.height, 0) + Math.max(0, boxes.length - 1) * LEAST_SLICE_GAP
}

function bottomOf(boxes: readonly Box[]): number {
  return boxes.reduce((most, box) => Math.max(most, box.y + box.height), TOP)
}

/** Spreads the boxes of a column over the height, with half a gap above and below. */
function spread<Item extends Box>(boxes: readonly Item[], height: number): readonly Item[] {
  const own = boxes.reduce((sum, box) => sum + box.height, 0)
  const even = (height - own) / Math.max(1, boxes.length)
  const gap = Math.min(WIDEST_SLICE_GAP, Math.max(LEAST_SLICE_GAP, even))
  let y = TOP + Math.max(0, (height - own - gap * (boxes.length - 1)) / 2)
  return boxes.map(box => {
    const placed = { ...box, x: SLICES_X, y }
    y += box.height + gap
    return placed
  })
}

interface SourceInput {
  readonly slices: readonly SliceBox[]
  readonly sliceGrid: SliceGrid | null
  readonly tallies: ReadonlyMap<string, SliceTally>
  readonly groups: readonly GroupBox[]
}

function edgeSources({ slices, sliceGrid, tallies, groups }: SourceInput): readonly EdgeSource[] {
  if (sliceGrid) return [gridSource(sliceGrid, tallies, groups)]
  return slices.map(box => ({
    key: box.key,
    box,
    lost: box.lost,
    total: box.fill,
    flows: sliceFlows(box, tallies.get(box.key)),
  }))
}

/** A group that has no row of its own leaves from the row of the others. */
function sliceFlows(box: SliceBox, tally: SliceTally | undefined): EdgeSource['flows'] {
  const rest = box.rows.find(row => row.group === null)
  return [...(tally?.groups ?? [])].map(([group, states]) => {
    const row = box.rows.find(each => each.group === group) ?? rest
    return { group, y: row?.y ?? box.height / 2, lost: lostOf(states), total: sizeOfTally(states) }
  })
}

function gridSource(
  grid: SliceGrid,
  tallies: ReadonlyMap<string, SliceTally>,
  groups: readonly GroupBox[],
): EdgeSource {
  const sums = new Map<string, { lost: number; total: number }>()
  for (const tally of tallies.values())
    for (const [group, states] of tally.groups) {
      const sum = sums.get(group) ?? { lost: 0, total: 0 }
      sums.set(group, { lost: sum.lost + lostOf(states), total: sum.total + sizeOfTally(states) })
    }
  const step = (grid.height - 40) / Math.max(1, groups.length)
  const flows = groups.flatMap((group, index) => {
    const sum = sums.get(group.key)
    return sum ? [{ group: group.key, y: 20 + (index + 0.5) * step, ...sum }] : []
  })
  return { key: grid.key, box: grid, lost: grid.lost, total: grid.entries, flows }
}
