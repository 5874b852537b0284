import type { ServiceView } from '@slicescope/view'
import { withAges } from './ages.ts'
import { formatDigest } from './digest.ts'
import type {
  HeartbeatMessage,
  HelloMessage,
  Message,
  PartMessage,
  RevokedMessage,
  SnapshotMessage,
  StateMessage,
} from './messages.ts'
import type { Overview } from './overview.ts'
import { type Topic, type TopicName, parseTopic, topicName } from './topic.ts'
import {
  advanceOverview,
  advanceService,
  overviewState,
  type OverviewState,
  serviceState,
  type ServiceState,
  stepOverview,
  stepService,
} from './topic-state.ts'
import { parseWatermark, type Watermark } from './watermark.ts'

/** All that a reader of a stream holds. Replaced, never edited; what a message does not touch stays the very same object. */
export interface StreamState {
  readonly hello: HelloMessage | null
  /** As of where the topics are; null before the first snapshot. */
  readonly watermark: Watermark | null
  /** By namespace, '*' for all. */
  readonly overviews: ReadonlyMap<string, OverviewState>
  /** By `namespace/name`. */
  readonly services: ReadonlyMap<string, ServiceState>
  /** The last `state` message. */
  readonly connection: StateMessage | null
  /** The last heartbeat's server time, RFC 3339. */
  readonly beatAt: string | null
  /** Parts that wait for their patch. */
  readonly pending: readonly PartMessage[]
  /**
   * Topics that differ from the server's. Never empty by anything but a bug: who sees one opens the stream again
   * without `since`, and counts it.
   */
  readonly mismatches: readonly TopicName[]
}

export const EMPTY_STREAM: StreamState = {
  hello: null,
  watermark: null,
  overviews: new Map(),
  services: new Map(),
  connection: null,
  beatAt: null,
  pending: [],
  mismatches: [],
}

/** The state after a message (L2: after any of them the topics equal the server's view). */
export function applyMessage(state: StreamState, message: Message): StreamState {
  switch (message.type) {
    case 'hello':
      return { ...state, hello: message, pending: [] }
    case 'snapshot':
      return applySnapshot(state, message)
    case 'part':
      return { ...state, pending: [...state.pending, message] }
    case 'patch':
      return { ...applyParts(state), watermark: message.watermark, pending: [] }
    case 'state':
      return { ...state, connection: message }
    case 'heartbeat':
      return applyHeartbeat(state, message)
    case 'reset':
      return { ...state, watermark: null, pending: [] }
    case 'revoked':
      return applyRevoked(state, message)
    default:
      return message satisfies never
  }
}

function applySnapshot(state: StreamState, { watermark, overviews, services }: SnapshotMessage): StreamState {
  const overviewStates = [...overviews].map(([name, value]) => [name, replaceOverview(state, name, value)] as const)
  const serviceStates = [...services].map(([key, value]) => [key, replaceService(state, key, value)] as const)
  return {
    ...state,
    watermark,
    overviews: new Map([...state.overviews, ...overviewStates]),
    services: new Map([...state.services, ...serviceStates]),
    pending: [],
    mismatches: [],
  }
}

/** Entities that are as they were stay the very same, so that a snapshot over what is shown redraws only what differs. */
function replaceOverview({ overviews }: StreamState, namespace: string, value: Overview): OverviewState {
  const held = overviews.get(namespace)
  const fresh = overviewState(value)
  if (held === undefined) return fresh
  const step = stepOverview(held.value, value)
  const kept = step === null ? held : advanceOverview(held, step)
  return { value: withAges(kept?.value ?? value, value.freshness), digest: fresh.digest }
}

function replaceService({ services }: StreamState, key: string, value: ServiceView | null): ServiceState {
  const held = services.get(key)
  const fresh = serviceState(value)
  if (held === undefined || value === null) return fresh
  const step = stepService(held.value, value)
  const kept = (step === null ? held : advanceService(held, step))?.value ?? value
  return { value: withAges(kept, value.freshness), digest: fresh.digest }
}

