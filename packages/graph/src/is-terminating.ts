import type { EndpointState } from '@slicescope/kubernetes'

/** Whether a backend of this state has left `total`. */
export function isTerminating(state: EndpointState): boolean {
  return state === 'terminating' || state === 'serving-terminating'
}
