import type { Ages } from './ages.ts'
import type { HelloMessage, ResetMessage, RevokedMessage, StateMessage } from './messages.ts'
import type { TopicName } from './topic.ts'
import type { OverviewStep, ServiceStep } from './topic-state.ts'
import type { Watermark } from './watermark.ts'

/** A message as one server-sent event. `data` is JSON, which has no line breaks. */
export function encodeEvent(event: string, data: string, id?: Watermark): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`
}

/** The messages that belong to no topic. */
export function encodeMessage(message: HelloMessage | StateMessage | ResetMessage | RevokedMessage): string {
  const { type, ...data } = message
  return encodeEvent(type, JSON.stringify(data))
}

/** A topic's change, encoded once for all who read it. */
export function encodePart(topic: TopicName, step: OverviewStep | ServiceStep): string {
  return encodeEvent('part', JSON.stringify({ topic, ...step }))
}

export function encodePatch(watermark: Watermark): string {
  return encodeEvent('patch', JSON.stringify({ watermark }), watermark)
}

/** The pieces of a snapshot: each topic's JSON is encoded once and stands between what differs from stream to stream. */
export function encodeSnapshot<P>(
  watermark: Watermark,
  topics: readonly { readonly name: TopicName; readonly json: P }[],
): readonly (string | P)[] {
  const head = `event: snapshot\nid: ${watermark}\ndata: {"watermark":${JSON.stringify(watermark)},"topics":{`
  const members = topics.flatMap(({ name, json }, index) => [`${index === 0 ? '' : ','}${JSON.stringify(name)}:`, json])
  return [head, ...members, '}}\n\n']
}

interface Heartbeat extends Ages {
  readonly watermark: Watermark
  readonly time: string
  readonly topics: readonly (readonly [TopicName, Ages & { readonly digest: string }])[]
}

export function encodeHeartbeat({ topics, ...heartbeat }: Heartbeat): string {
  return encodeEvent(
    'heartbeat',
    JSON.stringify({ ...heartbeat, topics: Object.fromEntries(topics) }),
    heartbeat.watermark,
  )
}
