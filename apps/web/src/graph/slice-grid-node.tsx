import { drawSliceGrid, type SliceGrid } from '@slicescope/picture'
import type { NodeProps } from '@xyflow/react'
import { DrawingSvg } from '../drawing/drawing-svg.tsx'
import type { SliceGridFlowNode } from './flow-elements.ts'
import { FlowEnds } from './flow-ends.tsx'
import { markOf, usePicture } from './picture-context.ts'

/** Many slices: a tile each, with words for the worst. */
export function SliceGridNode({ data: { grid } }: NodeProps<SliceGridFlowNode>) {
  const { selection, select, light } = usePicture()
  const selected = grid.tiles.find(({ key }) => selection?.kind === 'slice' && selection.key === key)
  return (
    <div
      className="card"
      data-testid="slice-grid"
      onClick={({ nativeEvent: { offsetX, offsetY } }) => {
        const key = sliceAt(grid, offsetX, offsetY)
        select(key === undefined || key === selected?.key ? null : { kind: 'slice', key })
      }}
    >
      <FlowEnds />
      <DrawingSvg items={drawSliceGrid(grid)} width={grid.width} height={grid.height} />
      {grid.tiles.map(({ key, name, x, y, width, height }) => (
        <span
          key={key}
          data-slice={key}
          className="tile"
          title={name}
          style={{ left: x, top: y, width, height }}
          data-marked={markOf(light, ({ slices }) => slices.has(key))}
        />
      ))}
      {selected && <span className="ring" style={ringOf(selected)} />}
    </div>
  )
}

const LINE = 16

function sliceAt(grid: SliceGrid, x: number, y: number): string | undefined {
  const tile = grid.tiles.find(
    each => x >= each.x && y >= each.y && x < each.x + each.width && y < each.y + each.height,
  )
  return tile?.key ?? grid.worst.find(worst => Math.abs(y - worst.y) < LINE / 2)?.key
}

function ringOf({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { left: x - 2, top: y - 2, width: width + 4, height: height + 4 }
}
