import { type CellName, drawGroup, type GroupBox, isMarkedWhole } from '@slicescope/picture'
import type { NodeProps } from '@xyflow/react'
import type { MouseEvent, PointerEvent } from 'react'
import { DrawingSvg } from '../drawing/drawing-svg.tsx'
import type { Selection } from '../url/place.ts'
import { CellsCanvas } from './cells-canvas.tsx'
import { findCell, findNode } from './find-cell.ts'
import type { GroupFlowNode } from './flow-elements.ts'
import { FlowEnds } from './flow-ends.tsx'
import { GroupRings } from './group-rings.tsx'
import { groupSelection, isSameSelection, usePicture } from './picture-context.ts'

const NO_NAMES: ReadonlyMap<string, CellName> = new Map()

/** A zone, or another group: frame and header as in the picture, its backends on a canvas. */
export function GroupNode({ data: { group, names } }: NodeProps<GroupFlowNode>) {
  const { selection, grouping, select, hover, toggleGroup, light } = usePicture()
  const own = groupSelection(grouping, group.key)
  const { lit, marked, isLoud } = light
  const isFaded = lit !== null && !group.cells.some(({ backend }) => lit.has(backend))
  const frame = drawGroup({ ...group, nodes: [], cells: [], absentLabel: null }, NO_NAMES)
  const handleClick = ({ detail, nativeEvent: { offsetX, offsetY } }: MouseEvent) => {
    // The second click of two opens the group; what the first one chose stays.
    if (detail > 1) return
    const wanted = selectionAt(group, offsetX, offsetY) ?? own
    select(isSameSelection(wanted, selection) ? null : wanted)
  }
  const handlePointer = ({ nativeEvent: { offsetX, offsetY }, clientX, clientY }: PointerEvent) => {
    const cell = findCell(group, offsetX, offsetY)
    hover(cell === undefined ? null : { backend: cell.backend, x: clientX, y: clientY })
  }
  return (
    <div
      className="card group"
      data-zone={group.zone ?? ''}
      data-group={group.key}
      data-faded={isFaded}
      data-marked={marked !== null && isMarkedWhole(group, marked, isLoud) ? 'quiet' : undefined}
      data-selected={own !== null && isSameSelection(own, selection)}
      onClick={handleClick}
      onDoubleClick={() => toggleGroup(group.key)}
      onPointerMove={handlePointer}
      onPointerLeave={() => hover(null)}
    >
      <FlowEnds />
      <DrawingSvg items={frame} width={group.width} height={group.height} />
      <CellsCanvas group={group} names={names} />
      <GroupRings group={group} />
    </div>
  )
}

function selectionAt(group: GroupBox, x: number, y: number): Selection | null {
  const cell = findCell(group, x, y)
  if (cell !== undefined) return { kind: 'pod', key: cell.backend }
  const name = findNode(group, x, y)?.name ?? null
  return name === null ? null : { kind: 'node', key: name }
}
