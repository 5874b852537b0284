import { drawSlice } from '@slicescope/picture'
import type { NodeProps } from '@xyflow/react'
import { DrawingSvg } from '../drawing/drawing-svg.tsx'
import type { SliceFlowNode } from './flow-elements.ts'
import { FlowEnds } from './flow-ends.tsx'
import { markOf, usePicture } from './picture-context.ts'

export function SliceNode({ data: { slice } }: NodeProps<SliceFlowNode>) {
  const { selection, select, light } = usePicture()
  const isSelected = selection?.kind === 'slice' && selection.key === slice.key
  return (
    <div
      className="card"
      data-slice={slice.key}
      data-selected={isSelected}
      data-faded={light.litSlices !== null && !light.litSlices.has(slice.key)}
      data-marked={markOf(light, ({ slices }) => slices.has(slice.key))}
      onClick={() => select(isSelected ? null : { kind: 'slice', key: slice.key })}
    >
      <FlowEnds />
      <DrawingSvg items={drawSlice(slice)} width={slice.width} height={slice.height} />
    </div>
  )
}
