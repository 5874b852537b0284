import type { Row } from '@slicescope/view'
import { otherWords } from './other-words.ts'
import { type ListOrder, type Section, SECTIONS } from './list-order.ts'

export const HEIGHTS = { header: 32, loud: 46, calm: 27 }

/** A line of the list. `gone`: the Service was deleted while the order was held. */
export type ListItem =
  | {
      readonly kind: 'header'
      readonly section: Section
      readonly title: string
      readonly note: string
      readonly count: number
      readonly isFolded: boolean
    }
  | { readonly kind: 'loud' | 'calm'; readonly row: Row; readonly gone: boolean }

interface Shown {
  readonly order: ListOrder
  /** Rows by key, also those that do not pass the filter: one may cease to while the order is held. */
  readonly rows: ReadonlyMap<string, Row>
  /** Rows as they were when the order was taken, for those that are gone since. */
  readonly earlier: ReadonlyMap<string, Row>
  /** Sections of which only the header is shown. */
  readonly folded: ReadonlySet<Section>
}

const TITLES = {
  attention: 'Needs attention',
  standing: 'Standing',
  recovered: 'Recovered',
  broken: 'Was broken',
  calm: 'Healthy',
}
const NOTES = {
  attention: 'worst first',
  standing: 'for more than 24 h',
  recovered: 'last 15 min',
  broken: 'well now',
  calm: 'A to Z',
}

/** The lines in their order; a section without Services has none. */
export function listItems({ order, rows, earlier, folded }: Shown): readonly ListItem[] {
  return SECTIONS.flatMap(section => {
    const kind = section === 'calm' ? ('calm' as const) : ('loud' as const)
    const lines = order[section].flatMap(key => {
      const row = rows.get(key)
      if (row !== undefined) return [{ kind, row, gone: false }]
      const before = earlier.get(key)
      return before === undefined ? [] : [{ kind, row: before, gone: true }]
    })
    if (lines.length === 0) return []
    const others = section === 'calm' ? otherWords(lines.map(({ row }) => row)) : ''
    const isFolded = folded.has(section)
    const header: ListItem = {
      kind: 'header',
      section,
      title: section === 'calm' && others !== '' ? `${TITLES.calm} and others` : TITLES[section],
      note: others === '' ? NOTES[section] : others,
      count: lines.length,
      isFolded,
    }
    return isFolded ? [header] : [header, ...lines]
  })
}
