import { count, numberText } from '@slicescope/diagnosis'
import { compareZones, HEALTH_ORDER } from '@slicescope/graph'
import type { Node } from '@slicescope/model'
import type { ClusterOverview, OverviewZone, SharedCause } from './schema/overview.ts'
import type { Row } from './schema/row.ts'
import { needsAttention } from './needs-attention.ts'
import { type NodeOfZone, sharedCauses } from './shared-causes.ts'

export interface OverviewInputs {
  /** Those that the reader may see, in the order of lists. */
  readonly rows: readonly Row[]
  /** Null where Nodes cannot be read, or are not read yet. */
  readonly nodes: Iterable<Node> | null
}

/** What is common to a cluster's Services, worked out from their rows and the Nodes alone. */
export function clusterOverview({ rows, nodes: listed }: OverviewInputs): ClusterOverview {
  const nodes = listed === null ? null : Array.from(listed, toNode)
  const loud = rows.filter(needsAttention)
  const causes = sharedCauses(loud, nodes)
  const sum = (pick: (row: Row) => number | null) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0)
  const services = {
    total: rows.length,
    attention: loud.length,
    byHealth: HEALTH_ORDER.map(health => ({ health, count: rows.filter(row => row.health === health).length })).filter(
      each => each.count > 0,
    ),
    ready: sum(row => row.ready),
    backends: sum(row => row.total),
  }
  const zones = zonesOf(rows, nodes)
  const severity = loud.some(row => row.severity === 'critical') ? 'critical' : loud.length > 0 ? 'warning' : null
  return {
    sentence: overviewSentence({ loud, causes, services }),
    severity,
    services,
    nodes: nodes === null ? null : countNodes(nodes),
    zones,
    causes: [...causes],
    recovered: rows.filter(row => row.recovered !== null).map(({ key }) => key),
  }
}

function toNode({ metadata, status }: Node): NodeOfZone {
  return {
    name: metadata.name,
    zone: metadata.labels['topology.kubernetes.io/zone'] || null,
    ready: status?.conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
  }
}

function countNodes(nodes: readonly NodeOfZone[]) {
  return { ready: nodes.filter(({ ready }) => ready).length, total: nodes.length }
}

function zonesOf(rows: readonly Row[], nodes: readonly NodeOfZone[] | null): OverviewZone[] {
  const zones = new Map<string | null, Omit<OverviewZone, 'zone' | 'nodes'>>()
  const at = (zone: string | null) => {
    const counted = zones.get(zone) ?? { ready: 0, total: 0, starting: 0, unknown: 0, services: 0, losing: 0 }
    zones.set(zone, counted)
    return counted
  }
  for (const { zone } of nodes ?? []) at(zone)
  for (const row of rows)
    for (const { zone, ready, total, starting, unknown } of row.zones) {
      const counted = at(zone)
      counted.ready += ready
      counted.total += total
      counted.starting += starting
      counted.unknown += unknown
      counted.services += 1
      if (ready + starting + unknown < total) counted.losing += 1
    }
  const byZone = nodes === null ? null : Map.groupBy(nodes, ({ zone }) => zone)
  return [...zones]
    .filter(([zone, counted]) => zone !== null || counted.total > 0)
    .toSorted(([a], [b]) => compareZones(a, b))
    .map(([zone, counted]) => ({
      zone,
      nodes: byZone === null ? null : countNodes(byZone.get(zone) ?? []),
      ...counted,
    }))
}

interface Told {
  readonly loud: readonly Row[]
  readonly causes: readonly SharedCause[]
  readonly services: ClusterOverview['services']
}

/** "Zone eu-1b is down: 9 nodes NotReady; 21 Services lost backends, 1 has none". */
function overviewSentence({ loud, causes, services }: Told): string {
  const [first, ...more] = causes
  if (first !== undefined) {
    const hit = new Set(first.services)
    const own = loud.filter(({ key }) => hit.has(key))
    const none = own.filter(({ ready }) => ready === 0).length
    const lost = own.length - none
    const parts = [
      ...(lost > 0 ? [`${count(lost, 'Service')} lost backends`] : []),
      ...(none > 0
        ? [
            lost > 0
              ? `${none} ${none === 1 ? 'has' : 'have'} none`
              : `${count(none, 'Service')} ${none === 1 ? 'has' : 'have'} no ready backend`,
          ]
        : []),
    ]
    const facts = [first.facts, parts.join(', ')].filter(each => each !== '').join('; ')
    const rest = more.length === 0 ? '' : `; and ${count(more.length, 'more shared cause')}`
    return `${first.title}: ${facts}${rest}`
  }
  if (loud.length > 0)
    return `${numberText(loud.length)} of ${count(services.total, 'Service')} ${loud.length === 1 ? 'needs' : 'need'} attention, with no cause in common`
  if (services.total === 0) return 'No Services'
  return `No Service needs attention: ${numberText(services.ready)} of ${count(services.backends, 'backend')} ready in ${count(services.total, 'Service')}`
}
