import type { Entry } from '@slicescope/model'
import { type ClusterView, type Outcome, type Row, rowChanges } from '@slicescope/view'

/** Rows in a line's text at a time: no change waits long for it. */
const ROWS_AT_ONCE = 200

type RowText = readonly [service: string, row: Partial<Row> | null]

/** Tells the rows of lists as they change, so that a list of the past is read without what it was made from. */
export class RowLog {
  readonly #view: ClusterView
  /** As they were last told. */
  #rows = new Map<string, Row>()

  constructor(view: ClusterView) {
    this.#view = view
  }

  /** From here on it tells differences. */
  begin(): void {
    this.#view.takeTouchedRows()
    this.#rows = new Map(this.#view.rows('*').map(row => [row.key, row]))
  }

  /** As they are now, each a line, and written out as that is asked for. */
  linesOfAll(): Iterable<readonly string[]> {
    return linesOf(this.#view.rows('*'))
  }

  /** What differs after a batch; null for nothing. */
  lineAfter(batch: readonly Entry<Outcome>[]): string | null {
    const [first] = batch
    const changes = [...(this.#view.takeTouchedRows() ?? [])].flatMap(key => this.#changeOf(key) ?? [])
    return first === undefined || changes.length === 0 ? null : JSON.stringify([first.number, first.time, changes])
  }

  #changeOf(key: string): readonly [RowText] | null {
    const [before, after] = [this.#rows.get(key), this.#view.row(key)]
    if (after === undefined) return this.#rows.delete(key) ? [[key, null]] : null
    this.#rows.set(key, after)
    if (before === after) return null
    const changes = before === undefined ? after : rowChanges(before, after)
    return changes === null ? null : [[key, changes]]
  }
}

/** At least one part: without any the base would have no rows to be read. */
function* linesOf(rows: readonly Row[]): Generator<readonly string[]> {
  for (let from = 0; from < Math.max(1, rows.length); from += ROWS_AT_ONCE)
    yield rows.slice(from, from + ROWS_AT_ONCE).map(row => JSON.stringify(row))
}
