import { must } from '@slicescope/model'
import { compareRows } from './row.ts'
import type { Row } from './schema/row.ts'

/** Rows made when asked for and kept until changed, in the order of lists. */
export class RowTable {
  readonly #make: (key: string) => Row | undefined
  readonly #rows = new Map<string, Row>()
  readonly #dirty = new Set<string>()
  #sorted: readonly Row[] = []

  /** `make` answers undefined for a Service that does not exist. */
  constructor(make: (key: string) => Row | undefined) {
    this.#make = make
  }

  invalidate(key: string): void {
    this.#rows.delete(key)
    this.#dirty.add(key)
  }

  get(key: string): Row | undefined {
    const kept = this.#rows.get(key)
    if (kept !== undefined) return kept
    const row = this.#make(key)
    if (row !== undefined) this.#rows.set(key, row)
    return row
  }

  /** All of them. Sorting what is sorted but for a few takes about one pass. */
  sorted(): readonly Row[] {
    if (this.#dirty.size === 0) return this.#sorted
    const unchanged = this.#sorted.filter(({ key }) => !this.#dirty.has(key))
    const changed = [...this.#dirty].filter(key => this.get(key) !== undefined)
    this.#dirty.clear()
    this.#sorted = [...unchanged, ...changed.map(key => must(this.get(key))).toSorted(compareRows)].toSorted(
      compareRows,
    )
    return this.#sorted
  }
}
