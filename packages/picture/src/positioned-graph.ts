import type { CellState } from './cell-state.ts'
import type { Box } from './path.ts'

/** By what backends stand together. */
export type Grouping = 'zone' | 'node' | 'workload' | 'revision' | 'slice' | 'family' | 'state'

/** A heading over a column: what stands in it, and a word on it. */
export interface ColumnHeading {
  readonly x: number
  readonly y: number
  readonly title: string
  readonly note: string
}

/** A stretch of one state in a row of a slice card; x and width relative to the card. */
export interface Tick {
  readonly state: CellState
  readonly x: number
  readonly width: number
  readonly height: number
}

/** What a slice says of one group: a line of ticks, broken ones first. */
export interface SliceRow {
  /** Key of the group; null for the line that stands for all groups not shown. */
  readonly group: string | null
  readonly zone: string | null
  /** The zone's name without what all zones share. */
  readonly label: string
  /** Middle of the row, relative to the card. */
  readonly y: number
  readonly tickCount: number
  readonly lost: number
  /** One per entry, or one per state where they would be too dense (`bar`). */
  readonly ticks: readonly Tick[]
  readonly bar: boolean
}

export interface SliceBox extends Box {
  readonly key: string
  readonly name: string
  readonly addressType: string
  /** Entries, and how many its writer puts into one slice at most; null where that is not known. */
  readonly fill: number
  readonly capacity: number | null
  readonly lost: number
  /** Entries that kube-proxy ignores; they stand in no row. */
  readonly ignored: number
  readonly labelWidth: number
  readonly rows: readonly SliceRow[]
}

/** A slice in the grid, relative to it. */
export interface SliceTile extends Box {
  readonly key: string
  readonly name: string
  readonly fill: number
  readonly capacity: number | null
  readonly lost: number
}

/** All slices as one block, where there are more than twelve. */
export interface SliceGrid extends Box {
  readonly key: typeof SLICE_GRID_KEY
  readonly entries: number
  readonly lost: number
  readonly tiles: readonly SliceTile[]
  /** The slices that lost most, at most three, relative to the grid. */
  readonly worst: readonly {
    readonly key: string
    readonly name: string
    readonly lost: number
    readonly fill: number
    readonly y: number
  }[]
}

export const SLICE_GRID_KEY = 'slices'

/** One backend, or one pod that no slice lists. x and y are the middle of its glyph, relative to the group. */
export interface Cell {
  /** Key of the backend; of another pod its uid. */
  readonly backend: string
  readonly slot: number
  readonly x: number
  readonly y: number
  readonly state: CellState
  readonly published: boolean
  readonly absent: boolean
}

/** A node that is named in its group, relative to the group. */
export interface NodeBox extends Box {
  /** Null: backends without a node. */
  readonly name: string | null
  /** The name without the domain that all nodes share. */
  readonly label: string
  /** Backends on it, terminating ones apart. */
  readonly count: number
  readonly notReady: boolean
  /** The note of its group already says so. */
  readonly isSaid: boolean
}

/** How a group shows its backends: bare cells, a card with a short name, or a card with name and node. */
export type CellStyle = 'cells' | 'names' | 'details'

export interface GroupCounts {
  readonly ready: number
  readonly notReady: number
  readonly unknown: number
  /** ready + notReady + unknown. */
  readonly total: number
  readonly servingTerminating: number
  readonly terminating: number
  /** Pods that match, or nearly match, and are in no slice. */
  readonly absent: number
}

export interface GroupBox extends Box, GroupCounts {
  readonly key: string
  readonly zone: string | null
  readonly title: string
  /** "8 nodes", "61 nodes, 1 or 2 pods each". */
  readonly note: string
  /** What its note says is bad: the node that it stands for, or each of its nodes, is not Ready. */
  readonly notReadyNode: boolean
  /** All of its backends are lost, and there are some. */
  readonly broken: boolean
  /** Its pods are no backends: the selector nearly matches them. */
  readonly near: boolean
  readonly lost: number
  readonly headerHeight: number
  /** Nodes with a box of their own; the others are not named. */
  readonly nodes: readonly NodeBox[]
  readonly style: CellStyle
  readonly cards: boolean
  /** Distance of cells; their full size is 14/16 of it. */
  readonly pitch: number
  /** A card's box relative to its cell's x and y; null for bare cells. */
  readonly card: Box | null
  readonly cells: readonly Cell[]
  /** Over the pods that are in no slice; null without. */
  readonly absentLabel: { readonly x: number; readonly y: number; readonly text: string } | null
}

export interface EdgeLine {
  readonly id: string
  /** `service`, or the key of a slice or of the grid. */
  readonly from: string
  /** Key of a slice, of the grid or of a group. */
  readonly to: string
  readonly path: string
  readonly lost: number
  readonly total: number
  /** Healthy ones share a hairline; losses are dashed and thicker the more is lost. */
  readonly style: 'hairline' | 'loss'
  readonly width: number
  /** So that dashes of edges that share a lane lie upon each other. */
  readonly dashOffset: number
}

/** What stands in a column that has nothing to show. */
export interface Placeholder extends Box {
  readonly title: string
  readonly note: string
}

export interface PositionedGraph {
  readonly grouping: Grouping
  /** What is meant to be in sight. Of narrow pictures the Service's card stands at its left. */
  readonly bounds: Box
  readonly columns: readonly ColumnHeading[]
  readonly service: Box
  /** Empty where `sliceGrid` stands for them. */
  readonly slices: readonly SliceBox[]
  readonly sliceGrid: SliceGrid | null
  readonly groups: readonly GroupBox[]
  readonly edges: readonly EdgeLine[]
  readonly placeholders: readonly Placeholder[]
  /** What the next layout keeps to, so that nothing jumps; of no use to others. */
  readonly plan: Plan
}

/** Decisions of a layout. */
export interface Plan {
  /** Uid of the Service: a plan is of no use to another. */
  readonly service: string
  readonly grouping: Grouping
  readonly sizing: Sizing
  /** Keys of the groups that stand before the others, whatever their names. */
  readonly first: readonly string[]
  readonly groups: ReadonlyMap<string, GroupPlan>
}

export interface Sizing {
  /** Whether groups may show boxes of nodes. */
  readonly nodes: boolean
  readonly style: CellStyle
  readonly pitch: number
  readonly groupWidth: number
  readonly columns: number
}

export interface GroupPlan {
  /** Nodes with a box by its place, '' for backends without a node; null is a place left free. */
  readonly nodePlaces: readonly (string | null)[]
  /** Place of each backend: in its node's box, or in the flat grid. */
  readonly places: ReadonlyMap<string, number>
  /** How many places there are, in the flat grid, in each node's box, and for absent pods. */
  readonly capacities: ReadonlyMap<string, number>
}
