import type { BatchListener, Entry, EntryContent } from './entry.ts'
import { FIELD_SET } from './resources.ts'

/** As a method, so that a reader that ignores outcomes accepts a store of any. */
interface Listener<O> {
  tell(batch: readonly Entry<O>[]): void
}

/** Gives everything that changes an answer about one cluster its place. All of it is written here, and nowhere else. */
export class Sequencer<O = unknown> {
  #number = 0
  #time = -Infinity
  readonly #now: () => number
  readonly #listeners = new Set<Listener<O>>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** The number of the last entry; 0 before the first. */
  get number(): number {
    return this.#number
  }

  /** Numbers the contents, closes them with a batch entry and tells the listeners, at once and in order. Nothing for no contents. */
  write(contents: readonly EntryContent<O>[]): void {
    if (contents.length === 0) return
    // A clock that is put back makes no entry older than the one before it.
    this.#time = Math.max(this.#time, this.#now())
    const batch: Entry<O>[] = contents.map(content => ({ ...content, ...this.#stamp() }))
    batch.push({ type: 'batch', ...this.#stamp() })
    for (const listener of this.#listeners) listener.tell(batch)
  }

  /** Calls `listener` with every batch from now on; answers with the undo. */
  subscribe(listener: BatchListener<O>): () => void {
    const told = { tell: listener }
    this.#listeners.add(told)
    return () => {
      this.#listeners.delete(told)
    }
  }

  #stamp(): { number: number; time: number; fieldSet: number } {
    this.#number += 1
    return { number: this.#number, time: this.#time, fieldSet: FIELD_SET }
  }
}
