import { formatCount, HEALTH_WORDS, plural } from '@slicescope/picture'
import type { ClusterOverview, Freshness, Row } from '@slicescope/view'
import { needsAttention } from '@slicescope/view/attention'
import { usePlaceStore } from '../state/stores.ts'
import { HealthIcon } from '../drawing/icons.tsx'
import { Coded } from '../controls/coded.tsx'
import { missingLine } from '../words/missing.ts'
import { useClusterName } from '../questions/use-cluster-name.ts'
import { Causes } from './causes.tsx'
import { Remarks } from './remarks.tsx'
import { ZoneMap } from './zone-map.tsx'

interface OverviewPageProps {
  readonly overview: ClusterOverview
  readonly rows: readonly Row[]
  /** Null: of all namespaces. */
  readonly namespace: string | null
  readonly freshness: Freshness | null
}

/** The cluster at a glance: what is common, which zones lose, what needs attention, what recovered, what cannot be seen. */
export function OverviewPage({ overview, rows: all, namespace, freshness }: OverviewPageProps) {
  const rows = namespace === null ? all : all.filter(row => row.namespace === namespace)
  const attention = rows.filter(needsAttention)
  const recovered = rows.filter(row => row.recovered !== null && !needsAttention(row))
  const missing = freshness === null ? '' : missingLine(freshness)
  return (
    <div className="overview" data-testid="overview">
      <OverviewHead overview={overview} />
      <div className="overview-grid">
        <ZoneMap zones={overview.zones} />
        <ServicesByHealth overview={overview} missing={missing} />
      </div>
      {overview.causes.length > 0 && <Causes causes={overview.causes} rows={all} />}
      <ServiceTiles title="Needs attention" rows={attention} />
      <ServiceTiles title="Recovered" rows={recovered} />
      {attention.length === 0 && <Remarks rows={rows} />}
    </div>
  )
}

const ICON_HEALTH = { critical: 'degraded', warning: 'degraded', info: 'healthy' } as const

function OverviewHead({ overview: { sentence, severity } }: { readonly overview: ClusterOverview }) {
  const cluster = useClusterName()
  const tone = severity === 'critical' ? 'broken' : severity === 'warning' ? 'warning' : 'calm'
  return (
    <section className="verdict-block" data-tone={tone} aria-label="Cluster">
      <div className="verdict">
        <HealthIcon health={ICON_HEALTH[severity ?? 'info']} severity={severity} size={30} />
        <div className="verdict-words">
          <p className="verdict-meta">
            <b>CLUSTER</b> <span className="clip">{cluster}</span>
          </p>
          <h1 className="sentence" data-testid="overview-sentence">
            <Coded text={sentence} />
          </h1>
        </div>
      </div>
    </section>
  )
}

function ServicesByHealth({ overview, missing }: { readonly overview: ClusterOverview; readonly missing: string }) {
  const { services, nodes } = overview
  const store = usePlaceStore()
  return (
    <section className="panel" aria-label="Services by health">
      <h2>
        {plural(services.total, 'Service')}{' '}
        <span className="faint">
          {formatCount(services.ready)} of {formatCount(services.backends)} backends ready
        </span>
      </h2>
      <ul className="health-list">
        {services.byHealth.map(({ health, count }) => (
          <li key={health}>
            <button
              type="button"
              title={HEALTH_WORDS[health].explanation}
              onClick={() => store.go({ health: [health] })}
            >
              <HealthIcon health={health} severity={null} size={14} /> {HEALTH_WORDS[health].label}{' '}
              <b>{formatCount(count)}</b>
            </button>
          </li>
        ))}
      </ul>
      <p>
        {nodes === null ? (
          'Nodes cannot be read'
        ) : (
          <>
            <b className={nodes.ready < nodes.total ? 'lost' : ''}>{formatCount(nodes.ready)}</b> of{' '}
            {plural(nodes.total, 'node')} Ready
          </>
        )}
      </p>
      <p className={missing === '' ? 'faint' : 'missing'}>{missing === '' ? 'Everything can be seen' : missing}</p>
    </section>
  )
}

/** More are for the list. */
const MOST_TILES = 24

function ServiceTiles({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  const store = usePlaceStore()
  if (rows.length === 0) return null
  return (
    <section className="panel" aria-label={title}>
      <h2>
        {title} <span className="faint">{plural(rows.length, 'Service')}</span>
      </h2>
      <ul className="service-tiles">
        {rows
          .slice(0, MOST_TILES)
          .map(({ key, namespace, name, health, severity, ready, total, starting, recovered, verdict }) => (
            <li key={key}>
              <button
                type="button"
                className="service-tile"
                title={verdict}
                onClick={() => store.go({ service: { namespace, name }, selection: null })}
              >
                <HealthIcon health={health} severity={severity} recovered={recovered !== null} size={14} named />
                <span className="clip">
                  <b>{name}</b> <span className="faint">{namespace}</span>
                </span>
                <span
                  className={
                    ready !== null && total !== null && ready + (starting ?? 0) < total
                      ? 'service-count lost'
                      : 'service-count'
                  }
                >
                  {ready === null || total === null ? '?' : `${formatCount(ready)}/${formatCount(total)}`}
                </span>
                <span className="service-verdict faint clip">
                  <Coded text={verdict} />
                </span>
              </button>
            </li>
          ))}
      </ul>
      {rows.length > MOST_TILES && (
        <p className="faint">and {formatCount(rows.length - MOST_TILES)} more in the list</p>
      )}
    </section>
  )
}
