import type { BackendView, EndpointState } from '@slicescope/view'

export interface BackendCounts {
  readonly states: Readonly<Record<EndpointState, number>>
  /** Terminating ones apart. */
  readonly total: number
}

/** Counts of a part of a view's backends, by the rule of its own counts: ready is what every served port can reach. */
export function countBackends(backends: readonly BackendView[]): BackendCounts {
  const states = { ready: 0, 'not-ready': 0, unknown: 0, 'serving-terminating': 0, terminating: 0 }
  for (const backend of backends) states[countedState(backend)] += 1
  return { states, total: states.ready + states['not-ready'] + states.unknown }
}

function countedState({ state, ready }: BackendView): EndpointState {
  if (ready) return 'ready'
  return state === 'ready' ? 'not-ready' : state
}
