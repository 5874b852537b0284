import type { SharedCause } from './schema/overview.ts'
import type { Row } from './schema/row.ts'

export interface NodeOfZone {
  readonly name: string
  readonly zone: string | null
  readonly ready: boolean
}

/** Fewer Services share a finding by chance. */
const LEAST_SERVICES = 3
/** One Node alone makes no zone. */
const LEAST_NODES = 2

/** What two or more of these Services have in common, what hits most first. */
export function sharedCauses(loud: readonly Row[], nodes: readonly NodeOfZone[] | null): readonly SharedCause[] {
  const places = nodes === null ? zonesLost(loud) : nodesDown(loud, nodes)
  const explained = new Set(places.flatMap(({ services }) => services))
  return [...places.filter(({ services }) => services.length >= 2), ...findingsShared(loud, explained)].toSorted(
    (a, b) => b.services.length - a.services.length,
  )
}

/** Zones whose Nodes are not Ready, all of them or some. */
function nodesDown(loud: readonly Row[], nodes: readonly NodeOfZone[]): readonly SharedCause[] {
  return [...Map.groupBy(nodes, ({ zone }) => zone)].flatMap(([zone, own]) => {
    const down = own.filter(({ ready }) => !ready)
    if (down.length === 0) return []
    const isWhole = down.length === own.length && own.length >= LEAST_NODES && zone !== null
    const services = losingIn(loud, zone)
    const facts = `${down.length} ${down.length === 1 ? 'node' : 'nodes'} NotReady`
    return [
      {
        key: `${isWhole ? 'zone' : 'nodes'} ${zone ?? ''}`,
        kind: isWhole ? ('zone' as const) : ('nodes' as const),
        title: isWhole ? `Zone ${zone} is down` : `Nodes NotReady${zone === null ? '' : ` in zone ${zone}`}`,
        facts: isWhole ? facts : `${down.length} of ${own.length} NotReady`,
        zone,
        code: null,
        severity: severityOf(loud, services),
        services,
      },
    ]
  })
}

/** Where Nodes cannot be read: a zone in which at least three Services lost all that they had, and most of them did. */
function zonesLost(loud: readonly Row[]): readonly SharedCause[] {
  const zones = new Set(loud.flatMap(row => row.zones.map(({ zone }) => zone)))
  return [...zones].flatMap(zone => {
    if (zone === null) return []
    const there = loud.flatMap(row => row.zones.filter(each => each.zone === zone && each.total > 0))
    const lost = there.filter(({ ready }) => ready === 0)
    if (lost.length < LEAST_SERVICES || lost.length * 2 < there.length) return []
    const services = losingIn(loud, zone)
    return [
      {
        key: `zone ${zone}`,
        kind: 'zone' as const,
        title: `Zone ${zone} lost its backends`,
        facts: 'Nodes cannot be read',
        zone,
        code: null,
        severity: severityOf(loud, services),
        services,
      },
    ]
  })
}

function losingIn(loud: readonly Row[], zone: string | null): string[] {
  return loud
    .filter(row => row.zones.some(each => each.zone === zone && each.ready + each.starting < each.total))
    .map(({ key }) => key)
}

/** The finding that explains most in each Service, where several have the same and no place explains them. */
function findingsShared(loud: readonly Row[], explained: ReadonlySet<string>): readonly SharedCause[] {
  const open = loud.filter(row => !explained.has(row.key) && row.findings.length > 0)
  return [...Map.groupBy(open, row => row.findings[0]?.code ?? '')].flatMap(([code, rows]) => {
    if (rows.length < LEAST_SERVICES) return []
    const services = rows.map(({ key }) => key)
    return [
      {
        key: `finding ${code}`,
        kind: 'finding' as const,
        title: rows[0]?.findings[0]?.title ?? code,
        facts: '',
        zone: null,
        code,
        severity: severityOf(loud, services),
        services,
      },
    ]
  })
}

function severityOf(loud: readonly Row[], services: readonly string[]): SharedCause['severity'] {
  const hit = new Set(services)
  return loud.some(row => hit.has(row.key) && row.severity === 'critical') ? 'critical' : 'warning'
}
