import { visible } from '@slicescope/view/text'
import {
  type Box,
  type CellName,
  cellNames,
  type ColumnHeading,
  type EdgeLine,
  type GroupBox,
  type Placeholder,
  type PositionedGraph,
  type SliceBox,
  type SliceGrid,
} from '@slicescope/picture'
import type { ServiceView } from '@slicescope/view'
import { type Edge, type Node, Position } from '@xyflow/react'
import { shareEqual } from '../words/share-equal.ts'

/** What React Flow draws. Objects of what did not change stay the same from graph to graph. */
export type ServiceFlowNode = Node<{ readonly box: Box; readonly view: ServiceView }, 'service'>
export type SliceFlowNode = Node<{ readonly slice: SliceBox }, 'slice'>
export type SliceGridFlowNode = Node<{ readonly grid: SliceGrid }, 'slice-grid'>
/** Not `group`: React Flow's own style sheet has looks for that. `names`: of the cells, in their order; none where the group shows bare cells. */
export type GroupFlowNode = Node<{ readonly group: GroupBox; readonly names: readonly CellName[] }, 'backends'>
export type HeadingFlowNode = Node<{ readonly heading: ColumnHeading }, 'heading'>
export type PlaceholderFlowNode = Node<{ readonly placeholder: Placeholder }, 'placeholder'>
export type FlowNode =
  | ServiceFlowNode
  | SliceFlowNode
  | SliceGridFlowNode
  | GroupFlowNode
  | HeadingFlowNode
  | PlaceholderFlowNode
export type FlowEdge = Edge<{ readonly edge: EdgeLine }, 'lane'>

export interface FlowElements {
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

/** Keeps the objects of the last graph for what is the same in the next. */
export class FlowElementsKeeper {
  #graph: PositionedGraph | null = null
  #view: ServiceView | null = null
  #elements: FlowElements = { nodes: [], edges: [] }

  /** The same arguments give the same object. */
  elements(graph: PositionedGraph, view: ServiceView): FlowElements {
    if (graph === this.#graph && view === this.#view) return this.#elements
    const nodes = new Map(this.#elements.nodes.map(node => [node.id, node]))
    const edges = new Map(this.#elements.edges.map(edge => [edge.id, edge]))
    this.#elements = {
      nodes: flowNodes(graph, view, nodes),
      edges: flowEdges(graph, edges),
    }
    this.#graph = graph
    this.#view = view
    return this.#elements
  }
}

type Known = ReadonlyMap<string, FlowNode>

function flowNodes(graph: PositionedGraph, view: ServiceView, known: Known): readonly FlowNode[] {
  const names = graph.groups.some(({ cards }) => cards) ? cellNames(view) : new Map<string, CellName>()
  return [
    ...graph.columns.map((heading, index) => headingNode(heading, index, known)),
    ...graph.placeholders.map(placeholder => placeholderNode(placeholder, known)),
    serviceNode(graph.service, view, known),
    ...graph.slices.map(slice => sliceNode(slice, known)),
    ...(graph.sliceGrid === null ? [] : [sliceGridNode(graph.sliceGrid, known)]),
    ...graph.groups.map(group => groupNode(group, names, known)),
  ]
}

const STILL = { draggable: false, selectable: false, connectable: false, focusable: false } as const

/** Place, size and ends of edges are given, so that React Flow measures nothing. */
function placed({ x, y, width, height }: Box) {
  const end = { x: 0, y: height / 2, width: 1, height: 1 }
  return {
    ...STILL,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: [
      { ...end, type: 'target' as const, position: Position.Left },
      { ...end, x: width, type: 'source' as const, position: Position.Right },
    ],
  }
}

function headingNode(heading: ColumnHeading, index: number, known: Known): FlowNode {
  const id = `heading ${index}`
  const before = known.get(id)
  if (before?.type === 'heading' && before.data.heading === heading) return before
  const box = { x: heading.x, y: heading.y - 10, width: 10, height: 20 }
  return { ...placed(box), id, type: 'heading', data: { heading } }
}

function placeholderNode(placeholder: Placeholder, known: Known): FlowNode {
  const id = `placeholder ${placeholder.title}`
  const before = known.get(id)
  if (before?.type === 'placeholder' && before.data.placeholder === placeholder) return before
  return { ...placed(placeholder), id, type: 'placeholder', data: { placeholder } }
}

function serviceNode(box: Box, view: ServiceView, known: Known): FlowNode {
  const before = known.get('service')
  if (before?.type === 'service' && before.data.box === box && isSameCard(before.data.view, view)) return before
  return { ...placed(box), id: 'service', type: 'service', data: { box, view } }
}

/** All that the Service's card shows. */
function isSameCard(a: ServiceView, b: ServiceView): boolean {
  return a.service === b.service && a.ready === b.ready && a.total === b.total && a.health === b.health
}

function sliceNode(slice: SliceBox, known: Known): FlowNode {
  const id = `slice ${slice.key}`
  const before = known.get(id)
  if (before?.type === 'slice' && before.data.slice === slice) return before
  return { ...placed(slice), id, type: 'slice', data: { slice } }
}

function sliceGridNode(grid: SliceGrid, known: Known): FlowNode {
  const id = `grid ${grid.key}`
  const before = known.get(id)
  if (before?.type === 'slice-grid' && before.data.grid === grid) return before
  return { ...placed(grid), id, type: 'slice-grid', data: { grid } }
}

function groupNode(group: GroupBox, allNames: ReadonlyMap<string, CellName>, known: Known): FlowNode {
  const id = `group ${group.key}`
  const before = known.get(id)
  const fresh = group.cards ? group.cells.flatMap(({ backend }) => allNames.get(backend) ?? []) : []
  const names = before?.type === 'backends' ? shareEqual(before.data.names, fresh) : fresh
  if (before?.type === 'backends' && before.data.group === group && before.data.names === names) return before
  return { ...placed(group), id, type: 'backends', data: { group, names } }
}

/** The Service's own edges come first, one for each box of the slices' column. */
function flowEdges(graph: PositionedGraph, known: ReadonlyMap<string, FlowEdge>): readonly FlowEdge[] {
  const [sources, kind] = graph.sliceGrid === null ? [graph.slices.length, 'slice'] : [1, 'grid']
  return graph.edges.map((edge, index) => {
    const ends =
      index < sources
        ? { id: `to slices ${edge.id}`, source: 'service', target: `${kind} ${edge.to}` }
        : { id: `to groups ${edge.id}`, source: `${kind} ${edge.from}`, target: `group ${edge.to}` }
    const before = known.get(ends.id)
    if (before?.data?.edge === edge) return before
    // Its own words would hold names as they are.
    const ariaLabel = visible(`Edge from ${ends.source} to ${ends.target}`)
    return { ...ends, ...STILL_EDGE, ariaLabel, type: 'lane', data: { edge } }
  })
}

const STILL_EDGE = { selectable: false, focusable: false, reconnectable: false } as const
