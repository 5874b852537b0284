import type { Row } from '@slicescope/view'
import { useState } from 'react'
import { type ListItem, listItems } from './list-items.ts'
import { countNews, type ListOrder, orderOf, type Section, type WasBroken } from './list-order.ts'

interface Held {
  readonly order: ListOrder
  readonly rows: ReadonlyMap<string, Row>
  /** What was filtered; a hold ends where the filter changes. */
  readonly filterKey: string
}

interface HeldOrder {
  readonly items: readonly ListItem[]
  /** Services that need attention and wait for a sort. */
  readonly news: number
  readonly hold: () => void
  readonly release: () => void
  readonly sortNow: () => void
  /** Folds a section, or opens it. */
  readonly toggle: (section: Section) => void
}

interface ListRows {
  /** Those that pass the filter, as the stream orders them. */
  readonly rows: readonly Row[]
  readonly allRows: readonly Row[]
  /** Changes with the filter. */
  readonly filterKey: string
  readonly wasBroken: WasBroken
}

/** The list's lines; between `hold` and `release` they keep their places, whatever becomes of the Services. */
export function useHeldOrder({ rows, allRows, filterKey, wasBroken }: ListRows): HeldOrder {
  const [held, setHeld] = useState<Held | null>(null)
  const [folded, setFolded] = useState<ReadonlySet<Section>>(new Set())
  const fresh = orderOf(rows, wasBroken)
  const byKey = new Map(allRows.map(row => [row.key, row]))
  const current = held !== null && held.filterKey === filterKey ? held : null
  const now = { order: fresh, rows: byKey, filterKey }
  return {
    items: listItems({ order: current?.order ?? fresh, rows: byKey, earlier: current?.rows ?? byKey, folded }),
    news: current === null ? 0 : countNews(current.order, fresh),
    hold: () => setHeld(before => (before !== null && before.filterKey === filterKey ? before : now)),
    release: () => setHeld(null),
    sortNow: () => setHeld(now),
    toggle: section =>
      setFolded(
        before => new Set(before.has(section) ? [...before].filter(each => each !== section) : [...before, section]),
      ),
  }
}
