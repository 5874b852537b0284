import type { Freshness, Row } from '@slicescope/view'
import { withoutAges } from './ages.ts'
import { addDigests, type Digest, digestOf, NO_DIGEST, subtractDigests } from './digest.ts'
import { isEqualJson } from './json-equality.ts'
import { applyList, diffList, type ListChange } from './list-change.ts'

/** What an overview topic holds: the rows in the order in which they are shown. */
export interface Overview {
  readonly services: readonly Row[]
  readonly freshness: Freshness
}

export interface OverviewChanges {
  readonly freshness?: Freshness
  readonly services?: ListChange<Row>
}

/** Null when nothing differs, ages aside. */
export function diffOverview(before: Overview, after: Overview): OverviewChanges | null {
  const services = diffList(before.services, after.services)
  const isSameFreshness = isEqualJson(withoutAges(before.freshness), withoutAges(after.freshness))
  if (services === null && isSameFreshness) return null
  return {
    ...(isSameFreshness ? {} : { freshness: after.freshness }),
    ...(services === null ? {} : { services }),
  }
}

export function applyToOverview(before: Overview, changes: OverviewChanges): { value: Overview; difference: Digest } {
  const { freshness = before.freshness } = changes
  const services =
    changes.services === undefined
      ? { list: before.services, difference: NO_DIGEST }
      : applyList('services', before.services, changes.services)
  const difference =
    freshness === before.freshness
      ? services.difference
      : addDigests(
          services.difference,
          subtractDigests(digestOfFreshness(freshness), digestOfFreshness(before.freshness)),
        )
  return { value: { services: services.list, freshness }, difference }
}

export function digestOfOverview({ services, freshness }: Overview): Digest {
  return services.reduce((sum, row) => addDigests(sum, digestOf('services', row)), digestOfFreshness(freshness))
}

function digestOfFreshness(freshness: Freshness): Digest {
  return digestOf('freshness', withoutAges(freshness))
}
