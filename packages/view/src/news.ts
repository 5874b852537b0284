import type { OpenServices } from './open-services.ts'

/** What may have changed since it was last asked for. A key whose row is gone now is among `rows` too. */
export interface Changed {
  readonly rows: ReadonlySet<string>
  /** Of the open ones. */
  readonly services: ReadonlySet<string>
  /** Whether any freshness may have changed, ages aside. */
  readonly watches: boolean
}

/** Collects what may have changed until it is asked for. */
export class News {
  readonly #open: OpenServices
  #rows = new Set<string>()
  /** Since they were last taken; null while nothing takes them. */
  #touched: Set<string> | null = null
  #services = new Set<string>()
  #watches = false

  constructor(open: OpenServices) {
    this.#open = open
  }

  noteRow(key: string): void {
    this.#rows.add(key)
    this.#touched?.add(key)
  }

  /** See ClusterView.takeTouchedRows. */
  takeTouchedRows(): ReadonlySet<string> | null {
    const touched = this.#touched
    this.#touched = new Set()
    return touched
  }

  /** Nothing is sent of Services that are not open. */
  noteService(key: string): void {
    if (this.#open.has(key)) this.#services.add(key)
  }

  /** Each open Service carries its freshness. */
  noteWatches(): void {
    this.#watches = true
    for (const key of this.#open.keys()) this.#services.add(key)
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && this.#services.size === 0 && !this.#watches
  }

  /** Clears what it answers. */
  take(): Changed {
    const changed = { rows: this.#rows, services: this.#services, watches: this.#watches }
    this.#rows = new Set()
    this.#services = new Set()
    this.#watches = false
    return changed
  }
}
