import {
  ABSENT_LABEL,
  type Box,
  type Cell,
  type CellName,
  cellNames,
  formatCount,
  GLYPHS,
  type GroupBox,
  type PositionedGraph,
} from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import type { Selection } from '../url/place.ts'
import { groupSelection } from './picture-context.ts'

/** Something in the picture that the keyboard's cursor can stand on. */
export interface Target {
  readonly id: string
  /** In the picture's own coordinates. */
  readonly box: Box
  readonly selection: Selection | null
  /** What a screen reader says. */
  readonly words: string
}

/** The boxes of the picture: Service, slices, groups. */
export function boxTargets(graph: PositionedGraph, view: ServiceView): readonly Target[] {
  const { name, namespace } = view.service
  const service = { id: 'service', box: graph.service, selection: null, words: `Service ${name} in ${namespace}` }
  const slices = [...graph.slices, ...tiles(graph)].map(slice => ({
    id: `slice ${slice.key}`,
    box: slice,
    selection: { kind: 'slice', key: slice.key } as const,
    words: `EndpointSlice ${slice.name}, ${slice.fill} entries${slice.lost > 0 ? `, ${slice.lost} lost` : ''}`,
  }))
  return [service, ...slices, ...graph.groups.map(group => groupTarget(group, graph))]
}

function tiles({ sliceGrid }: PositionedGraph) {
  if (sliceGrid === null) return []
  return sliceGrid.tiles.map(tile => ({ ...tile, x: tile.x + sliceGrid.x, y: tile.y + sliceGrid.y }))
}

export function groupTargetId(key: string): string {
  return `group ${key}`
}

function groupTarget(group: GroupBox, { grouping }: PositionedGraph): Target {
  const words = group.near
    ? `${group.title}, ${formatCount(group.absent)}`
    : `${group.title}, ${formatCount(group.ready)} of ${formatCount(group.total)} ready`
  return { id: groupTargetId(group.key), box: group, selection: groupSelection(grouping, group.key), words }
}

/** The backends of a group. */
export function cellTargets(group: GroupBox, view: ServiceView): readonly Target[] {
  const names = cellNames(view)
  const box = group.card ?? { x: -group.pitch / 2, y: -group.pitch / 2, width: group.pitch, height: group.pitch }
  return group.cells.map(cell => ({
    id: `cell ${cell.backend}`,
    box: { ...box, x: group.x + cell.x + box.x, y: group.y + cell.y + box.y },
    selection: { kind: 'pod', key: cell.backend },
    words: cellWords(names.get(cell.backend), cell, group.near),
  }))
}

function cellWords(name: CellName | undefined, { state, absent }: Cell, near: boolean): string {
  const trouble = name?.trouble ?? GLYPHS[state].label
  const states = absent && !near ? [ABSENT_LABEL, trouble] : [trouble]
  const where = name?.nodeName ? [`on ${name.nodeName}`] : []
  return [name?.name ?? 'backend', ...new Set(states), ...where].join(', ')
}

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

const STEPS: Readonly<Record<Direction, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

export function isDirection(key: string): key is Direction {
  return Object.hasOwn(STEPS, key)
}

/** The nearest target in a direction; what lies aside counts as twice as far. */
export function nextTarget(targets: readonly Target[], from: Target, direction: Direction): Target | undefined {
  const step = STEPS[direction]
  const start = middle(from.box)
  let best: { readonly target: Target; readonly distance: number } | undefined
  for (const target of targets) {
    const { x, y } = middle(target.box)
    const along = (x - start.x) * step.x + (y - start.y) * step.y
    const aside = Math.abs((x - start.x) * step.y) + Math.abs((y - start.y) * step.x)
    const distance = along + 2 * aside
    if (target.id !== from.id && along > 0.5 && (best === undefined || distance < best.distance))
      best = { target, distance }
  }
  return best?.target
}

function middle({ x, y, width, height }: Box) {
  return { x: x + width / 2, y: y + height / 2 }
}
