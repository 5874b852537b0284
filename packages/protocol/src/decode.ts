import type { ServiceView } from '@slicescope/view'
import { isRecord } from '@slicescope/view/record'
import type { Ages } from './ages.ts'
import type {
  HeartbeatMessage,
  HelloMessage,
  Message,
  PartMessage,
  ResetMessage,
  RevokedMessage,
  StateMessage,
} from './messages.ts'
import type { Overview, OverviewChanges } from './overview.ts'
import type { ServiceChanges } from './service-topic.ts'
import { parseTopic, type TopicName, topicName } from './topic.ts'

/** Raised for an event that no server of this protocol version writes. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

/**
 * The message in a server-sent event; undefined for an event of a name not known here, which is to be skipped. Names
 * and outer shapes are checked; what stands deeper is taken as the server's own schemas have it, for it is our server
 * and `hello` told its version.
 * @throws ProtocolError
 */
export function decodeMessage(event: string, data: string): Message | undefined {
  switch (event) {
    case 'hello':
      return { ...check(data, isHello), type: event }
    case 'snapshot':
      return toSnapshot(check(data, isSnapshot))
    case 'part':
      return toPart(check(data, isPart))
    case 'patch':
      return { ...check(data, hasWatermark), type: event }
    case 'state':
      return { ...check(data, isState), type: event }
    case 'heartbeat':
      return toHeartbeat(check(data, isHeartbeat))
    case 'reset':
      return { ...check(data, isReset), type: event }
    case 'revoked':
      return { ...check(data, isRevoked), type: event }
    default:
      return undefined
  }
}

function check<T>(data: string, isRight: (value: unknown) => value is T): T {
  const value = parse(data)
  if (!isRight(value)) throw new ProtocolError(`This page cannot decode a message of the server: ${data.slice(0, 80)}`)
  return value
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch (error) {
    throw new ProtocolError('The server sent an event that is not JSON.', { cause: error })
  }
}

type Data = Readonly<Record<string, unknown>>

function isHello(value: unknown): value is Omit<HelloMessage, 'type'> {
  return (
    isRecord(value) &&
    typeof value['protocol'] === 'number' &&
    typeof value['epoch'] === 'string' &&
    isRecord(value['cluster'])
  )
}

interface Watermarked extends Data {
  readonly watermark: string
}

function hasWatermark(value: unknown): value is Watermarked {
  return isRecord(value) && typeof value['watermark'] === 'string'
}

function isSnapshot(value: unknown): value is Watermarked & { readonly topics: Data } {
  return hasWatermark(value) && isRecord(value['topics'])
}

function toSnapshot({ watermark, topics }: Watermarked & { readonly topics: Data }): Message {
  const overviews = new Map<string, Overview>()
  const services = new Map<string, ServiceView | null>()
  for (const [name, value] of Object.entries(topics)) {
    const topic = mustTopic(name)
    if (topic.type === 'overview' && isOverview(value)) overviews.set(topic.namespace, value)
    else if (topic.type === 'service' && isServiceOrNull(value)) services.set(topic.key, value)
    else throw new ProtocolError(`The server sent no ${topic.type} for ${name}.`)
  }
  return { type: 'snapshot', watermark, overviews, services }
}

function mustTopic(name: string) {
  const topic = parseTopic(name)
  if (topic === undefined) throw new ProtocolError(`The server sent an invalid topic: ${name.slice(0, 80)}`)
  return topic
}

function isOverview(value: unknown): value is Overview {
  return isRecord(value) && Array.isArray(value['services']) && isRecord(value['freshness'])
}

function isServiceOrNull(value: unknown): value is ServiceView | null {
  return value === null || (isRecord(value) && isRecord(value['service']) && Array.isArray(value['endpoints']))
}

interface Part extends Data {
  readonly topic: string
}

function isPart(value: unknown): value is Part {
  return isRecord(value) && typeof value['topic'] === 'string' && ('value' in value || isRecord(value['changes']))
}

function toPart({ topic: name, ...step }: Part): PartMessage {
  const topic = mustTopic(name)
  if (topic.type === 'overview') {
    if (!isStep(step, isOverview, isOverviewChanges)) throw new ProtocolError(`The server sent no part for ${name}.`)
    return { type: 'part', topic: 'overview', namespace: topic.namespace, step }
  }
  if (!isStep(step, isServiceOrNull, isServiceChanges)) throw new ProtocolError(`The server sent no part for ${name}.`)
  return { type: 'part', topic: 'service', key: topic.key, step }
}

function isStep<V, C>(
  step: Data,
  isValue: (value: unknown) => value is V,
  isChanges: (changes: unknown) => changes is C,
): step is { value: V } | { changes: C } {
  return 'value' in step ? isValue(step['value']) : isChanges(step['changes'])
}

function isOverviewChanges(value: unknown): value is OverviewChanges {
  return isRecord(value) && areListChanges(value, ['freshness'])
}

function isServiceChanges(value: unknown): value is ServiceChanges {
  return isRecord(value) && areListChanges(value, ['fields'])
}

/** All members but the named ones, which are objects. */
function areListChanges(changes: Data, objects: readonly string[]): boolean {
  return Object.entries(changes).every(
    ([name, change]) =>
      isRecord(change) &&
      (objects.includes(name) || (Array.isArray(change['removals']) && Array.isArray(change['upserts']))),
  )
}

function isState(value: unknown): value is Omit<StateMessage, 'type'> {
  return isRecord(value) && Array.isArray(value['resources']) && isRecord(value['freshness'])
}

type HeartbeatData = Omit<HeartbeatMessage, 'type' | 'topics'> & { readonly topics: Data }

function isHeartbeat(value: unknown): value is HeartbeatData {
  return hasWatermark(value) && typeof value['time'] === 'string' && isRecord(value['topics'])
}

function toHeartbeat({ topics, ...heartbeat }: HeartbeatData): HeartbeatMessage {
  const entries = Object.entries(topics).map(([name, value]): [TopicName, Ages & { digest: string }] => {
    if (!isTopicBeat(value)) throw new ProtocolError(`The server sent no digest for ${name}.`)
    return [topicName(mustTopic(name)), value]
  })
  return { ...heartbeat, type: 'heartbeat', topics: new Map(entries) }
}

function isTopicBeat(value: unknown): value is Ages & { readonly digest: string } {
  return isRecord(value) && typeof value['digest'] === 'string'
}

function isReset(value: unknown): value is Omit<ResetMessage, 'type'> {
  return isRecord(value) && typeof value['reason'] === 'string'
}

function isRevoked(value: unknown): value is Omit<RevokedMessage, 'type'> {
  return isRecord(value) && Array.isArray(value['topics'])
}
