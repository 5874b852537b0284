import { type Message, type StreamState, type Topic, topicName } from '@slicescope/protocol'

/** The part of a message that concerns someone who watches these topics; undefined where there is none. */
export function pickTopics(message: Message, topics: readonly Topic[]): Message | undefined {
  const names = new Set(topics.map(topicName))
  switch (message.type) {
    case 'snapshot':
      return {
        ...message,
        overviews: pick(message.overviews, namespace => names.has(topicName({ type: 'overview', namespace }))),
        services: pick(message.services, key => names.has(topicName({ type: 'service', key }))),
      }
    case 'part': {
      const topic: Topic =
        message.topic === 'overview'
          ? { type: 'overview', namespace: message.namespace }
          : { type: 'service', key: message.key }
      return names.has(topicName(topic)) ? message : undefined
    }
    case 'heartbeat':
      return { ...message, topics: new Map([...message.topics].filter(([name]) => names.has(name))) }
    case 'hello':
    case 'patch':
    case 'state':
    case 'reset':
    case 'revoked':
      return message
    default:
      return message satisfies never
  }
}

function pick<V>(map: ReadonlyMap<string, V>, isWanted: (key: string) => boolean): ReadonlyMap<string, V> {
  return new Map([...map].filter(([key]) => isWanted(key)))
}

/** What someone who joins must be told to hold of `topics` what `state` holds. */
export function catchUpMessages(state: StreamState, topics: readonly Topic[]): readonly Message[] {
  const { hello, connection, watermark } = state
  if (watermark === null) return [hello, connection].filter(message => message !== null)
  const snapshot: Message = {
    type: 'snapshot',
    watermark,
    overviews: new Map([...state.overviews].map(([namespace, { value }]) => [namespace, value])),
    services: new Map([...state.services].map(([key, { value }]) => [key, value])),
  }
  const own = [snapshot, ...state.pending].map(message => pickTopics(message, topics))
  return [hello, connection, ...own].filter(message => message !== null && message !== undefined)
}
