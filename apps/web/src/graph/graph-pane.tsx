import type { Grouping, PositionedGraph } from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { ReactFlow, type ReactFlowInstance } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import type { Selection } from '../url/place.ts'
import { CellTooltip } from './cell-tooltip.tsx'
import { type FlowEdge, FlowElementsKeeper, type FlowNode } from './flow-elements.ts'
import { GraphCursor } from './graph-cursor.tsx'
import { GroupNode } from './group-node.tsx'
import { LaneEdge } from './lane-edge.tsx'
import { LayoutKeeper } from './layout-keeper.ts'
import { LightNote } from './light-note.tsx'
import { type HoveredCell, PictureContext } from './picture-context.ts'
import { HeadingNode, PlaceholderNode } from './plain-nodes.tsx'
import { ServiceNode } from './service-node.tsx'
import { SliceGridNode } from './slice-grid-node.tsx'
import { SliceNode } from './slice-node.tsx'
import { useGlow } from './use-glow.ts'
import { useLight } from './use-light.ts'
import { useSize } from './use-size.ts'
import { homeViewport, panExtent, resolutionAt, ZOOM } from './viewport.ts'
import { motion, ZoomButtons } from './zoom-buttons.tsx'

const NODE_TYPES = {
  service: ServiceNode,
  slice: SliceNode,
  'slice-grid': SliceGridNode,
  backends: GroupNode,
  heading: HeadingNode,
  placeholder: PlaceholderNode,
}
const EDGE_TYPES = { lane: LaneEdge }
const NO_OPEN_GROUPS: ReadonlySet<string> = new Set()

interface GraphPaneProps {
  readonly view: ServiceView
  readonly grouping: Grouping | 'auto'
  readonly selection: Selection | null
  readonly onSelect: (selection: Selection | null) => void
}

/** The picture of a Service: React Flow draws what the layout placed. One of these a Service. */
export function GraphPane({ view, grouping, selection, onSelect }: GraphPaneProps) {
  const pane = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(pane)
  return (
    <div className="graph-pane" ref={pane}>
      {width > 0 && (
        <Graph view={view} grouping={grouping} selection={selection} onSelect={onSelect} pane={{ width, height }} />
      )}
    </div>
  )
}

interface GraphProps extends GraphPaneProps {
  readonly pane: { readonly width: number; readonly height: number }
}

function Graph({ view, grouping, selection, onSelect, pane }: GraphProps) {
  const [keepers] = useState(() => ({ layout: new LayoutKeeper(), elements: new FlowElementsKeeper() }))
  const [openGroups, setOpenGroups] = useState(NO_OPEN_GROUPS)
  const graph = keepers.layout.layout(view, { grouping, pane, openGroups })
  const { nodes, edges } = keepers.elements.elements(graph, view)
  const [hovered, setHovered] = useState<HoveredCell | null>(null)
  const [flow, setFlow] = useState<ReactFlowInstance<FlowNode, FlowEdge> | null>(null)
  const { goHome, handleMove } = useHome(flow, graph, pane)
  const [resolution, setResolution] = useState(() => resolutionAt(1))
  const light = useLight(view, selection)
  const glowing = useGlow(view.backends)
  const toggleGroup = (key: string) => setOpenGroups(open => toggled(open, key))
  const picture = {
    selection,
    light,
    glowing,
    resolution,
    grouping: graph.grouping,
    select: onSelect,
    hover: setHovered,
    toggleGroup,
  }
  return (
    <PictureContext value={picture}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={[...nodes]}
        edges={[...edges]}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onInit={setFlow}
        onMove={handleMove}
        onMoveEnd={(_, { zoom }) => setResolution(resolutionAt(zoom))}
        defaultViewport={homeViewport(graph.bounds, pane)}
        translateExtent={panExtent(graph.bounds, pane)}
        minZoom={ZOOM.least}
        maxZoom={ZOOM.most}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        panOnScroll
        zoomOnScroll={false}
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        proOptions={{ hideAttribution: true }}
      >
        <GraphCursor graph={graph} view={view} flow={flow} pane={pane} />
      </ReactFlow>
      <LightNote note={light.note} />
      <ZoomButtons flow={flow} onHome={goHome} />
      <CellTooltip view={view} cell={hovered} />
    </PictureContext>
  )
}

function toggled(open: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const others = new Set(open)
  if (!others.delete(key)) others.add(key)
  return others
}

/** Until someone moves the picture, all of it is kept in sight. */
function useHome(
  flow: ReactFlowInstance<FlowNode, FlowEdge> | null,
  { bounds }: PositionedGraph,
  pane: GraphProps['pane'],
) {
  const isMoved = useRef(false)
  const { width, height } = pane
  const [boundsX, boundsWidth, boundsHeight] = [bounds.x, bounds.width, bounds.height]
  useEffect(() => {
    if (flow === null || isMoved.current) return
    void flow.setViewport(homeViewport({ x: boundsX, width: boundsWidth, height: boundsHeight }, { width, height }))
  }, [flow, boundsX, boundsWidth, boundsHeight, width, height])
  return {
    goHome: () => {
      isMoved.current = false
      void flow?.setViewport(homeViewport(bounds, pane), motion(160))
    },
    // React Flow gives no event where the page itself moved the picture.
    // A click alone moves nothing.
    handleMove: (event: MouseEvent | TouchEvent | null) => {
      if (event !== null) isMoved.current = true
    },
  }
}
