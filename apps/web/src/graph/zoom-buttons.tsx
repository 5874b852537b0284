import type { ReactFlowInstance } from '@xyflow/react'
import { Maximize, Minus, Plus } from 'lucide-react'
import type { FlowEdge, FlowNode } from './flow-elements.ts'

interface ZoomButtonsProps {
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge> | null
  readonly onHome: () => void
}

/** How long the picture moves by itself: not at all for people who asked for reduced motion. */
export function motion(duration: number) {
  return { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : duration }
}

const QUICK = 120

/** For the pointer; the keyboard has + - and 0 in the picture. */
export function ZoomButtons({ flow, onHome }: ZoomButtonsProps) {
  return (
    <div className="zoom-buttons">
      <button type="button" tabIndex={-1} aria-label="Zoom in" onClick={() => void flow?.zoomIn(motion(QUICK))}>
        <Plus size={14} aria-hidden />
      </button>
      <button type="button" tabIndex={-1} aria-label="Zoom out" onClick={() => void flow?.zoomOut(motion(QUICK))}>
        <Minus size={14} aria-hidden />
      </button>
      <button type="button" tabIndex={-1} aria-label="Show all" onClick={onHome}>
        <Maximize size={13} aria-hidden />
      </button>
    </div>
  )
}
