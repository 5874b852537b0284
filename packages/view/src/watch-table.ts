import type { Entry, WatchState } from '@slicescope/model'
import { tableKey } from './watch-report.ts'

/** What is known of each watch by the entries. */
export class WatchTable {
  readonly #states = new Map<string, WatchState>()
  #all: readonly WatchState[] = []

  constructor(states: readonly WatchState[]) {
    for (const state of states) this.#states.set(tableKey(state.resource, state.namespace), state)
    this.#all = [...this.#states.values()]
  }

  all(): readonly WatchState[] {
    return this.#all
  }

  /** Whether an entry is of watches; then it is taken over. */
  follow(entry: Entry): boolean {
    if (entry.type === 'watch') this.#states.set(tableKey(entry.watch.resource, entry.watch.namespace), entry.watch)
    else if (entry.type === 'unwatched') this.#states.delete(tableKey(entry.resource, entry.namespace))
    else return false
    this.#all = [...this.#states.values()]
    return true
  }
}
