import { gutterWidth, groupsLeft, SERVICE_WIDTH, SLICES_RIGHT, SLICES_X } from './measures.ts'
import { type Box, orthogonal, type Point, squareLength } from './path.ts'
import type { EdgeLine, GroupBox } from './positioned-graph.ts'

const RADIUS = 6
const DASH_PERIOD = 7
/** From the last healthy lane to the groups. */
const LAST_LANE = 8
const FIRST_LANE = 14
const LANE = 6
/** Lanes closer than this cannot be distinguished: then the losses of one group share one. */
const LEAST_LANE = 4.5
const THICKEST = 8

/** What stands left of the groups: a slice or the grid, with the height at which each group's line leaves. */
export interface EdgeSource {
  readonly key: string
  readonly box: Box
  readonly lost: number
  readonly total: number
  readonly flows: readonly Flow[]
}

/** What a source sends to a group. */
export interface Flow {
  readonly group: string
  readonly y: number
  readonly lost: number
  readonly total: number
}

export interface EdgeInput {
  readonly service: Box
  readonly sources: readonly EdgeSource[]
  readonly groups: readonly GroupBox[]
}

/** All lines, healthy ones first, so that losses lie on top. */
export function placeEdges(input: EdgeInput): readonly EdgeLine[] {
  const lanes = healthyLanes(input)
  const healthy = input.groups.flatMap(group => healthyEdges(input, group, lanes.get(group.key) ?? 0))
  return [...serviceEdges(input), ...healthy, ...lossEdges(input, lanes)]
}

/** A lane for each group that a healthy line goes to, from the groups leftwards. */
function healthyLanes({ sources, groups }: EdgeInput): ReadonlyMap<string, number> {
  const reached = groups.filter(({ key }) => flowsTo(sources, key).some(({ flow }) => flow.lost === 0))
  const step = Math.min(8, (gutterWidth(groups.length) * 0.45) / Math.max(1, reached.length))
  const last = groupsLeft(groups.length) - LAST_LANE
  return new Map(reached.map(({ key }, index) => [key, last - index * step]))
}

/** Dashed lines for losses: 1 px, and one more for every 22 endpoints. */
export function lossWidth(lost: number): number {
  return Math.min(THICKEST, 1 + lost / 22)
}

function serviceEdges({ service, sources }: EdgeInput): readonly EdgeLine[] {
  const start = { x: SERVICE_WIDTH, y: service.y + service.height / 2 }
  const lane = (SERVICE_WIDTH + SLICES_X) / 2
  return sources.map(({ key, box, lost, total }) => {
    const y = box.y + box.height / 2
    const points = [start, { x: lane, y: start.y }, { x: lane, y }, { x: SLICES_X, y }]
    return hairline({ id: `service>${key}`, from: 'service', to: key, lost, total }, points)
  })
}

type Ends = Pick<EdgeLine, 'id' | 'from' | 'to' | 'lost' | 'total'>

function hairline(ends: Ends, points: readonly Point[]): EdgeLine {
  return { ...ends, path: orthogonal(points, RADIUS), style: 'hairline', width: 1, dashOffset: 0 }
}

function healthyEdges({ sources, groups }: EdgeInput, group: GroupBox, lane: number): readonly EdgeLine[] {
  const flows = flowsTo(sources, group.key)
  return flows
    .filter(({ flow }) => flow.lost === 0)
    .map(each => {
      const entry = (flows.length === 1 ? straightEntry(each, group) : null) ?? middleOf(group)
      const start = startOf(each.source, each.flow)
      return hairline(endsOf(each.source, each.flow), route({ start, lane, group, entry, groups }))
    })
}

function flowsTo(sources: readonly EdgeSource[], group: string) {
  return sources.flatMap(source => source.flows.filter(flow => flow.group === group).map(flow => ({ source, flow })))
}

function startOf(source: EdgeSource, flow: Flow): Point {
  return { x: SLICES_RIGHT, y: source.box.y + flow.y }
}

function endsOf(source: EdgeSource, { group, lost, total }: Flow): Ends {
  return { id: `${source.key}>${group}`, from: source.key, to: group, lost, total }
}

