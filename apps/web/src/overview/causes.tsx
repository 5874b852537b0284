import { plural } from '@slicescope/picture'
import type { Row, SharedCause } from '@slicescope/view'
import { usePlaceStore } from '../state/stores.ts'
import { HealthIcon } from '../drawing/icons.tsx'
import { UNFILTERED } from '../url/place.ts'

interface CausesProps {
  readonly causes: readonly SharedCause[]
  readonly rows: readonly Row[]
}

/** More are for the list. */
const MOST_SERVICES = 30

/** What several Services share, each with its Services. */
export function Causes({ causes, rows }: CausesProps) {
  const byKey = new Map(rows.map(row => [row.key, row]))
  const store = usePlaceStore()
  return (
    <section className="panel" aria-label="Shared causes">
      <h2>
        Shared causes <span className="faint">{plural(causes.length, 'cause')}</span>
      </h2>
      {causes.map(({ key, title, facts, services, code, severity }) => (
        <article key={key} className="cause" data-severity={severity} data-cause={key}>
          <h3>
            {title}
            {facts !== '' && <span className="cause-facts"> {facts}</span>}
            <span className="faint"> {plural(services.length, 'Service')}</span>
            {code !== null && (
              <button type="button" className="link" onClick={() => store.go({ ...UNFILTERED, finding: code })}>
                {code} in the list
              </button>
            )}
          </h3>
          <ul className="cause-services">
            {services.slice(0, MOST_SERVICES).map(service => (
              <li key={service}>
                <ServiceChip row={byKey.get(service)} name={service} />
              </li>
            ))}
            {services.length > MOST_SERVICES && <li className="faint">and {services.length - MOST_SERVICES} more</li>}
          </ul>
        </article>
      ))}
    </section>
  )
}

function ServiceChip({ row, name: key }: { readonly row: Row | undefined; readonly name: string }) {
  const store = usePlaceStore()
  const [namespace = '', name = ''] = key.split('/')
  return (
    <button
      type="button"
      className="service-chip"
      title={row?.verdict ?? key}
      onClick={() => store.go({ service: { namespace, name }, selection: null })}
    >
      {row !== undefined && <HealthIcon health={row.health} severity={row.severity} size={12} />}
      {name}
      {row !== undefined && row.ready !== null && row.total !== null && (
        <span className="faint">
          {row.ready}/{row.total}
        </span>
      )}
    </button>
  )
}
