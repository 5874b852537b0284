import { drawPlaceholder } from '@slicescope/picture'
import type { NodeProps } from '@xyflow/react'
import { DrawingSvg } from '../drawing/drawing-svg.tsx'
import type { HeadingFlowNode, PlaceholderFlowNode } from './flow-elements.ts'

export function HeadingNode({ data: { heading } }: NodeProps<HeadingFlowNode>) {
  return (
    <p className="heading">
      <b>{heading.title}</b> {heading.note}
    </p>
  )
}

export function PlaceholderNode({ data: { placeholder } }: NodeProps<PlaceholderFlowNode>) {
  const { width, height } = placeholder
  return <DrawingSvg items={drawPlaceholder(placeholder)} width={width} height={height} />
}
