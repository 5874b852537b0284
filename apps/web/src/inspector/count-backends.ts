import { type CellState, cellStateOf } from '@slicescope/picture'
import type { BackendView } from '@slicescope/view'

export interface BackendCounts {
  readonly states: Readonly<Record<CellState, number>>
  /** Terminating ones apart. */
  readonly total: number
}

/** Counts of a part of a view's backends, by the rule of its own counts: ready is what every served port can reach. */
export function countBackends(backends: readonly BackendView[]): BackendCounts {
  const states: Record<CellState, number> = {
    ready: 0,
    starting: 0,
    'not-ready': 0,
    portless: 0,
    unknown: 0,
    'serving-terminating': 0,
    terminating: 0,
  }
  for (const backend of backends) states[cellStateOf(backend)] += 1
  const { ready, starting, portless, unknown } = states
  return { states, total: ready + starting + states['not-ready'] + portless + unknown }
}
