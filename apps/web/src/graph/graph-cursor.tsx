import type { PositionedGraph } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { type ReactFlowInstance, useViewport } from '@xyflow/react'
import { type KeyboardEvent, useState } from 'react'
import { boxTargets, cellTargets, groupTargetId, isDirection, nextTarget, type Target } from './cursor-targets.ts'
import type { FlowEdge, FlowNode } from './flow-elements.ts'
import { usePicture } from './picture-context.ts'

interface GraphCursorProps {
  readonly graph: PositionedGraph
  readonly view: ServiceView
  readonly flow: ReactFlowInstance<FlowNode, FlowEdge> | null
  readonly pane: { readonly width: number; readonly height: number }
}

/** The picture's one Tab stop: arrows move a cursor over boxes, Enter chooses, inside a group it moves over backends. */
export function GraphCursor({ graph, view, flow, pane }: GraphCursorProps) {
  const { select, selection, toggleGroup } = usePicture()
  const [isFocused, setFocused] = useState(false)
  const [inside, setInside] = useState<string | null>(null)
  const [at, setAt] = useState('service')
  const targets = isFocused ? targetsIn(graph, view, inside) : []
  const target = targets.find(({ id }) => id === at) ?? targets[0]

  const moveTo = (next: Target | undefined) => {
    if (next === undefined) return
    setAt(next.id)
    bringIntoSight(next, flow, pane)
  }
  const leaveGroup = () => {
    if (inside === null) select(null)
    else setAt(groupTargetId(inside))
    setInside(null)
  }
  const handleKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || target === undefined) return
    const { key } = event
    if (isDirection(key)) moveTo(nextTarget(targets, target, key))
    else if (key === 'Enter') {
      select(target.selection)
      const group = graph.groups.find(each => groupTargetId(each.key) === target.id)
      if (group !== undefined) setInside(group.key)
    } else if (key === 'o')
      toggleGroup(graph.groups.find(each => groupTargetId(each.key) === target.id)?.key ?? inside ?? '')
    else if (key === 'Escape') leaveGroup()
    else if (key === '+') void flow?.zoomIn()
    else if (key === '-') void flow?.zoomOut()
    else return
    event.preventDefault()
  }
  return (
    <div
      className="graph-cursor"
      role="listbox"
      tabIndex={0}
      aria-label={`Picture of ${view.service.name}: arrow keys move, Enter selects and opens, o shows the names in a group, Escape leaves`}
      aria-activedescendant={target === undefined ? undefined : 'graph-cursor'}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
      onKeyDown={handleKey}
    >
      <CursorRing target={target} isSelected={target !== undefined && target.selection?.key === selection?.key} />
    </div>
  )
}

function targetsIn(graph: PositionedGraph, view: ServiceView, inside: string | null): readonly Target[] {
  const group = graph.groups.find(({ key }) => key === inside)
  const cells = group === undefined ? [] : cellTargets(group, view)
  return cells.length > 0 ? cells : boxTargets(graph, view)
}

function CursorRing({ target, isSelected }: { readonly target: Target | undefined; readonly isSelected: boolean }) {
  const { x, y, zoom } = useViewport()
  const { box, words } = target ?? { box: { x: 0, y: 0, width: 0, height: 0 }, words: 'nothing' }
  const place = {
    left: x + box.x * zoom - 4,
    top: y + box.y * zoom - 4,
    width: box.width * zoom + 8,
    height: box.height * zoom + 8,
  }
  return (
    <div id="graph-cursor" role="option" aria-selected={isSelected} style={place} hidden={target === undefined}>
      <span className="chip">{words}</span>
    </div>
  )
}

const MARGIN = 24

function bringIntoSight({ box }: Target, flow: GraphCursorProps['flow'], pane: GraphCursorProps['pane']): void {
  if (flow === null) return
  const { x, y, zoom } = flow.getViewport()
  const dx = push(x + box.x * zoom, box.width * zoom, pane.width)
  const dy = push(y + box.y * zoom, box.height * zoom, pane.height)
  if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom })
}

/** How far a stretch must be moved to lie within `room`. */
function push(start: number, length: number, room: number): number {
  if (start < MARGIN) return MARGIN - start
  return Math.min(0, Math.max(room - MARGIN - length - start, MARGIN - start))
}
