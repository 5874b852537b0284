import type { ReactFlowInstance } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import type { FlowEdge, FlowNode } from './flow-elements.ts'

interface ZoomButtonsProps {
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge> | null
  readonly onHome: () => void
}

const QUICK = { duration: 120 }

/** For the pointer; the keyboard has + - and 0 in the picture. */
export function ZoomButtons({ flow, onHome }: ZoomButtonsProps) {
  return (
    <div className="zoom-buttons">
      <button type="button" tabIndex={-1} aria-label="Zoom in" onClick={() => void flow?.zoomIn(QUICK)}>
        <Plus size={14} aria-hidden />
      </button>
      <button type="button" tabIndex={-1} aria-label="Zoom out" onClick={() => void flow?.zoomOut(QUICK)}>
        <Minus size={14} aria-hidden />
      </button>
      <button type="button" tabIndex={-1} aria-label="Show all" onClick={onHome}>
        <Maximize size={13} aria-hidden />
      </button>
    </div>
  )
}
