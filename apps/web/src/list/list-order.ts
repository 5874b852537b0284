import type { Row, Timelines } from '@slicescope/view'
import { needsAttention } from '@slicescope/view/attention'

/** The sections of the list, in their order. */
export const SECTIONS = ['attention', 'standing', 'recovered', 'broken', 'calm'] as const
export type Section = (typeof SECTIONS)[number]

/** Keys of Services in each section: what needs attention in the order of the stream, what was broken last first, what is well A to Z. */
export type ListOrder = Readonly<Record<Section, readonly string[]>>

export function sectionOf(row: Row): Exclude<Section, 'broken'> {
  if (needsAttention(row)) return row.standing ? 'standing' : 'attention'
  return row.recovered === null ? 'calm' : 'recovered'
}

/** A Service that is well and had a loss, and when; by key. */
export type WasBroken = ReadonlyMap<string, Timelines['wasBroken'][number]>

const NONE_BROKEN: WasBroken = new Map()

export function orderOf(rows: readonly Row[], wasBroken: WasBroken = NONE_BROKEN): ListOrder {
  const sections = Map.groupBy(rows, row => {
    const section = sectionOf(row)
    return section === 'calm' && wasBroken.has(row.key) ? 'broken' : section
  })
  const began = (key: string) => Date.parse(wasBroken.get(key)?.from ?? '')
  const keys = (section: Section) => (sections.get(section) ?? []).map(({ key }) => key)
  return {
    attention: keys('attention'),
    standing: keys('standing'),
    recovered: keys('recovered'),
    broken: keys('broken').toSorted((a, b) => began(b) - began(a)),
    calm: (sections.get('calm') ?? []).toSorted(byName).map(({ key }) => key),
  }
}

function byName(a: Row, b: Row): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1
  return a.namespace < b.namespace ? -1 : 1
}

/** How many Services need attention that stand in no such place of the held order. */
export function countNews(held: ListOrder, fresh: ListOrder): number {
  const shown = new Set([...held.attention, ...held.standing])
  return fresh.attention.filter(key => !shown.has(key)).length
}
