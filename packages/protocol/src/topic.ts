/** What a connection can be told about: all Services of a namespace ('*': of all), or one open Service (`namespace/name`). */
export type Topic =
  | { readonly type: 'overview'; readonly namespace: string }
  | { readonly type: 'service'; readonly key: string }

export type TopicName = `overview:${string}` | `service:${string}`

export function topicName(topic: Topic): TopicName {
  return topic.type === 'overview' ? `overview:${topic.namespace}` : `service:${topic.key}`
}

/** A DNS label (RFC 1123), which names of namespaces and Services are. */
const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/

/** Undefined for what names no topic. */
export function parseTopic(name: string): Topic | undefined {
  const colon = name.indexOf(':')
  const rest = name.slice(colon + 1)
  switch (name.slice(0, Math.max(colon, 0))) {
    case 'overview':
      return rest === '*' || LABEL.test(rest) ? { type: 'overview', namespace: rest } : undefined
    case 'service':
      return isServiceKey(rest) ? { type: 'service', key: rest } : undefined
    default:
      return undefined
  }
}

function isServiceKey(key: string): boolean {
  const parts = key.split('/')
  return parts.length === 2 && parts.every(part => LABEL.test(part))
}
