import {
  encodeMessage,
  encodeSnapshot,
  parseTopic,
  PROTOCOL_VERSION,
  type ResourceState,
  type Topic,
  topicName,
} from '@slicescope/protocol'
import type { ClusterView } from '@slicescope/view'
import { Problem } from '../questions/problem.ts'
import type { RecordedAnswers } from './recorded-answers.ts'

/** All that a stream of a recording tells: nothing follows its first snapshot. */
export function recordedStream(cluster: RecordedAnswers, query: URLSearchParams): string | Problem {
  const topics = topicsOf(query)
  if (topics === null)
    return new Problem(
      400,
      'The stream has no topic that it can tell: name one with overview=NAMESPACE or service=NAMESPACE/NAME.',
    )
  const { view } = cluster
  const now = cluster.now()
  const time = new Date(now).toISOString()
  const { position } = cluster.provenance()
  const epoch = position.slice(0, position.lastIndexOf('-'))
  return [
    encodeMessage({ type: 'hello', protocol: PROTOCOL_VERSION, epoch, time, cluster: cluster.describe() }),
    encodeMessage({
      type: 'state',
      resources: view.watches().map(stateOf),
      freshness: view.freshness({ namespace: '*' }),
      server: '',
      nextAttempt: null,
      asked: null,
      stopping: false,
    }),
    ...encodeSnapshot(
      position,
      topics.map(topic => ({ name: topicName(topic), json: jsonOf(topic, view, now) })),
    ),
  ].join('')
}

function topicsOf(query: URLSearchParams): readonly Topic[] | null {
  const names = ['overview', 'service'].flatMap(kind => query.getAll(kind).map(name => `${kind}:${name}`))
  const topics = names.map(name => parseTopic(name))
  return topics.length === 0 || topics.includes(undefined) ? null : topics.filter(topic => topic !== undefined)
}

function jsonOf(topic: Topic, view: ClusterView, now: number): string {
  if (topic.type === 'service') return JSON.stringify(view.serviceView(topic.key, now) ?? null)
  const { namespace } = topic
  return JSON.stringify({ services: view.rows(namespace), freshness: view.freshness({ namespace }) })
}

function stateOf(watch: ReturnType<ClusterView['watches']>[number]): ResourceState {
  const { resource, namespace, phase, hasSynced, loaded, expected, reason, failures } = watch
  return { resource, namespace, phase, hasSynced, loaded, expected, reason, failures }
}
