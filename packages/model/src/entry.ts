import type { LeaseAnswer, LeaseKey } from './lease-answer.ts'
import type { Resource, ResourceDelta } from './resources.ts'
import type { WatchState } from './watch-state.ts'

/**
 * Everything that changes an answer. What is no entry changes none: readers' rights, what they have open, and the
 * places of backends say how it is shown. `O` is what a diagnosis came to, which the store knows nothing of.
 */
export type EntryContent<O = unknown> =
  | { readonly type: 'delta'; readonly delta: ResourceDelta }
  /** What is known of a watch, silence that was noticed or has ended included. */
  | { readonly type: 'watch'; readonly watch: WatchState }
  /** It is followed no more; what is held of it stays. */
  | { readonly type: 'unwatched'; readonly resource: Resource; readonly namespace: string | null }
  | { readonly type: 'lease'; readonly lease: LeaseKey; readonly answer: LeaseAnswer }
  /** Nothing but that it is later now. */
  | { readonly type: 'time' }
  /** The machine's clock was put forward (or back, below 0) by so many ms; entries' times go on all the same. */
  | { readonly type: 'clock'; readonly stepped: number }
  /** What happened between was not seen; ms since the epoch. */
  | { readonly type: 'gap'; readonly from: number; readonly to: number }
  /** What a diagnosis came to: shown from here on. */
  | { readonly type: 'outcome'; readonly outcome: O }

/**
 * One step of a cluster's history as we saw it. Numbers rise by one from entry to entry, over all resources; `time` is
 * when we received it, in ms since the epoch, and never goes back. A `batch` entry closes the entries since the batch
 * before it: they belong together and are shown together.
 */
export type Entry<O = unknown> = { readonly number: number; readonly time: number; readonly fieldSet: number } & (
  | EntryContent<O>
  | { readonly type: 'batch' }
)

export type BatchListener<O = unknown> = (batch: readonly Entry<O>[]) => void
