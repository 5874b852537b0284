import uFuzzy from '@leeoniya/ufuzzy'
import type { Row } from '@slicescope/view'

/** One wrong, missing or swapped letter a word is forgiven. */
// The package's types have an enum for it that its code does not export.
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment
const fuzzy = new uFuzzy({ intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 })
const MOST = 8

/** Services whose `namespace/name` is like the query, typos forgiven, the best first. */
export function fuzzyServices(rows: readonly Row[], query: string): readonly Row[] {
  if (query.trim().length < 2) return []
  const [indexes, info, order] = fuzzy.search(
    rows.map(({ key }) => key),
    query,
  )
  if (indexes === null) return []
  const best = info === null || order === null ? indexes : order.map(at => info.idx[at] ?? -1)
  return best.slice(0, MOST).flatMap(index => rows[index] ?? [])
}
