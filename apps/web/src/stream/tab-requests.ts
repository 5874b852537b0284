import { parseTopic, type Topic, topicName } from '@slicescope/protocol'
import type { TabRequest } from './hub-messages.ts'

/** A tab's request as it comes out of a message port: another version of this page may have sent it. */
export function readTabRequest(data: unknown): TabRequest | undefined {
  if (typeof data !== 'object' || data === null || !('type' in data)) return undefined
  switch (data.type) {
    case 'resync':
    case 'wake':
    case 'bye':
      return { type: data.type }
    case 'watch': {
      if (!('cluster' in data && typeof data.cluster === 'string')) return undefined
      if (!('topics' in data && Array.isArray(data.topics))) return undefined
      return { type: 'watch', cluster: data.cluster, topics: data.topics.flatMap(topic => readTopic(topic) ?? []) }
    }
    default:
      return undefined
  }
}

function readTopic(topic: unknown): Topic | undefined {
  return typeof topic === 'string' ? parseTopic(topic) : undefined
}

/** The form that `readTabRequest` reads. */
export function writeTabRequest(request: TabRequest): object {
  return request.type === 'watch' ? { ...request, topics: request.topics.map(topicName) } : request
}
