import { observationText, type Timers } from '@slicescope/answers'
import type { Observation } from '@slicescope/history'
import type { ClusterView, Row } from '@slicescope/view'

/** How often changes are written; what is newer the view knows. */
const CHANGES_MS = 600_000

interface Options {
  readonly view: ClusterView
  readonly timers: Timers
  readonly write: (kind: Observation['kind'], service: string, text: string) => void
}

/** Writes what is observed of Services: how each is, where that differs from before, and what happened to it. */
export class ServiceNotes {
  readonly #options: Options
  /** How each Service was when it was last written. */
  #rows = new Map<string, string>()
  /** Up to when changes are written. */
  #changesTo = -Infinity

  constructor(options: Options) {
    this.#options = options
  }

  /** Each as it is now: what follows can be read without what was written before. */
  writeAll(): void {
    this.#rows = new Map()
    for (const row of this.#options.view.rows('*')) this.#writeRow(row.key, row)
  }

  writeRows(services: Iterable<string>): void {
    for (const key of services) this.#writeRow(key, this.#options.view.row(key))
  }

  /** What happened to Services is worked out again for each, and forgotten after an hour. Ends with `isOver`. */
  writeChangesSometimes(isOver: () => boolean): void {
    const { timers, view } = this.#options
    const now = timers.now()
    if (now - this.#changesTo < CHANGES_MS) return
    this.#writeInTurn(view.changedSince(this.#changesTo), { since: this.#changesTo, isOver })
    this.#changesTo = now
  }

  /** The last ones, at once. */
  writeChangesNow(): void {
    for (const service of this.#options.view.changedSince(this.#changesTo)) this.#writeChanges(service, this.#changesTo)
  }

  /** One Service after another, so that nothing else waits. */
  #writeInTurn(
    [service, ...others]: readonly string[],
    rest: { readonly since: number; readonly isOver: () => boolean },
  ): void {
    if (service === undefined || rest.isOver()) return
    this.#writeChanges(service, rest.since)
    if (others.length > 0) this.#options.timers.after(0, () => this.#writeInTurn(others, rest))
  }

  #writeChanges(service: string, since: number): void {
    const { timers, view, write } = this.#options
    const after = new Date(Math.max(0, since)).toISOString()
    for (const change of view.changes(service, timers.now())) {
      if (change.until > after) write('change', service, JSON.stringify(change))
    }
  }

  #writeRow(service: string, row: Row | undefined): void {
    const text = observationText(row)
    if (this.#rows.get(service) === text) return
    if (row === undefined) this.#rows.delete(service)
    else this.#rows.set(service, text)
    this.#options.write('row', service, text)
  }
}
