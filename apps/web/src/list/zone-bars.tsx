import type { Row } from '@slicescope/view'

const MOST_ZONES = 6
const GAP = 2

interface ZoneBarsProps {
  readonly zones: Row['zones']
  readonly width: number
}

/** A bar a zone: what is ready a thin line, what starts hollow, what is lost thick. Many zones make one bar. */
export function ZoneBars({ zones, width }: ZoneBarsProps) {
  const shown = zones.length > MOST_ZONES ? [sumOf(zones)] : zones
  const each = shown.length === 0 ? 0 : (width - GAP * (shown.length - 1)) / shown.length
  return (
    <svg className="zone-bars" width={width} height={9} aria-hidden>
      {shown.length === 0 && <rect className="none" x={0} y={4} width={width} height={1} />}
      {shown.map(({ zone, ready, total, starting }, index) => {
        const x = index * (each + GAP)
        const [readyWidth, startingWidth] = total === 0 ? [0, 0] : [(each * ready) / total, (each * starting) / total]
        const notLost = readyWidth + startingWidth
        return (
          <g key={zone ?? ''}>
            {total === 0 && <rect className="none" x={x} y={4} width={each} height={1} />}
            <rect className="ready" x={x} y={3.5} width={readyWidth} height={2} />
            {starting > 0 && <rect className="starting" x={x + readyWidth} y={2.5} width={startingWidth} height={4} />}
            {ready + starting < total && (
              <rect className="lost" x={x + notLost} y={0} width={each - notLost} height={9} />
            )}
          </g>
        )
      })}
    </svg>
  )
}

function sumOf(zones: Row['zones']): Row['zones'][number] {
  const sum = { zone: null, ready: 0, total: 0, starting: 0 }
  for (const { ready, total, starting } of zones) {
    sum.ready += ready
    sum.total += total
    sum.starting += starting
  }
  return sum
}
