import type { EndpointState, EndpointView, ServiceView } from '@slicescope/view'
import { getOrMake } from './grouping.ts'

/** Entries by state; what kube-proxy ignores apart. */
export type StateTally = Record<EndpointState, number>

export interface SliceTally {
  readonly groups: Map<string, StateTally>
  lost: number
  ignored: number
}

/** Broken ones first, as strips show them. */
export const TICK_ORDER = [
  'not-ready',
  'unknown',
  'ready',
  'serving-terminating',
  'terminating',
] as const satisfies readonly EndpointState[]

export function lostOf(tally: StateTally): number {
  return tally['not-ready'] + tally.unknown
}

export function sizeOfTally(tally: StateTally): number {
  return TICK_ORDER.reduce((sum, state) => sum + tally[state], 0)
}

/** What each slice says of each group, by the slice's key. */
export function tallySlices(view: ServiceView, groupOf: ReadonlyMap<string, string>): ReadonlyMap<string, SliceTally> {
  const tallies = new Map<string, SliceTally>()
  for (const endpoint of view.endpoints)
    addEndpoint(getOrMake(tallies, endpoint.slice, newSliceTally), endpoint, groupOf)
  return tallies
}

function addEndpoint(slice: SliceTally, endpoint: EndpointView, groupOf: ReadonlyMap<string, string>): void {
  const group = groupOf.get(endpoint.backend)
  if (endpoint.ignored !== null || group === undefined) {
    slice.ignored += 1
    return
  }
  const tally = getOrMake(slice.groups, group, newStateTally)
  tally[endpoint.state] += 1
  if (endpoint.state === 'not-ready' || endpoint.state === 'unknown') slice.lost += 1
}

export function newSliceTally(): SliceTally {
  return { groups: new Map(), lost: 0, ignored: 0 }
}

export function newStateTally(): StateTally {
  return { ready: 0, 'not-ready': 0, unknown: 0, 'serving-terminating': 0, terminating: 0 }
}

export function addTally(sum: StateTally, other: StateTally): StateTally {
  for (const state of TICK_ORDER) sum[state] += other[state]
  return sum
}
