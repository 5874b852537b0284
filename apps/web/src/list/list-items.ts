import type { Row } from '@slicescope/view'
import type { ListOrder } from './list-order.ts'

export const HEIGHTS = { header: 32, loud: 46, calm: 27 }

/** A line of the list. `gone`: the Service was deleted while the order was held. */
export type ListItem =
  | { readonly kind: 'header'; readonly title: string; readonly note: string; readonly count: number }
  | { readonly kind: 'loud' | 'calm'; readonly row: Row; readonly gone: boolean }

interface Shown {
  readonly order: ListOrder
  /** Rows by key, also those that do not pass the filter: one may cease to while the order is held. */
  readonly rows: ReadonlyMap<string, Row>
  /** Rows as they were when the order was taken, for those that are gone since. */
  readonly earlier: ReadonlyMap<string, Row>
}

/** The lines in their order; a section without Services has none. */
export function listItems({ order, rows, earlier }: Shown): readonly ListItem[] {
  const line = (kind: 'loud' | 'calm') => (key: string) => {
    const row = rows.get(key)
    if (row !== undefined) return [{ kind, row, gone: false }]
    const before = earlier.get(key)
    return before === undefined ? [] : [{ kind, row: before, gone: true }]
  }
  const loud = order.loud.flatMap(line('loud'))
  const calm = order.calm.flatMap(line('calm'))
  return [
    ...section({ title: 'Need a look', note: 'worst first', lines: loud }),
    ...section({ title: areHealthy(calm) ? 'Healthy' : 'Healthy and others', note: 'A to Z', lines: calm }),
  ]
}

function areHealthy(lines: readonly ListItem[]): boolean {
  return lines.every(line => line.kind === 'header' || line.row.health === 'healthy')
}

interface Section {
  readonly title: string
  readonly note: string
  readonly lines: readonly ListItem[]
}

function section({ title, note, lines }: Section): readonly ListItem[] {
  return lines.length === 0 ? [] : [{ kind: 'header', title, note, count: lines.length }, ...lines]
}
