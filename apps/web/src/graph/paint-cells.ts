import { type Cell, type CellName, drawCells, type GroupBox, type Theme } from '@slicescope/picture'
import { paintItems } from '../drawing/paint-items.ts'

/** Everything that decides what a group's canvas shows. */
export interface CellsScene {
  readonly group: GroupBox
  readonly names: readonly CellName[]
  readonly theme: Theme
  readonly lit: ReadonlySet<string> | null
  /** Device pixels a CSS pixel. */
  readonly resolution: number
}

const UNLIT_OPACITY = 0.22

/** Paints a group's inside; where only states changed since `before`, only the cells that did. Answers how many cells it painted. */
export function paintCells(canvas: HTMLCanvasElement, scene: CellsScene, before: CellsScene | null): number {
  const context = canvas.getContext('2d')
  if (context === null) return 0
  const changed = before === null ? null : changedCells(scene, before)
  if (changed === null) return paintAll(canvas, context, scene)
  for (const cell of changed) eraseCell(context, cell, scene.group.pitch)
  paintSome(context, scene, changed)
  return changed.length
}

function paintAll(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, scene: CellsScene): number {
  const { group, resolution } = scene
  canvas.width = Math.round(group.width * resolution)
  canvas.height = Math.round(group.height * resolution)
  context.setTransform(resolution, 0, 0, resolution, 0, 0)
  paintItems(context, drawCells({ ...group, cells: [] }, new Map()), scene.theme)
  paintSome(context, scene, group.cells)
  return group.cells.length
}

function paintSome(
  context: CanvasRenderingContext2D,
  { group, names, theme, lit }: CellsScene,
  cells: readonly Cell[],
) {
  const bare = { ...group, nodes: [], absentLabel: null }
  const byBackend = new Map(names.map((name, index) => [group.cells[index]?.backend ?? '', name]))
  const stepBack = lit === null ? [] : cells.filter(({ backend }) => !lit.has(backend))
  const stand = lit === null ? cells : cells.filter(({ backend }) => lit.has(backend))
  context.globalAlpha = UNLIT_OPACITY
  paintItems(context, drawCells({ ...bare, cells: stepBack }, byBackend), theme)
  context.globalAlpha = 1
  paintItems(context, drawCells({ ...bare, cells: stand }, byBackend), theme)
}

function eraseCell(context: CanvasRenderingContext2D, { x, y }: Cell, pitch: number): void {
  context.clearRect(x - pitch / 2, y - pitch / 2, pitch, pitch)
}

/** Cells whose state changed in place; null where more than that differs. */
function changedCells(scene: CellsScene, before: CellsScene): readonly Cell[] | null {
  const { group } = scene
  const isSameScene =
    scene.theme === before.theme &&
    scene.lit === before.lit &&
    scene.resolution === before.resolution &&
    !group.cards &&
    group.nodes === before.group.nodes &&
    group.pitch === before.group.pitch &&
    group.width === before.group.width &&
    group.height === before.group.height &&
    group.absentLabel?.text === before.group.absentLabel?.text &&
    group.cells.length === before.group.cells.length
  if (!isSameScene) return null
  const changed = group.cells.filter((cell, index) => cell !== before.group.cells[index])
  const moved = group.cells.some((cell, index) => {
    const old = before.group.cells[index]
    return old === undefined || old.x !== cell.x || old.y !== cell.y
  })
  return moved ? null : changed
}
