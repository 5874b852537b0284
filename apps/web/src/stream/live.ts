import { applyMessage, EMPTY_STREAM, keepTopics, type StreamState, type Topic } from '@slicescope/protocol'
import type { ServiceView } from '@slicescope/view'
import type { HubEvent } from './hub-messages.ts'
import { isNewlyDamaged } from './is-newly-damaged.ts'
import type { Link } from './link.ts'

/** Everything that the page knows from its stream. Replaced at most once a frame, never edited. */
export interface Live {
  readonly cluster: string | null
  readonly stream: StreamState
  /** Each open Service as it was last seen, for when it is there no more. */
  readonly lastViews: ReadonlyMap<string, ServiceView>
  readonly link: Link
  /** When anything last came from our server, by this browser's clock in ms; null before. */
  readonly heardAt: number | null
  /** Add it to the browser's clock to get the server's, in ms. */
  readonly clockOffset: number
  /** What the server's clock was when it last said so, in ms; null before. That of a recording stands at its end. */
  readonly toldAt: number | null
  /** How often what this page holds differed from the server. It stays 0 unless there is a bug. */
  readonly digestResets: number
}

export const NOTHING_LIVE: Live = {
  cluster: null,
  stream: EMPTY_STREAM,
  lastViews: new Map(),
  link: { state: 'connecting' },
  heardAt: null,
  clockOffset: 0,
  toldAt: null,
  digestResets: 0,
}

/** What is kept when the page turns to these topics of this cluster. */
export function turnTo(live: Live, cluster: string, topics: readonly Topic[]): Live {
  if (live.cluster !== cluster) return { ...NOTHING_LIVE, cluster, digestResets: live.digestResets }
  return { ...live, stream: keepTopics(live.stream, topics), lastViews: lastViews(live, topics) }
}

function lastViews({ lastViews }: Live, topics: readonly Topic[]): Live['lastViews'] {
  const kept = new Set(topics.map(topic => (topic.type === 'service' ? topic.key : '')))
  return new Map([...lastViews].filter(([key]) => kept.has(key)))
}

/** The state after an event that came at `now`; events of a cluster that is not shown change nothing. */
export function applyHubEvent(live: Live, event: HubEvent, now: number): Live {
  if (event.type === 'outdated' || event.cluster !== live.cluster) return live
  switch (event.type) {
    case 'heard':
      return { ...live, heardAt: now }
    case 'link':
      return { ...live, link: event.link }
    case 'message': {
      const { message } = event
      const stream = applyMessage(live.stream, message)
      const told = message.type === 'hello' || message.type === 'heartbeat' ? Date.parse(message.time) : Number.NaN
      const isTold = Number.isFinite(told)
      return {
        ...live,
        stream,
        lastViews: message.type === 'revoked' ? new Map() : seenViews(live, stream),
        heardAt: now,
        clockOffset: isTold ? told - now : live.clockOffset,
        toldAt: isTold ? told : live.toldAt,
        digestResets: live.digestResets + (isNewlyDamaged(live.stream, stream) ? 1 : 0),
      }
    }
    default:
      return event satisfies never
  }
}

function seenViews({ lastViews, stream: before }: Live, stream: StreamState): Live['lastViews'] {
  if (before.services === stream.services) return lastViews
  const seen = [...stream.services].flatMap(([key, { value }]) => (value === null ? [] : [[key, value] as const]))
  return new Map([...lastViews, ...seen])
}
