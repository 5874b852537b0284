import { cellStateOf, isLostState } from './cell-state.ts'
import { type GroupFrame, type GroupMetrics, groupFrame, groupMetrics, NODE_LABEL, PADDING } from './group-frame.ts'
import type { GroupMembers } from './group-members.ts'
import { shapeOf } from './group-plan.ts'
import { isCounted, NO_NAME } from './grouping.ts'
import { plural } from './headings.ts'
import type { Box, Point } from './path.ts'
import type { Cell, GroupBox, GroupPlan, Grouping, NodeBox, Sizing } from './positioned-graph.ts'

export interface PlacedGroupInput {
  readonly members: GroupMembers
  readonly plan: GroupPlan
  readonly sizing: Sizing
  readonly grouping: Grouping
  readonly notReadyNodes: ReadonlySet<string>
  readonly nodeLabels: ReadonlyMap<string, string>
}

/** A group at 0,0, with everything in it. */
export function placeGroup(input: PlacedGroupInput): GroupBox {
  const { members, plan, sizing } = input
  const metrics = groupMetrics(sizing)
  const frame = groupFrame(shapeOf(plan), metrics)
  const { counts } = members
  return {
    ...counts,
    key: members.key,
    zone: members.zone,
    title: members.title,
    note: noteOf(input),
    x: 0,
    y: 0,
    width: sizing.groupWidth,
    height: frame.height,
    notReadyNode: input.grouping === 'node' ? input.notReadyNodes.has(members.key) : isDead(input),
    broken: counts.total > 0 && lostIn(members) === counts.total,
    near: members.near !== null,
    lost: lostIn(members),
    headerHeight: metrics.headerHeight,
    nodes: nodeBoxes(input, frame),
    style: sizing.style,
    cards: sizing.style !== 'cells',
    pitch: sizing.pitch,
    card: cardBox(metrics),
    cells: [...backendCells(input, frame, metrics), ...absentCells(members, frame, metrics)],
    absentLabel: absentLabel(members, frame),
  }
}

/** What a view says of the nodes of a group: how many, and how few pods each holds. */
function noteOf({ members, grouping, notReadyNodes }: PlacedGroupInput): string {
  if (members.near !== null) return 'no backends'
  if (grouping === 'node') return notReadyNodes.has(members.key) ? 'NotReady' : ''
  const nodes = new Map<string, number>()
  for (const { nodeName } of members.backends)
    if (nodeName !== null) nodes.set(nodeName, (nodes.get(nodeName) ?? 0) + 1)
  if (nodes.size === 0) return ''
  const counts = [...nodes.values()]
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  const each = most === least ? `${most}` : most === least + 1 ? `${least} or ${most}` : `${least} to ${most}`
  const few = most <= 2 && nodes.size > 8 ? `, ${each} ${most === 1 ? 'pod' : 'pods'} each` : ''
  const words = `${nodes.size} ${nodes.size === 1 ? 'node' : 'nodes'}`
  return isDead({ members, notReadyNodes }) ? `${words} NotReady` : `${words}${few}`
}

/** Whether none of the nodes of a group is Ready, and there are several. */
function isDead({ members, notReadyNodes }: Pick<PlacedGroupInput, 'members' | 'notReadyNodes'>): boolean {
  const names = new Set(members.backends.map(({ nodeName }) => nodeName ?? NO_NAME))
  return names.size > 1 && [...names].every(name => notReadyNodes.has(name))
}

function lostIn({ backends }: GroupMembers): number {
  return backends.filter(backend => isLostState(cellStateOf(backend))).length
}

