import type { Pod } from '@slicescope/model'

/** Codes of the causes that keep a single pod from being a ready endpoint. */
export type TroubleCode =
  | 'SC-C1'
  | 'SC-C2'
  | 'SC-C3'
  | 'SC-D1'
  | 'SC-D2'
  | 'SC-D3'
  | 'SC-D4'
  | 'SC-D6'
  | 'SC-D9'
  | 'SC-D10'
  | 'SC-G23'

/** Why one pod is not ready: it has one cause, the first that fits. */
export interface Trouble {
  readonly code: TroubleCode
  readonly pod: Pod
  /** What it is in a few words, equal for pods that fail alike: a reason, a container, a node. */
  readonly what: string
  /** Where that stands in the pod, and what would stand there if all were well. */
  readonly field: string
  readonly found: string
  readonly expected: string
}
