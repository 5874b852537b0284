import type { BackendView, EndpointState, ServiceView } from '@slicescope/view'

/** What a cell shows: an endpoint's state, and two of backends that no condition tells. One glyph each. */
export type CellState = EndpointState | 'starting' | 'portless'

/** starting: never Ready so far, and within its allowance; portless: ready, and lacks a port of the Service. */
export function cellStateOf({ state, ready, starting }: Pick<BackendView, 'state' | 'ready' | 'starting'>): CellState {
  if (state === 'not-ready') return starting ? 'starting' : 'not-ready'
  return state === 'ready' && !ready ? 'portless' : state
}

/** What is drawn as lost. What starts is no loss, and what is not known is not said to be one. */
export function isLostState(state: CellState): boolean {
  return state === 'not-ready' || state === 'portless'
}

/** Backends whose slice says ready, and which lack a port. */
export function countPortless({ backends }: ServiceView): number {
  return backends.filter(backend => cellStateOf(backend) === 'portless').length
}