function nodeBoxes(
  { members, plan, notReadyNodes, nodeLabels }: PlacedGroupInput,
  frame: GroupFrame,
): readonly NodeBox[] {
  const isSaid = isDead({ members, notReadyNodes })
  const counts = new Map<string, number>()
  for (const backend of members.backends)
    if (isCounted(backend)) counts.set(backend.nodeName ?? NO_NAME, (counts.get(backend.nodeName ?? NO_NAME) ?? 0) + 1)
  return plan.nodePlaces.flatMap((name, place) => {
    const box = frame.boxes[place]
    if (name === null || box === undefined) return []
    return [
      {
        ...box,
        name: name === NO_NAME ? null : name,
        label: name === NO_NAME ? '(no node)' : (nodeLabels.get(name) ?? name),
        count: counts.get(name) ?? 0,
        notReady: notReadyNodes.has(name),
        isSaid,
      },
    ]
  })
}

function backendCells({ members, plan }: PlacedGroupInput, frame: GroupFrame, metrics: GroupMetrics): readonly Cell[] {
  const boxOf = new Map<string, Box>()
  for (const [place, name] of plan.nodePlaces.entries()) {
    const box = frame.boxes[place]
    if (name !== null && box !== undefined) boxOf.set(name, box)
  }
  const flat = { x: PADDING, y: frame.flatY }
  return members.backends.map(backend => {
    const { key, slot, published, nodeName } = backend
    const box = boxOf.size === 0 ? undefined : boxOf.get(nodeName ?? NO_NAME)
    const origin = box ? { x: box.x, y: box.y + NODE_LABEL } : flat
    const perRow = box ? metrics.unitPerRow : metrics.flatPerRow
    const { x, y } = cellAt(origin, plan.places.get(key) ?? 0, { perRow, metrics })
    return { backend: key, slot, x, y, state: cellStateOf(backend), published, absent: false }
  })
}

function absentCells(members: GroupMembers, frame: GroupFrame, metrics: GroupMetrics): readonly Cell[] {
  const origin = { x: PADDING, y: frame.absentY + NODE_LABEL }
  const perRow = metrics.flatPerRow
  return members.absent.map((pod, index) => ({
    backend: pod.key,
    slot: index,
    ...cellAt(origin, index, { perRow, metrics }),
    state: 'unknown',
    published: false,
    absent: true,
  }))
}

function cellAt(origin: Point, place: number, { perRow, metrics }: { perRow: number; metrics: GroupMetrics }): Point {
  const column = place % perRow
  const row = Math.floor(place / perRow)
  const middle = (metrics.cardHeight || metrics.stepY) / 2
  return { x: origin.x + column * metrics.stepX + metrics.inset, y: origin.y + row * metrics.stepY + middle }
}

function cardBox({ cardHeight, inset, unitWidth }: GroupMetrics): Box | null {
  return cardHeight === 0 ? null : { x: -inset, y: -cardHeight / 2, width: unitWidth, height: cardHeight }
}

function absentLabel({ absent, near }: GroupMembers, frame: GroupFrame): GroupBox['absentLabel'] {
  if (absent.length === 0) return null
  const what = near === null ? ' in no slice' : near === '' ? '' : `: ${near}`
  const text = `${plural(absent.length, 'pod')}${what}`
  return { x: PADDING, y: frame.absentY + NODE_LABEL / 2, text }
}

/** Which group each backend stands in, for slices and edges. */
export function groupOfBackends(groups: readonly GroupMembers[]): ReadonlyMap<string, string> {
  const groupOf = new Map<string, string>()
  for (const group of groups) for (const backend of group.backends) groupOf.set(backend.key, group.key)
  return groupOf
}

/** Places groups row by row in columns; all of a row begin at the same height. */
export function stackGroups(
  groups: readonly GroupBox[],
  { left, top, columns, gap }: { left: number; top: number; columns: number; gap: number },
): readonly GroupBox[] {
  const rowTops = new Map<number, number>()
  let y = top
  for (let start = 0; start < groups.length; start += columns) {
    rowTops.set(start / columns, y)
    y += Math.max(...groups.slice(start, start + columns).map(group => group.height)) + gap
  }
  return groups.map((group, index) => ({
    ...group,
    x: left + (index % columns) * (group.width + gap),
    y: rowTops.get(Math.floor(index / columns)) ?? top,
  }))
}
