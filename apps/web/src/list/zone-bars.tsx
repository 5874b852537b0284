import type { Row } from '@slicescope/view'

const MOST_ZONES = 6
const GAP = 2

interface ZoneBarsProps {
  readonly zones: Row['zones']
  readonly width: number
}

/** A bar a zone: what is ready a thin line, what starts hollow, what is unknown dashed, what is lost thick. Many zones make one bar. */
export function ZoneBars({ zones, width }: ZoneBarsProps) {
  const shown = zones.length > MOST_ZONES ? [sumOf(zones)] : zones
  const each = shown.length === 0 ? 0 : (width - GAP * (shown.length - 1)) / shown.length
  return (
    <svg
      className="zone-bars"
      width={width}
      height={9}
      viewBox={`0 0 ${width} 9`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {shown.length === 0 && <rect className="none" x={0} y={4} width={width} height={1} />}
      {shown.map(({ zone, ready, total, starting, unknown }, index) => {
        const x = index * (each + GAP)
        const widthOf = (count: number) => (total === 0 ? 0 : (each * count) / total)
        const notLost = widthOf(ready + starting + unknown)
        return (
          <g key={zone ?? ''}>
            {total === 0 && <rect className="none" x={x} y={4} width={each} height={1} />}
            <rect className="ready" x={x} y={3.5} width={widthOf(ready)} height={2} />
            {starting > 0 && (
              <rect className="starting" x={x + widthOf(ready)} y={2.5} width={widthOf(starting)} height={4} />
            )}
            {unknown > 0 && (
              <rect
                className="unknown"
                x={x + widthOf(ready + starting) + 0.5}
                y={2.5}
                width={Math.max(1, widthOf(unknown) - 1)}
                height={4}
              />
            )}
            {ready + starting + unknown < total && (
              <rect className="lost" x={x + notLost} y={0} width={each - notLost} height={9} />
            )}
          </g>
        )
      })}
    </svg>
  )
}

function sumOf(zones: Row['zones']): Row['zones'][number] {
  const sum = { zone: null, ready: 0, total: 0, starting: 0, unknown: 0 }
  for (const { ready, total, starting, unknown } of zones) {
    sum.ready += ready
    sum.total += total
    sum.starting += starting
    sum.unknown += unknown
  }
  return sum
}
