import type { BackendView, EndpointState, ServiceView } from '@slicescope/view'
import { compareNatural } from './natural-order.ts'

/** What a zone of the chat picture shows; it holds a cell for each backend, or counts alone. */
export interface ChatZone {
  readonly name: string
  readonly ready: number
  readonly total: number
  readonly isBroken: boolean
  readonly counts: readonly { readonly state: EndpointState; readonly count: number }[]
  /** In slot order; terminating ones too. */
  readonly backends: readonly BackendView[]
  /** How many pods match and are in no slice. */
  readonly absent: number
}

/** Above these, cells are too small to be read in a chat: totals stand for them. */
export const MOST_CELLS = 300

/** The zones of a Service, in natural order; where not all of `most` fit, those with losses first and one for the rest. */
export function chatZones(view: ServiceView, most: number): readonly ChatZone[] {
  const zones = allZones(view)
  if (zones.length <= most) return zones
  const byLoss = zones.toSorted((a, b) => b.total - b.ready - (a.total - a.ready))
  const shown = new Set(byLoss.slice(0, most - 1))
  const rest = zones.filter(zone => !shown.has(zone))
  return [...zones.filter(zone => shown.has(zone)), joined(rest)]
}

function allZones(view: ServiceView): readonly ChatZone[] {
  const zoneOfNode = new Map(view.nodes.map(({ name, zone }) => [name, zone]))
  const absentZone = (node: string | null) => zoneOfNode.get(node ?? '') ?? ''
  const absent = Map.groupBy(view.absentPods, ({ nodeName }) => absentZone(nodeName))
  const backends = Map.groupBy(view.backends, ({ zone }) => zone ?? '')
  const keys = new Set([...view.zones.map(({ key }) => key), ...absent.keys()])
  return [...keys].toSorted(byName).map(key => {
    const counted = view.zones.find(zone => zone.key === key)
    const own = (backends.get(key) ?? []).toSorted((a, b) => a.slot - b.slot)
    const [ready, total] = [counted?.ready ?? 0, counted?.total ?? 0]
    return {
      name: key === '' ? '(no zone)' : key,
      ready,
      total,
      isBroken: total > 0 && ready === 0,
      counts: countsOf({
        ready,
        'not-ready': counted?.notReady ?? 0,
        unknown: counted?.unknown ?? 0,
        'serving-terminating': counted?.servingTerminating ?? 0,
        terminating: (counted?.terminating ?? 0) - (counted?.servingTerminating ?? 0),
      }),
      backends: own,
      absent: absent.get(key)?.length ?? 0,
    }
  })
}

/** Backends without a zone stand last. */
function byName(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1
  return compareNatural(a, b)
}

function countsOf(counts: Readonly<Record<EndpointState, number>>): ChatZone['counts'] {
  const states: readonly EndpointState[] = ['ready', 'not-ready', 'unknown', 'serving-terminating', 'terminating']
  return states.filter(state => counts[state] > 0).map(state => ({ state, count: counts[state] }))
}

/** Several zones as one, which has counts alone. */
function joined(zones: readonly ChatZone[]): ChatZone {
  const sum = (pick: (zone: ChatZone) => number) => zones.reduce((total, zone) => total + pick(zone), 0)
  const of = (state: EndpointState) => sum(zone => zone.counts.find(each => each.state === state)?.count ?? 0)
  const [ready, total] = [sum(zone => zone.ready), sum(zone => zone.total)]
  return {
    name: `${zones.length} more`,
    ready,
    total,
    isBroken: total > 0 && ready === 0,
    counts: countsOf({
      ready: of('ready'),
      'not-ready': of('not-ready'),
      unknown: of('unknown'),
      'serving-terminating': of('serving-terminating'),
      terminating: of('terminating'),
    }),
    backends: zones.flatMap(zone => zone.backends),
    absent: sum(zone => zone.absent),
  }
}
