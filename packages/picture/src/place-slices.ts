import type { SliceView } from '@slicescope/view'
import type { GroupMembers } from './group-members.ts'
import { MAX_SLICE_ROWS, SLICE_WIDTH } from './measures.ts'
import type { Grouping, SliceBox, SliceRow, Tick } from './positioned-graph.ts'
import {
  addTally,
  lostOf,
  newSliceTally,
  newStateTally,
  type SliceTally,
  type StateTally,
  sizeOfTally,
  TICK_ORDER,
} from './slice-tallies.ts'
import { textWidth } from './text-width.ts'
import { shortLabels } from './zone-labels.ts'

const FIRST_ROW = 47.5
const ROW = 17
const BELOW_ROWS = 14.5
const PADDING = 12
const LABEL_GAP = 7
const COUNT_GAP = 8
/** The cross before "29 of 29". */
const CROSS = 18
const PITCH = 3
/** Below it single ticks can no longer be told apart: the row is a bar. */
const LEAST_PITCH = 2
const WORST_ROWS = 3

export interface SliceContext {
  readonly groups: readonly GroupMembers[]
  readonly grouping: Grouping
  readonly labels: ReadonlyMap<string, string>
  readonly labelWidth: number
}

export function sliceContext(all: readonly GroupMembers[], grouping: Grouping): SliceContext {
  // Pods in no slice may make a group of their own, of which no slice says anything.
  const groups = all.filter(group => group.inSlices)
  const named = groups.filter(group => group.key !== '')
  const short = shortLabels(named.map(group => group.title))
  const labels = new Map([
    ...named.map((group, index) => [group.key, short[index] ?? group.title] as const),
    ...groups.filter(group => group.key === '').map(group => [group.key, '–'] as const),
  ])
  const widest = Math.max(0, ...[...labels.values()].map(label => textWidth(label, 'smallStrong')))
  return { groups, grouping, labels, labelWidth: Math.min(64, Math.max(12, Math.ceil(widest))) }
}

/** A slice's card at 0,0: its name, how full it is, and one row for each group. */
export function placeSlice(slice: SliceView, tally: SliceTally = newSliceTally(), context: SliceContext): SliceBox {
  const rows = sliceRows(tally, context).map((row, index) => placeRow(row, index, context))
  const lines = Math.max(1, rows.length) + (tally.ignored > 0 && rows.length > 0 ? 1 : 0)
  return {
    key: slice.key,
    name: slice.name,
    addressType: slice.addressType,
    x: 0,
    y: 0,
    width: SLICE_WIDTH,
    height: FIRST_ROW + (lines - 1) * ROW + BELOW_ROWS,
    fill: slice.endpointCount,
    capacity: capacityOf(slice),
    lost: tally.lost,
    ignored: tally.ignored,
    labelWidth: context.labelWidth,
    rows,
  }
}

/** What the controllers put into a slice at most: 100 unless told otherwise, 1000 the mirroring one and the API. */
export function capacityOf({ managedBy, endpointCount }: SliceView): number | null {
  if (managedBy === 'endpointslice-controller.k8s.io') return endpointCount > 100 ? 1000 : 100
  return managedBy === 'endpointslicemirroring-controller.k8s.io' ? 1000 : null
}

interface RawRow {
  readonly group: string | null
  readonly zone: string | null
  readonly label: string
  readonly tally: StateTally
}

/** One row for each group, or the worst three and one for the rest. Only where slices are the groups, a slice has just its own. */
function sliceRows(tally: SliceTally, { groups, grouping, labels }: SliceContext): readonly RawRow[] {
  const shown = grouping === 'slice' ? groups.filter(group => tally.groups.has(group.key)) : groups
  const rows = shown.map(({ key, zone }) => ({
    group: key,
    zone,
    label: labels.get(key) ?? key,
    tally: tally.groups.get(key) ?? newStateTally(),
  }))
  if (rows.length <= MAX_SLICE_ROWS) return rows
  const ranked = rows.toSorted(
    (a, b) => lostOf(b.tally) - lostOf(a.tally) || sizeOfTally(b.tally) - sizeOfTally(a.tally),
  )
  const worst = new Set(ranked.slice(0, WORST_ROWS))
  const rest = rows.filter(row => !worst.has(row))
  const others = rest.reduce((sum, row) => addTally(sum, row.tally), newStateTally())
  const label = `+${rest.length}`
  return [...rows.filter(row => worst.has(row)), { group: null, zone: null, label, tally: others }]
}

function placeRow(row: RawRow, index: number, { labelWidth }: SliceContext): SliceRow {
  const count = sizeOfTally(row.tally)
  const lost = lostOf(row.tally)
  const start = PADDING + labelWidth + LABEL_GAP
  const words = rowWords(lost, count)
  const end = SLICE_WIDTH - PADDING - textWidth(words, 'small') - (lost > 0 ? CROSS : COUNT_GAP)
  const pitch = Math.min(PITCH, (end - start) / Math.max(1, count))
  const bar = pitch < LEAST_PITCH
  return {
    group: row.group,
    zone: row.zone,
    label: row.label,
    y: FIRST_ROW + index * ROW,
    tickCount: count,
    lost,
    ticks: bar ? barOf(row.tally, { start, width: end - start }) : ticksOf(row.tally, { start, pitch }),
    bar,
  }
}

/** What stands at the end of a row. */
export function rowWords(lost: number, count: number): string {
  return lost > 0 ? `${lost} of ${count}` : `${count}`
}

function ticksOf(tally: StateTally, { start, pitch }: { start: number; pitch: number }): readonly Tick[] {
  const states = TICK_ORDER.flatMap(state => Array.from({ length: tally[state] }, () => state))
  return states.map((state, index) => ({
    state,
    x: start + index * pitch,
    width: (pitch * 2) / PITCH,
    height: heightOf(state),
  }))
}

/** Shares of the width, each at least two px so that no single loss disappears. */
function barOf(tally: StateTally, { start, width }: { start: number; width: number }): readonly Tick[] {
  const present = TICK_ORDER.filter(state => tally[state] > 0)
  const count = sizeOfTally(tally)
  const room = width - 2 * present.length
  let x = start
  return present.map(state => {
    const share = 2 + (room * tally[state]) / count
    const tick = { state, x, width: Math.max(1, share - 1), height: heightOf(state) }
    x += share
    return tick
  })
}

function heightOf(state: Tick['state']): number {
  return state === 'ready' ? 3 : 10
}