function middleOf(group: GroupBox): number {
  return group.y + Math.min(group.height / 2, 150)
}

interface Loss {
  readonly source: EdgeSource
  readonly flow: Flow
  readonly group: GroupBox
  readonly entry: number
}

/** One lane for each losing edge while they are few, else one a group; either way none crosses another of its group. */
function lossEdges(input: EdgeInput, healthy: ReadonlyMap<string, number>): readonly EdgeLine[] {
  const ofGroups = input.groups.map(group => lossesTo(input, group)).filter(losses => losses.length > 0)
  const count = ofGroups.reduce((sum, losses) => sum + losses.length, 0)
  const left = SLICES_RIGHT + FIRST_LANE
  const right = Math.min(groupsLeft(input.groups.length), ...healthy.values()) - LAST_LANE
  const shared = (right - left) / Math.max(1, count - 1) < LEAST_LANE
  const lanes = shared ? ofGroups.length : count
  const step = Math.min(LANE, (right - left) / Math.max(1, lanes - 1))
  let next = lanes - 1
  return ofGroups.flatMap(losses => {
    const edges = losses.map((loss, index) => {
      const lane = left + step * (shared ? next : next - index)
      const entry = shared ? (losses[0]?.entry ?? loss.entry) : loss.entry
      return lossEdge(
        loss,
        route({ start: startOf(loss.source, loss.flow), lane, entry, group: loss.group, groups: input.groups }),
      )
    })
    next -= shared ? 1 : losses.length
    return edges
  })
}

/** Losses of a group in the order of their lanes from right to left, each with its height at the group. */
function lossesTo({ sources }: EdgeInput, group: GroupBox): readonly Loss[] {
  const all = flowsTo(sources, group.key)
  const losing = all.filter(({ flow }) => flow.lost > 0)
  const isDown = ({ source, flow }: (typeof all)[number]) => source.box.y + flow.y <= middleOf(group)
  const down = losing.filter(isDown)
  const up = losing.filter(loss => !isDown(loss)).toReversed()
  const healthyToo = all.length > losing.length
  const first = middleOf(group) + (healthyToo ? LANE + 2 : (-(losing.length - 1) * LANE) / 2)
  const lowest = group.y + group.height - 10
  const entryAt = (index: number) => Math.min(lowest, first + index * LANE)
  const [only] = losing
  if (losing.length === 1 && only) return [{ ...only, group, entry: straightEntry(only, group) ?? entryAt(0) }]
  return [
    ...down.map((loss, index) => ({ ...loss, group, entry: entryAt(index) })),
    ...up.map((loss, index) => ({ ...loss, group, entry: entryAt(losing.length - 1 - index) })),
  ]
}

/** The height at which a line leaves, if the group stands right beside it. */
function straightEntry({ source, flow }: { source: EdgeSource; flow: Flow }, group: GroupBox): number | null {
  const y = source.box.y + flow.y
  return y >= group.y + RADIUS * 2 && y <= group.y + group.height - RADIUS * 2 ? y : null
}

function lossEdge({ source, flow }: Loss, points: readonly Point[]): EdgeLine {
  const rest = squareLength(points) % DASH_PERIOD
  return {
    ...endsOf(source, flow),
    path: orthogonal(points, RADIUS),
    style: 'loss',
    width: Math.round(lossWidth(flow.lost) * 100) / 100,
    dashOffset: Math.round((DASH_PERIOD - rest) * -100) / 100,
  }
}

interface Route {
  readonly start: Point
  readonly lane: number
  readonly group: GroupBox
  readonly entry: number
  readonly groups: readonly GroupBox[]
}

/** To a group of the first column by the lane; to one further right over its row, through the gap above. */
function route({ start, lane, group, entry, groups }: Route): readonly Point[] {
  const turn = { x: lane, y: start.y }
  if (group.x <= groupsLeft(groups.length)) return [start, turn, { x: lane, y: entry }, { x: group.x, y: entry }]
  const [over, beside] = [group.y - 12, group.x - 12]
  return [start, turn, { x: lane, y: over }, { x: beside, y: over }, { x: beside, y: entry }, { x: group.x, y: entry }]
}
