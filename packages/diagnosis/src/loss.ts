import type { ServiceGraph } from '@slicescope/graph'
import type { CaseFile } from './case.ts'
import { isWatched } from './changes/watched.ts'
import type { Clock } from './clock.ts'
import { toTime } from './clock.ts'
import type { Evidence } from './evidence.ts'
import type { Severity } from './finding.ts'
import { isDependedOn } from './dependents.ts'
import { isAsleep, rollsWithoutDeadline } from './wanted.ts'

/** Pods in their first minute raise nobody. */
const GRACE_MS = 60_000
/** A Service is often made moments before its pods. */
const COMING_MS = 15_000
/** A Deployment's rollout is stuck after as long (progressDeadlineSeconds by default); others have no deadline of their own. */
const DEADLINE_MS = 600_000
/** What has stayed for an hour is known, or nobody's concern. */
const HABIT_MS = 3_600_000

/** How bad it is that `broken` (keys of backends, uids of pods) are lost to the Service. */
export type SeverityOfLoss = (broken: readonly string[]) => Severity

/** The severity of losses in one Service, by the contract's words. */
export function severityOfLoss(file: CaseFile): SeverityOfLoss {
  const { graph, evidence, clock } = file
  let known: State | undefined
  return broken => {
    known ??= stateOf(file)
    const { isAtRest, isRolling, isOut, isDepended, lostZones, births } = known
    if (isAtRest || (isRolling && !isStuck(broken, known, clock))) return 'info'
    const isNew = broken.length > 0 && broken.every(key => isYoung(births.get(key) ?? null, clock))
    if (isNew && (!isOut || isYoung(graph.service.creationTimestamp, clock))) return 'info'
    if ((isNew || births.size === 0) && isWaking(evidence, clock)) return 'info'
    if (births.size === 0 && isYoung(graph.service.creationTimestamp, clock, COMING_MS)) return 'info'
    if (isOut || isDepended) return 'critical'
    const lost = new Set(broken)
    if (graph.backends.some(({ key, zone }) => lostZones.has(zone) && lost.has(key))) return 'critical'
    return isHabit(evidence, clock) ? 'info' : 'warning'
  }
}

interface State {
  /** Scaled to zero. */
  readonly isAtRest: boolean
  /** Within what a rollout may take away. */
  readonly isRolling: boolean
  /** Nobody but us will say that it is stuck. */
  readonly isEndless: boolean
  /** Keys of backends, and uids of pods, that are on their way out. */
  readonly ending: ReadonlySet<string>
  readonly isOut: boolean
  readonly isDepended: boolean
  readonly lostZones: ReadonlySet<string | null>
  readonly births: ReadonlyMap<string, string | null>
}

function stateOf({ graph, evidence, wanted: wantedNow }: CaseFile): State {
  const { wanted, rolling, short } = wantedNow()
  return {
    isAtRest: wanted === 0 || isAsleep(graph, evidence),
    isRolling: rolling && !short,
    isEndless: rolling && rollsWithoutDeadline(graph, evidence),
    ending: endingOf(graph),
    isOut: hasUnservedPort(graph),
    isDepended: isDependedOn(graph.service, (resource, key) =>
      evidence.coverage(resource, '') === 'known' ? evidence.listers[resource].byIndex('service', key) : [],
    ),
    lostZones: zonesLost(graph),
    births: birthsOf(graph),
  }
}

/** Whether one of the broken ones has had more time than a rollout may take; what it takes away goes by itself. */
function isStuck(broken: readonly string[], { isEndless, ending, births }: State, clock: Clock): boolean {
  if (!isEndless) return false
  const staying = broken.filter(key => !ending.has(key))
  return staying.map(key => clock.isPast(toTime(births.get(key)) + DEADLINE_MS)).some(Boolean)
}

function endingOf({ pods, backends }: ServiceGraph): ReadonlySet<string> {
  return new Set([
    ...backends.flatMap(({ key, state }) => (state.endsWith('terminating') ? [key] : [])),
    ...pods.flatMap(({ uid, deletionTimestamp }) => (deletionTimestamp === null ? [] : [uid])),
  ])
}

/** Whether nobody is ready for some port; a Service that never has endpoints lacks none. */
export function hasUnservedPort({ summary: { health, ports } }: ServiceGraph): boolean {
  if (health === 'down' || health === 'fallback' || health === 'empty') return true
  return health === 'degraded' && ports.some(({ ready }) => ready === 0)
}

/** Whether the Service has less than all of what it could have, by its slices. */
export function hasLoss({ summary: { health } }: Pick<ServiceGraph, 'summary'>): boolean {
  return health === 'down' || health === 'fallback' || health === 'empty' || health === 'degraded'
}

function zonesLost({ summary }: ServiceGraph): ReadonlySet<string | null> {
  return new Set(
    summary.zones
      .filter(({ zone, ready, total }) => zone !== null && ready === 0 && total >= 2)
      .map(({ zone }) => zone),
  )
}

function birthsOf({ pods, absentPods, backends }: ServiceGraph): ReadonlyMap<string, string | null> {
  return new Map([
    ...backends.map(({ key, createdAt }) => [key, createdAt] as const),
    ...[...pods, ...(absentPods ?? [])].map(({ uid, creationTimestamp }) => [uid, creationTimestamp] as const),
  ])
}

/** In its first minute, or as told. */
export function isYoung(creationTimestamp: string | null, clock: Clock, grace = GRACE_MS): boolean {
  const born = toTime(creationTimestamp)
  return !Number.isNaN(born) && !clock.isPast(born + grace)
}

/** Somebody was seen to scale it up from zero within the last minute: nobody was served before either. */
function isWaking({ watched = [] }: Evidence, clock: Clock): boolean {
  const last = watched.findLast(isWatched('scaling'))
  return last !== undefined && last.from === 0 && last.to > 0 && !clock.isPast(last.last + GRACE_MS)
}

function isHabit({ steadySince = null }: Evidence, clock: Clock): boolean {
  return steadySince !== null && clock.isPast(steadySince + HABIT_MS)
}
