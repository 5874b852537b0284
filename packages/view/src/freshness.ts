import { isUnreadable, must, type WatchState } from '@slicescope/model'
import type { Freshness, Missing } from './schema/freshness.ts'
import type { ConnectionState, Mark, Moment, Origin } from './schema/words.ts'
import { toTime } from './times.ts'
import { isRequired, isUnfollowed, USED_RESOURCES, type UsedResource, type Watch, watchesOf } from './watch-report.ts'

interface Context {
  /** A namespace, or '*' for all. */
  readonly namespace: string
  readonly origin: Origin
  readonly moment: Moment
  /** The API server's identity is not verified: by `insecure-skip-tls-verify`, or because there is no TLS. */
  readonly unverifiedTls: boolean
  /** The last time that the wall clock was set. */
  readonly clockStep: Freshness['clockStep']
}

/** How far an answer about a namespace can be trusted, and what it lacks. */
export function freshnessOf(
  watches: readonly Watch[],
  { namespace, origin, moment, unverifiedTls, clockStep }: Context,
): Freshness {
  const followed = USED_RESOURCES.map(resource => ({ resource, watches: watchesOf(watches, resource, namespace) }))
  const used = followed.flatMap(({ watches }) => watches).filter(({ phase }) => !isUnreadable(phase))
  const missing = followed.flatMap(each => missingOf(each, namespace))
  const isFollowed = followed.some(({ watches }) => watches.length > 0)
  const leftOut = followed.flatMap(each => leftOutOf(each, namespace))
  const told = isFollowed ? statesOf(used, { missing, isWhole: leftOut.length === 0 }) : NOT_FOLLOWED
  const states = statesOfThen(told, { origin, moment })
  const had = used.filter(({ hasSynced }) => hasSynced)
  const marks: Mark[] = [...states]
  if (origin === 'demo') marks.push('DEMO')
  if (unverifiedTls) marks.push('UNVERIFIED TLS')
  return {
    origin,
    moment,
    state: must(states[0], 'a state'),
    marks,
    heard: oldest(had.map(({ heard }) => heard)),
    progressed: oldest(had.map(({ progressed }) => progressed)),
    verified: oldest(had.map(({ verified }) => verified)),
    missing,
    leftOut,
    clockStep,
  }
}

function leftOutOf({ resource, watches }: Followed, namespace: string): Freshness['leftOut'] {
  const isHere = (key: string) => namespace === '*' || !key.includes('/') || key.startsWith(`${namespace}/`)
  return watches.flatMap(({ leftOut }) => {
    if (leftOut === undefined || leftOut.count === 0) return []
    const objects = leftOut.objects.filter(({ key }) => isHere(key)).map(({ key, why }) => ({ object: key, why }))
    // Those that are counted and not named may be of any namespace.
    const count = objects.length + leftOut.count - leftOut.objects.length
    return count === 0 ? [] : [{ resource, count, objects }]
  })
}

/**
 * As of when a namespace's health is known, where the API server is out of reach for what health is made from; null
 * while it is in reach.
 */
export function knownAsOf(watches: readonly WatchState[], namespace: string): number | null {
  const health = USED_RESOURCES.filter(isRequired).flatMap(resource => watchesOf(watches, resource, namespace))
  const times = health.flatMap(({ blind, asOf }) => (blind && asOf !== null ? asOf : []))
  return times.length === 0 ? null : Math.min(...times)
}

/** Optional resources make an answer partial only then: what is being read comes by itself. */
const REFUSED: ReadonlySet<Missing['reason']> = new Set<Missing['reason']>([
  'forbidden',
  'not-followed',
  'not-recorded',
])

/** Before the first watch. */
const NOT_FOLLOWED: readonly ConnectionState[] = ['CATCHING UP', 'PARTIAL']

interface Lacking {
  readonly missing: readonly Missing[]
  /** No object is left out. */
  readonly isWhole: boolean
}

/** What is not of now is not live, however well it was known then. */
function statesOfThen(
  states: readonly ConnectionState[],
  { origin, moment }: Pick<Freshness, 'origin' | 'moment'>,
): readonly ConnectionState[] {
  const then: ConnectionState[] = []
  if (origin === 'recording') then.push('RECORDING')
  if (moment === 'past') then.push('PAST')
  return then.length === 0 ? states : [...then, ...states.filter(state => state !== 'LIVE')]
}

