import { drawEdge } from '@slicescope/picture'
import type { EdgeProps } from '@xyflow/react'
import { ShapePaths } from '../drawing/shape-paths.tsx'
import type { FlowEdge } from './flow-elements.ts'
import { usePicture } from './picture-context.ts'

/** A line of the picture, where the layout put it. */
export function LaneEdge({ data }: EdgeProps<FlowEdge>) {
  const { selection, light } = usePicture()
  if (data === undefined) return null
  const { edge } = data
  const item = drawEdge(edge)
  const chosen = selection?.kind === 'slice' ? selection.key : null
  const isOfChosen = chosen !== null && (edge.from === chosen || edge.to === chosen)
  const isOfLit = light.litSlices === null || light.litSlices.has(edge.from) || light.litSlices.has(edge.to)
  return (
    <g className="lane" data-lit={isOfChosen} data-faded={!isOfLit}>
      {item.kind === 'shape' && <ShapePaths parts={item.parts} />}
    </g>
  )
}
