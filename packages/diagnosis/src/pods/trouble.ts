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
  | 'SC-G34'

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
  /** The container that fails, where it is one. */
  readonly container?: FailingContainer
}

/** A container with what its kubelet says of it. */
export interface FailingContainer {
  readonly name: string
  /** '' where it is not known. */
  readonly image: string
  /** Why it waits; '' where it does not. */
  readonly reason: string
  readonly isRunning: boolean
  /** It is restarted again and again: it waits for that, or did a short while ago. */
  readonly isLooping: boolean
  /** How it ended last. */
  readonly ended: { readonly reason?: string; readonly exitCode?: number } | undefined
}
