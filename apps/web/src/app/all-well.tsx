import { Suspense } from 'react'
import { CONNECTION_WORDS, formatCount, HEALTH_WORDS, HEALTHS, plural } from '@slicescope/picture'
import type { Freshness, Health, Row } from '@slicescope/view'
import { HealthIcon } from '../drawing/icons.tsx'
import { later } from '../controls/later.tsx'

const Remarks = later(async () => (await import('../overview/remarks.tsx')).Remarks)

/** No Service needs attention: said with counts. */
interface AllWellProps {
  readonly rows: readonly Row[]
  /** Null: of all namespaces. */
  readonly namespace: string | null
  readonly origin: Freshness['origin']
}

export function AllWell({ rows: all, namespace, origin }: AllWellProps) {
  const rows = namespace === null ? all : all.filter(row => row.namespace === namespace)
  const services = Map.groupBy(rows, ({ health }) => health)
  const sum = (pick: (row: Row) => number | null) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0)
  const [ready, total] = [sum(row => row.ready), sum(row => row.total)]
  return (
    <div className="condition" data-testid="all-well">
      <HealthIcon health="healthy" severity={null} size={40} />
      <h1>No Service{namespace === null ? '' : ` in ${namespace}`} needs attention</h1>
      <p>
        {plural(rows.length, 'Service')}, {formatCount(ready)} of {formatCount(total)} backends ready.
      </p>
      <ul className="health-counts">
        {HEALTHS.flatMap(health => healthLine(health, services.get(health)?.length ?? 0))}
      </ul>
      <p className="faint">Select a Service on the left to see its backends.</p>
      {origin === 'demo' && <p className="faint">{CONNECTION_WORDS.DEMO.explanation}</p>}
      <Suspense fallback={null}>
        <Remarks rows={rows} />
      </Suspense>
    </div>
  )
}

function healthLine(health: Health, count: number) {
  if (count === 0) return []
  return [
    <li key={health} title={HEALTH_WORDS[health].explanation}>
      <HealthIcon health={health} severity={null} size={14} /> {HEALTH_WORDS[health].label} <b>{formatCount(count)}</b>
    </li>,
  ]
}
