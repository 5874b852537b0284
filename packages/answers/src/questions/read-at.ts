import type { Gap } from '@slicescope/history'
import { type ClusterInfo, formatWatermark } from '@slicescope/protocol'
import type { ClusterView, Provenance } from '@slicescope/view'
import type { Resource } from '@slicescope/model'
import { isForbiddenEverywhere, knowledgeOf, type NamespaceKnowledge, settledKnowledge } from './namespace-knowledge.ts'
import { type AskedCluster, type AskedClusters, findListed } from './asked-clusters.ts'
import { NotRecorded, type Then } from '../history/history.ts'
import { Problem } from './problem.ts'
import { parseMoment } from './moment-query.ts'

/** What one read is answered from: the cluster as it is now, or as it was. */
export interface Reading {
  readonly slug: string
  readonly view: ClusterView
  /** ms since the epoch. */
  readonly now: number
  readonly provenance: Provenance
  readonly identity: ClusterInfo
  /** The moment falls in a gap: nothing was seen then. */
  readonly gap: Gap | null
  knowledgeOf(namespace: string): NamespaceKnowledge
  isForbiddenEverywhere(resource: Resource): boolean
}

interface Where {
  readonly cluster: string
  readonly at?: string | undefined
  /** The only one that it is about, by its key, or EVERY_SERVICE for their rows: of the past no more is read than that takes. */
  readonly service?: string | null
}

type Answered<T> = T | Problem

/** What `read` makes of the cluster as of the moment, or the problem that says why it cannot. Keep nothing of the reading. */
export async function readAt<T>(
  clusters: AskedClusters,
  { cluster: slug, at, service = null }: Where,
  read: (reading: Reading) => Answered<T>,
): Promise<Answered<T>> {
  if (at === undefined) {
    const cluster = findListed(clusters.find(slug))
    return cluster instanceof Problem ? cluster : read(readingNow(cluster))
  }
  const asked = parseMoment(at)
  const cluster = clusters.find(slug)
  if (asked === null || cluster instanceof Problem) return cluster instanceof Problem ? cluster : BAD_MOMENT
  const { history } = cluster
  if (history === null) return NO_HISTORY
  const answer = await history.read(asked, then => readThen(cluster, then, read), service)
  return answer instanceof NotRecorded ? notRecordedProblem(answer) : answer
}

function readingNow(cluster: AskedCluster): Reading {
  return {
    slug: cluster.source.slug,
    view: cluster.view,
    provenance: cluster.provenance(),
    now: cluster.now(),
    identity: cluster.describe(),
    gap: null,
    knowledgeOf: namespace => cluster.knowledgeOf(namespace),
    isForbiddenEverywhere: resource => cluster.isForbiddenEverywhere(resource),
  }
}

function readThen<T>(cluster: AskedCluster, then: Then, read: (reading: Reading) => Answered<T>): Answered<T> {
  const { view, past, epoch, now } = then
  if (!view.hasServices()) return NOT_KNOWN_THEN
  return read({
    slug: cluster.source.slug,
    view,
    now,
    provenance: {
      position: formatWatermark({ epoch, number: past.number }),
      origin: cluster.source.origin,
      moment: 'past',
    },
    identity: cluster.describe(),
    gap: then.gap,
    knowledgeOf: namespace =>
      settledKnowledge(knowledgeOf(namespace, { watches: view.watches(), listers: past.listers })),
    isForbiddenEverywhere: resource => isForbiddenEverywhere(resource, view.watches()),
  })
}

const BAD_MOMENT = new Problem(400, 'Invalid query parameter "at": it is no time and no position.')
export const NO_HISTORY = new Problem(
  404,
  'No history is recorded of this cluster: start Slicescope without --history off.',
)
const NOT_KNOWN_THEN = new Problem(404, 'The Services were not known at that moment: ask for a later one.')
/** s */
const RETRY_AFTER = 2

export function notRecordedProblem({ reason, recorded }: NotRecorded): Problem {
  const range = recorded === null ? '' : ` Recorded: ${formatUtc(recorded.from)} to ${formatUtc(recorded.to)}.`
  switch (reason) {
    case 'nothing':
      return new Problem(404, 'Nothing is recorded of this cluster yet: ask again in a few seconds.')
    case 'before':
    case 'after':
      return new Problem(404, `Nothing is recorded of that moment.${range}`)
    case 'dropped':
      return new Problem(410, `The recording of that moment was deleted (--history-keep, --history-size).${range}`)
    case 'future':
      return new Problem(404, `That moment is in the future.${range}`)
    case 'damaged':
      return new Problem(503, 'The recording of that moment cannot be read: its files are damaged. See the log.')
    case 'busy':
      return new Problem(503, 'Too many questions about the past are waiting. Retry in a few seconds.', {
        retryAfter: RETRY_AFTER,
      })
    default:
      return reason satisfies never
  }
}

/** "2026-11-24 03:26:10 UTC" */
function formatUtc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
