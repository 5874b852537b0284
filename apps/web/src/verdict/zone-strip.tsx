import { formatCount } from '@slicescope/picture'
import type { ZoneView } from '@slicescope/view'
import { StateIcon } from '../drawing/icons.tsx'

interface ZoneStripProps {
  readonly zones: readonly ZoneView[]
  readonly selected: string | null
  readonly onZone: (key: string) => void
}

/** All zones, always; a column as wide as its total. */
export function ZoneStrip({ zones, selected, onZone }: ZoneStripProps) {
  if (zones.length === 0) return null
  return (
    <ul className="zone-strip" aria-label="Zones">
      {zones.map(zone => (
        <li key={zone.key} style={{ flexGrow: Math.max(1, zone.total) }}>
          <ZoneColumn zone={zone} isSelected={selected === zone.key} onZone={onZone} />
        </li>
      ))}
    </ul>
  )
}

interface ZoneColumnProps {
  readonly zone: ZoneView
  readonly isSelected: boolean
  readonly onZone: (key: string) => void
}

function ZoneColumn({ zone, isSelected, onZone }: ZoneColumnProps) {
  const { key, ready, total, terminating } = zone
  const lost = total - ready - zone.starting - zone.unknown
  const isBroken = total > 0 && ready === 0 && lost > 0
  const parts = barParts(zone)
  const apart = terminating > 0 ? `${formatCount(terminating)} terminating apart` : ''
  return (
    <button
      type="button"
      className="zone"
      data-zone={key}
      data-broken={isBroken}
      aria-pressed={isSelected}
      title={apart}
      onClick={() => onZone(key)}
    >
      <span className="zone-line">
        {isBroken && <StateIcon state="not-ready" />}
        <span className="zone-name">{zone.zone ?? '(no zone)'}</span>
        <span className="zone-apart faint">{apart}</span>
        <span className="zone-count">
          <b className={lost > 0 ? 'lost' : ''}>{formatCount(ready)}</b>/{formatCount(total)} ready
        </span>
      </span>
      <span className="zone-bar">
        {parts.map(({ name, share }) => (
          <span key={name} className={name} style={{ width: `${share}%` }} />
        ))}
      </span>
    </button>
  )
}

/** What of a zone's bar says what, in percent: what starts is no loss, and what is not known is not drawn as one. */
function barParts({ ready, starting, unknown, total }: ZoneView) {
  if (total === 0) return []
  const counts = { ready, starting, unknown, lost: total - ready - starting - unknown }
  return (['ready', 'starting', 'unknown', 'lost'] as const)
    .map(name => ({ name, share: (100 * counts[name]) / total }))
    .filter(({ share }) => share > 0)
}
