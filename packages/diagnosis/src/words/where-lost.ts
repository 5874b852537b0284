import type { ServiceSummary } from '@slicescope/graph'
import type { Where } from './where.ts'
import { listed, zoneName } from './words.ts'

/** More places have nothing in common. */
const MOST_PLACES = 3
/** Fewer may be in one place by chance. */
const FEWEST_IN_COMMON = 3

/** The zones that tell lost backends from the others, by counts alone. */
export function zonesLost({ zones }: ServiceSummary): Where | null {
  const hit = zones.filter(zone => lostIn(zone) > 0)
  const lost = hit.reduce((sum, zone) => sum + lostIn(zone), 0)
  const known = zones.filter(({ total }) => total > 0)
  if (lost < 2 || hit.length === known.length || hit.some(({ zone }) => zone === null)) return null
  const names = hit.map(({ zone }) => zone ?? '')
  const isAll = hit.every(zone => lostIn(zone) === zone.total)
  if (isAll && hit.length <= MOST_PLACES)
    return { places: names.map(zoneName), at: `in ${listed(names.map(zoneName))}`, name: null, lost, of: lost }
  const [only] = hit
  if (only === undefined || hit.length > 1 || lost < FEWEST_IN_COMMON) return null
  return { places: null, at: `in ${zoneName(only.zone ?? '')}`, name: null, lost, of: only.total }
}

function lostIn({ total, ready, starting, unknown }: ServiceSummary['zones'][number]): number {
  return total - ready - starting - unknown
}
