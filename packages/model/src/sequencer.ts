import type { ResourceDelta } from './delta.ts'
import { FIELD_SET } from './objects.ts'
import type { WatchState } from './watch-state.ts'

/**
 * One step of a cluster's history as we saw it. Numbers rise by one from entry to entry, over all resources; `time`
 * is when we received it, in ms since the epoch. A `batch` entry closes the entries since the batch before it:
 * they belong together and are shown together.
 */
export type Entry = { readonly number: number; readonly time: number; readonly fieldSet: number } & (
  | { readonly type: 'delta'; readonly delta: ResourceDelta }
  | { readonly type: 'watch'; readonly watch: WatchState }
  | { readonly type: 'batch' }
)

export type EntryContent =
  | { readonly type: 'delta'; readonly delta: ResourceDelta }
  | { readonly type: 'watch'; readonly watch: WatchState }

export type BatchListener = (batch: readonly Entry[]) => void

/** Gives every change of one cluster its place. All Stores of the cluster write through it, and nothing else does. */
export class Sequencer {
  #number = 0
  readonly #now: () => number
  readonly #listeners = new Set<BatchListener>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** The number of the last entry; 0 before the first. */
  get number(): number {
    return this.#number
  }

  /** Numbers the contents, closes them with a batch entry and tells the listeners, at once and in order. Nothing for no contents. */
  write(contents: readonly EntryContent[]): void {
    if (contents.length === 0) return
    const time = this.#now()
    const batch: Entry[] = contents.map(content => ({ ...content, ...this.#stamp(time) }))
    batch.push({ type: 'batch', ...this.#stamp(time) })
    for (const listener of this.#listeners) listener(batch)
  }

  /** Calls `listener` with every batch from now on; answers with the undo. */
  subscribe(listener: BatchListener): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  #stamp(time: number): { number: number; time: number; fieldSet: number } {
    this.#number += 1
    return { number: this.#number, time, fieldSet: FIELD_SET }
  }
}