function applyParts(state: StreamState): StreamState {
  const overviews = new Map(state.overviews)
  const services = new Map(state.services)
  const mismatches = new Set(state.mismatches)
  for (const part of state.pending) {
    if (part.topic === 'overview') {
      const next = advanceOverview(overviews.get(part.namespace), part.step)
      if (next === undefined) mismatches.add(topicName({ type: 'overview', namespace: part.namespace }))
      else overviews.set(part.namespace, next)
    } else {
      const next = advanceService(services.get(part.key), part.step)
      if (next === undefined) mismatches.add(topicName({ type: 'service', key: part.key }))
      else services.set(part.key, next)
    }
  }
  return { ...state, overviews, services, mismatches: [...mismatches] }
}

function applyHeartbeat(state: StreamState, { watermark, time, topics }: HeartbeatMessage): StreamState {
  const mismatches = [...topics].flatMap(([name, { digest }]) => {
    const topic = parseTopic(name)
    const held = topic === undefined ? undefined : heldTopic(state, topic)
    return held !== undefined && formatDigest(held.digest) === digest ? [] : [name]
  })
  const agesOf = (topic: Topic) => topics.get(topicName(topic))
  const overviews = mapValues(state.overviews, (held, namespace) => {
    const ages = agesOf({ type: 'overview', namespace })
    return ages === undefined ? held : { ...held, value: withAges(held.value, ages) }
  })
  const services = mapValues(state.services, (held, key) => {
    const ages = agesOf({ type: 'service', key })
    return ages === undefined || held.value === null ? held : { ...held, value: withAges(held.value, ages) }
  })
  return { ...state, watermark, overviews, services, mismatches, beatAt: time }
}

function mapValues<V>(map: ReadonlyMap<string, V>, change: (value: V, key: string) => V): ReadonlyMap<string, V> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]))
}

function heldTopic({ overviews, services }: StreamState, topic: Topic): OverviewState | ServiceState | undefined {
  return topic.type === 'overview' ? overviews.get(topic.namespace) : services.get(topic.key)
}

function applyRevoked(state: StreamState, { topics }: RevokedMessage): StreamState {
  return keepTopics(
    state,
    heldTopics(state).filter(topic => !topics.includes(topicName(topic))),
  )
}

function heldTopics({ overviews, services }: StreamState): readonly Topic[] {
  return [
    ...[...overviews.keys()].map(namespace => ({ type: 'overview' as const, namespace })),
    ...[...services.keys()].map(key => ({ type: 'service' as const, key })),
  ]
}

/** What to begin with when the stream is opened for other topics: what is held of them, parts that wait for their patch too. */
export function keepTopics(state: StreamState, topics: readonly Topic[]): StreamState {
  const names = new Set(topics.map(topicName))
  const isKept = (topic: Topic) => names.has(topicName(topic))
  return {
    ...state,
    overviews: new Map([...state.overviews].filter(([namespace]) => isKept({ type: 'overview', namespace }))),
    services: new Map([...state.services].filter(([key]) => isKept({ type: 'service', key }))),
    pending: state.pending.filter(part => isKept(topicOf(part))),
    mismatches: [],
  }
}

function topicOf(part: PartMessage): Topic {
  return part.topic === 'overview'
    ? { type: 'overview', namespace: part.namespace }
    : { type: 'service', key: part.key }
}

/**
 * The query of a stream of these topics that goes on where `state` stands; the whole topics where it holds none or
 * differs from the server.
 */
export function streamQuery(topics: readonly Topic[], state: StreamState): string {
  const names = topics.map(topic =>
    topic.type === 'overview' ? pair('overview', topic.namespace) : pair('service', topic.key),
  )
  const isDamaged = state.mismatches.length > 0
  if (isDamaged) return [...names, pair('because', 'digest')].join('&')
  if (state.watermark === null || parseWatermark(state.watermark) === undefined) return names.join('&')
  const fresh = topics.filter(topic => heldTopic(state, topic) === undefined)
  if (fresh.length === topics.length) return names.join('&')
  return [...names, pair('since', state.watermark), ...fresh.map(topic => pair('fresh', topicName(topic)))].join('&')
}

function pair(name: string, value: string): string {
  return `${name}=${encodeURIComponent(value)}`
}
