import { formatCount } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import { isLoud } from './list-order.ts'

/** How many Services need a look, how many are healthy, and how many are neither (external, unmanaged). */
export function ListCounts({ rows }: { readonly rows: readonly Row[] }) {
  const loud = rows.filter(isLoud).length
  const healthy = rows.filter(row => !isLoud(row) && row.health === 'healthy').length
  const others = rows.length - loud - healthy
  return (
    <p className="list-counts" data-testid="list-counts">
      <b>{formatCount(loud)}</b> {loud === 1 ? 'needs' : 'need'} a look, <b>{formatCount(healthy)}</b> healthy
      {others > 0 && (
        <span title="external or unmanaged: without endpoints by design">
          , <b>{formatCount(others)}</b> other
        </span>
      )}
    </p>
  )
}
