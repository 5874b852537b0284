import { drawService } from '@slicescope/picture'
import type { NodeProps } from '@xyflow/react'
import { DrawingSvg } from '../drawing/drawing-svg.tsx'
import type { ServiceFlowNode } from './flow-elements.ts'
import { FlowEnds } from './flow-ends.tsx'
import { markOf, usePicture } from './picture-context.ts'

export function ServiceNode({ data: { box, view } }: NodeProps<ServiceFlowNode>) {
  const { selection, select, light } = usePicture()
  return (
    // The picture's keyboard is one cursor of its own (graph-cursor.tsx); the pointer has the boxes.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      className="card"
      data-selected={selection === null}
      data-marked={markOf(light, ({ service }) => service)}
      onClick={() => select(null)}
    >
      <FlowEnds />
      <DrawingSvg items={drawService(view, box)} width={box.width} height={box.height} />
    </div>
  )
}
