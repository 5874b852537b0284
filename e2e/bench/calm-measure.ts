import type { PlantedIncident } from '@slicescope/demo-cluster'
import type { Row } from '@slicescope/view'
import type { Told } from './played-demo.ts'

const MINUTE = 60_000
/** A loss of weight. */
const WEIGHTY_SHARE = 0.1

interface Spell {
  readonly from: number
  to: number
  /** A port or a zone without a ready backend, a tenth lost, or what the planted incident took. */
  isCovered: boolean
}

/** What is noted of one Service. */
interface Noted {
  lead: string | null
  /** When its lead changed, ms since the beginning. */
  readonly changes: number[]
  readonly spells: Spell[]
  /** Since when a loss of weight waits for its row to be loud. */
  waiting: number | null
  /** The longest such wait, ms. */
  wait: number
}

/** How calm the headlines of a played demo are. */
export class CalmMeasure {
  readonly #planted: PlantedIncident | undefined
  readonly #services = new Map<string, Noted>()

  /** `planted`: what the demo breaks on purpose. */
  constructor(planted?: PlantedIncident) {
    this.#planted = planted
  }

  note({ at, row, lead }: Told): void {
    const noted = this.#of(row.key)
    if (noted.lead !== null && noted.lead !== lead) noted.changes.push(at)
    noted.lead = lead
    const isLoud = row.severity === 'warning' || row.severity === 'critical'
    const isWeighty = weightOf(row) >= WEIGHTY_SHARE
    noteSpell(noted, { at, isLoud, isCovered: isWeighty || this.#isPlanted(at, row) })
    if (isWeighty && !isLoud) noted.waiting ??= at
    if (isLoud && noted.waiting !== null) noted.wait = Math.max(noted.wait, at - noted.waiting)
    if (isLoud || !isWeighty) noted.waiting = null
  }

  /** Changes of lead of a Service from one time to another, ms since the beginning. */
  changes(key: string, from: number, to: number): number {
    return (this.#services.get(key)?.changes ?? []).filter(at => at >= from && at < to).length
  }

  /** When a Service first was loud, ms since the beginning; null where it never was. */
  loudFrom(key: string): number | null {
    return this.#services.get(key)?.spells[0]?.from ?? null
  }

  /** Minutes in which a Service was loud although in that spell nothing of weight was lost, nor what was planted. */
  unexplained(): readonly string[] {
    return [...this.#services].flatMap(([key, { spells }]) => {
      const idle = spells.filter(({ isCovered }) => !isCovered)
      const minutes = new Set(idle.flatMap(({ from, to }) => minutesOf(from, to)))
      return [...minutes].map(minute => `${key} minute ${minute}`)
    })
  }

  lines(minutes: number): readonly string[] {
    const services = [...this.#services].toSorted(([, a], [, b]) => b.changes.length - a.changes.length)
    const idle = this.unexplained()
    const waits = services.map(([, { wait }]) => wait)
    return [
      ...services
        .filter(([, { changes }]) => changes.length > 0)
        .map(
          ([key, { changes }]) =>
            `  ${key}: ${changes.length} changes of lead, ${(changes.length / minutes).toFixed(2)} a minute, at most ${most(changes)} in one`,
        ),
      `  loud minutes that no loss of weight and no planted incident explains: ${idle.length}${idle.length === 0 ? '' : ` (${idle.slice(0, 5).join(', ')})`}`,
      `  from a loss of weight to a loud row: at most ${(Math.max(0, ...waits) / 1000).toFixed(2)} s`,
    ]
  }

  /** While the zone is broken on purpose, and the Service lacks something in it. */
  #isPlanted(at: number, { zones }: Row): boolean {
    const planted = this.#planted
    if (planted === undefined) return false
    const round = at % planted.every
    const own = zones.find(({ zone }) => zone === planted.zone)
    return round >= planted.from && round <= planted.to && own !== undefined && own.ready + own.starting < own.total
  }

  #of(key: string): Noted {
    const known = this.#services.get(key)
    if (known !== undefined) return known
    const noted: Noted = { lead: null, changes: [], spells: [], waiting: null, wait: 0 }
    this.#services.set(key, noted)
    return noted
  }
}

interface Heard {
  readonly at: number
  readonly isLoud: boolean
  readonly isCovered: boolean
}

function noteSpell({ spells }: Noted, { at, isLoud, isCovered }: Heard): void {
  const last = spells.at(-1)
  const open = last !== undefined && last.to === Infinity ? last : undefined
  if (open === undefined && isLoud) spells.push({ from: at, to: Infinity, isCovered })
  else if (open !== undefined && isCovered) open.isCovered = true
  if (open !== undefined && !isLoud) open.to = at
}

/** What share of a Service is neither ready nor starting; all of one of which a zone, or everything, is gone. */
function weightOf({ ready, starting, total, wanted, health, zones }: Row): number {
  if (ready === null || total === null || health === 'external' || health === 'healthy') return 0
  const isBare = ready === 0 && wanted !== 0
  if (isBare || zones.some(zone => zone.total > 1 && zone.ready + zone.starting === 0)) return 1
  return (total - ready - (starting ?? 0)) / Math.max(total, 1)
}

function minutesOf(from: number, to: number): readonly number[] {
  const last = Number.isFinite(to) ? to : from
  const first = Math.floor(from / MINUTE)
  return Array.from({ length: Math.floor(last / MINUTE) - first + 1 }, (_, at) => first + at)
}

/** The most of these times in one minute of the clock. */
function most(times: readonly number[]): number {
  const counts = Map.groupBy(times, at => Math.floor(at / MINUTE))
  return Math.max(0, ...[...counts.values()].map(own => own.length))
}
