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
  const isBroken = total > 0 && ready === 0
  const share = total === 0 ? 0 : (100 * ready) / total
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
          <b className={ready < total ? 'lost' : ''}>{formatCount(ready)}</b>/{formatCount(total)} ready
        </span>
      </span>
      <span className="zone-bar">
        <span className="ready" style={{ width: `${share}%` }} />
        {total > 0 && ready < total && <span className="lost" style={{ width: `${100 - share}%` }} />}
      </span>
    </button>
  )
}
