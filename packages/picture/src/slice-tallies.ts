import type { EndpointView, ServiceView } from '@slicescope/view'
import { type CellState, cellStateOf, isLostState } from './cell-state.ts'
import { getOrMake } from './grouping.ts'

/** Entries by state; what kube-proxy ignores apart. */
export type StateTally = Record<CellState, number>

export interface SliceTally {
  readonly groups: Map<string, StateTally>
  lost: number
  ignored: number
}

/** Broken ones first, as strips show them. */
export const TICK_ORDER = [
  'not-ready',
  'portless',
  'unknown',
  'starting',
  'ready',
  'serving-terminating',
  'terminating',
] as const satisfies readonly CellState[]

export function lostOf(tally: StateTally): number {
  return tally['not-ready'] + tally.portless
}

export function sizeOfTally(tally: StateTally): number {
  return TICK_ORDER.reduce((sum, state) => sum + tally[state], 0)
}

/** What each slice says of each group, by the slice's key. */
export function tallySlices(view: ServiceView, groupOf: ReadonlyMap<string, string>): ReadonlyMap<string, SliceTally> {
  const tallies = new Map<string, SliceTally>()
  const portless = new Set(view.backends.flatMap(each => (cellStateOf(each) === 'portless' ? [each.key] : [])))
  for (const endpoint of view.endpoints)
    addEndpoint(getOrMake(tallies, endpoint.slice, newSliceTally), endpoint, {
      group: groupOf.get(endpoint.backend),
      isPortless: portless.has(endpoint.backend),
    })
  return tallies
}

interface Belonging {
  readonly group: string | undefined
  readonly isPortless: boolean
}

function addEndpoint(slice: SliceTally, endpoint: EndpointView, { group, isPortless }: Belonging): void {
  if (endpoint.ignored !== null || group === undefined) {
    slice.ignored += 1
    return
  }
  const tally = getOrMake(slice.groups, group, newStateTally)
  const { state, starting } = endpoint
  const shown = cellStateOf({ state, starting, ready: !isPortless })
  tally[shown] += 1
  if (isLostState(shown)) slice.lost += 1
}

export function newSliceTally(): SliceTally {
  return { groups: new Map(), lost: 0, ignored: 0 }
}

export function newStateTally(): StateTally {
  return {
    ready: 0,
    starting: 0,
    'not-ready': 0,
    portless: 0,
    unknown: 0,
    'serving-terminating': 0,
    terminating: 0,
  }
}

export function addTally(sum: StateTally, other: StateTally): StateTally {
  for (const state of TICK_ORDER) sum[state] += other[state]
  return sum
}
