import type { BackendView, ServiceView } from '@slicescope/view'
import { type CellState, cellStateOf } from './cell-state.ts'
import { CELL_STATES } from './glyphs.ts'
import { compareNatural } from './natural-order.ts'

/** What a zone of the chat picture shows; it holds a cell for each backend, or counts alone. */
export interface ChatZone {
  readonly name: string
  readonly ready: number
  readonly total: number
  readonly isBroken: boolean
  readonly counts: readonly { readonly state: CellState; readonly count: number }[]
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
      counts: countsOf(own),
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

function countsOf(backends: readonly BackendView[]): ChatZone['counts'] {
  const states = Map.groupBy(backends, cellStateOf)
  return CELL_STATES.flatMap(state => {
    const count = states.get(state)?.length ?? 0
    return count === 0 ? [] : [{ state, count }]
  })
}

/** Several zones as one, which has counts alone. */
function joined(zones: readonly ChatZone[]): ChatZone {
  const sum = (pick: (zone: ChatZone) => number) => zones.reduce((total, zone) => total + pick(zone), 0)
  const [ready, total] = [sum(zone => zone.ready), sum(zone => zone.total)]
  return {
    name: `${zones.length} more`,
    ready,
    total,
    isBroken: total > 0 && ready === 0,
    counts: countsOf(zones.flatMap(zone => zone.backends)),
    backends: zones.flatMap(zone => zone.backends),
    absent: sum(zone => zone.absent),
  }
}
