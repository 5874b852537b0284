import { formatCount, plural } from '@slicescope/picture'
import type { OverviewZone } from '@slicescope/view'
import { StateIcon } from '../drawing/icons.tsx'

/** The zones side by side: nodes, backends, and how many Services lose some there. */
export function ZoneMap({ zones }: { readonly zones: readonly OverviewZone[] }) {
  if (zones.length === 0) return null
  return (
    <section className="panel" aria-label="Zones">
      <h2>
        Zones <span className="faint">{formatCount(zones.length)}</span>
      </h2>
      <ul className="zone-map">
        {zones.map(zone => (
          <li key={zone.zone ?? ''}>
            <ZoneTile zone={zone} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function ZoneTile({
  zone: { zone, nodes, ready, total, starting, unknown, services, losing },
}: {
  readonly zone: OverviewZone
}) {
  const lost = total - ready - starting - unknown
  const isBroken = (lost > 0 && ready === 0) || (nodes !== null && nodes.total > 0 && nodes.ready === 0)
  const share = (count: number) => `${total === 0 ? 0 : (100 * count) / total}%`
  return (
    <div className="zone-tile" data-broken={isBroken} data-losing={losing > 0}>
      <p className="zone-line">
        {isBroken && <StateIcon state="not-ready" />}
        <b className="clip">{zone ?? '(no zone)'}</b>
        <span className="zone-count">
          <b className={lost > 0 ? 'lost' : ''}>{formatCount(ready)}</b>/{formatCount(total)} ready
        </span>
      </p>
      <p className="zone-bar">
        {ready > 0 && <span className="ready" style={{ width: share(ready) }} />}
        {starting > 0 && (
          <span className="starting" style={{ width: share(starting) }} title={`${starting} starting`} />
        )}
        {unknown > 0 && <span className="unknown" style={{ width: share(unknown) }} title={`${unknown} unknown`} />}
        {lost > 0 && <span className="lost" style={{ width: share(lost) }} />}
      </p>
      {nodes !== null && nodes.total > 0 && (
        <p className="node-dots" role="img" aria-label={`${nodes.ready} of ${nodes.total} nodes Ready`}>
          {Array.from({ length: Math.min(nodes.total, MOST_DOTS) }, (_, index) => (
            // Nodes of a tile have no names; what is not Ready comes first.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={index} data-ready={index >= nodes.total - nodes.ready} />
          ))}
        </p>
      )}
      <p className="faint">
        {[
          nodeWords(nodes),
          losing > 0
            ? `${formatCount(losing)} of ${plural(services, 'Service')} lost backends`
            : plural(services, 'Service'),
        ]
          .filter(each => each !== '')
          .join(', ')}
      </p>
    </div>
  )
}

function nodeWords(nodes: OverviewZone['nodes']): string {
  if (nodes === null || nodes.total === 0) return ''
  return nodes.ready < nodes.total
    ? `${nodes.total - nodes.ready} of ${nodes.total} nodes NotReady`
    : plural(nodes.total, 'node')
}

/** More are dust. */
const MOST_DOTS = 60