/** In the order of design.md section 10; the first is the state. */
function statesOf(used: readonly Watch[], { missing, isWhole }: Lacking): readonly ConnectionState[] {
  const blind = used.some(watch => watch.blind)
  const catchingUp = used.some(isCatchingUp)
  const partial = !isWhole || missing.some(({ resource, reason }) => REFUSED.has(reason) || isRequiredName(resource))
  const live = used.length > 0 && !blind && !catchingUp
  const states: readonly (readonly [ConnectionState, boolean])[] = [
    ['BLIND', blind],
    ['CATCHING UP', catchingUp],
    ['PARTIAL', partial],
    ['LIVE', live],
  ]
  return states.filter(([, holds]) => holds).map(([state]) => state)
}

/** A first list or a relist is running, or about to. */
function isCatchingUp({ phase, hasSynced, failures }: Watch): boolean {
  return phase === 'listing' || (phase === 'closed' && !hasSynced && failures === 0)
}

function isRequiredName(resource: string): boolean {
  return USED_RESOURCES.some(used => used === resource && isRequired(used))
}

interface Followed {
  readonly resource: UsedResource
  readonly watches: readonly Watch[]
}

function missingOf({ resource, watches }: Followed, namespace: string): readonly Missing[] {
  if (watches.length === 0) {
    const where = resource === 'nodes' || namespace === '*' ? null : namespace
    return [{ resource, namespace: where, reason: 'loading', loaded: null, expected: null }]
  }
  if (namespace !== '*' && isUnfollowed(watches, resource, namespace))
    return [{ resource, namespace, reason: 'not-followed', loaded: null, expected: null }]
  const inSome = (watch: Watch) => (namespace === '*' ? missingByNamespace(watch) : null)
  // A recording of some namespaces lacks nothing of them.
  const told = watches.some(({ hasSynced }) => hasSynced) ? watches.filter(isRecorded) : watches
  return told.flatMap(watch => inSome(watch) ?? missingOfWatch(watch))
}

function isRecorded({ phase }: Watch): boolean {
  return phase !== 'not-recorded'
}

/** Of what is followed in single namespaces: in how many it is refused, and in how many not followed. Null for other watches. */
function missingByNamespace({ resource, phase, byNamespace }: WatchState): readonly Missing[] | null {
  if (phase !== 'forbidden' || byNamespace === undefined) return null
  const { followed, denied, unfollowed, isLooking = false } = byNamespace
  const of = followed + denied + unfollowed
  // Where no namespace is known nothing is refused in some of them only.
  const rest = { resource, namespace: null, loaded: null, expected: null }
  if (of === 0) return isLooking ? [{ ...rest, reason: 'loading' }] : null
  const others = (reason: 'loading' | 'not-followed') =>
    unfollowed === 0 ? [] : [{ ...rest, reason, namespaces: { missing: unfollowed, of } }]
  return [
    ...(isLooking ? others('loading') : []),
    ...(denied === 0 ? [] : [{ ...rest, reason: 'forbidden' as const, namespaces: { missing: denied, of } }]),
    ...(isLooking ? [] : others('not-followed')),
  ]
}

function missingOfWatch(watch: Watch): readonly Missing[] {
  const { resource, namespace, phase, hasSynced, failures, loaded, expected } = watch
  if (isUnreadable(phase)) {
    const reason = phase === 'forbidden' ? phase : 'not-recorded'
    return [{ resource, namespace, reason, loaded: null, expected: null }]
  }
  if (hasSynced) return []
  if (failures > 0) return [{ resource, namespace, reason: 'unreachable', loaded: null, expected: null }]
  return [{ resource, namespace, reason: 'loading', loaded, expected }]
}

/** Null where there is none yet: the least that can be said of them all. */
function oldest(times: readonly (number | null)[]): string | null {
  const known = times.flatMap(time => time ?? [])
  return known.length === 0 || known.length < times.length ? null : toTime(Math.min(...known))
}
