import { unreachable } from '@slicescope/model'
import { type ClusterRegistry, MAX_CLUSTERS } from '../clusters/cluster-registry.ts'
import { problemOf } from '../clusters/cluster-source.ts'
import type { NamespaceKnowledge } from '../clusters/namespace-knowledge.ts'
import type { ShownCluster } from '../clusters/shown-cluster.ts'
import { Problem } from '../http/problem.ts'

/** s; a first list takes about as long, and a cluster out of reach is tried again about as often. */
const RETRY_AFTER = 2

const NO_ROOM = `Slicescope follows at most ${MAX_CLUSTERS} clusters at a time: close the pages of another cluster, then retry.`
/** s; a cluster without pages is let go after half a minute when another one is asked for. */
const NO_ROOM_RETRY_AFTER = 30

/** The cluster, followed from now on. */
export function findCluster(registry: ClusterRegistry, slug: string): ShownCluster | Problem {
  const source = registry.find(slug)
  if (source === undefined) {
    return new Problem(404, `There is no cluster ${JSON.stringify(slug)} here: see /api/clusters for a list.`)
  }
  const problem = problemOf(source)
  if (problem !== null) return new Problem(503, problem)
  return registry.use(source) ?? new Problem(503, NO_ROOM, { retryAfter: NO_ROOM_RETRY_AFTER })
}

/** The cluster, once its Services are listed: before that nothing may be said not to exist. */
export function findListedCluster(registry: ClusterRegistry, slug: string): ShownCluster | Problem {
  const cluster = findCluster(registry, slug)
  if (cluster instanceof Problem || cluster.view.hasServices()) return cluster
  const reason = cluster.trouble()
  const detail = `The Services of cluster ${JSON.stringify(slug)} are not listed yet${reason === null ? '' : `: ${reason}`}`
  return new Problem(503, `${detail.replace(/[.]$/, '')}.`, { retryAfter: RETRY_AFTER })
}

interface Known {
  readonly slug: string
  knowledgeOf(namespace: string): NamespaceKnowledge
}

/** Why nothing can be answered about a namespace; null when something can. */
export function findNamespaceProblem(reading: Known, namespace: string): Problem | null {
  const name = JSON.stringify(namespace)
  const knowledge = reading.knowledgeOf(namespace)
  switch (knowledge) {
    case 'there':
    case 'cannot-tell':
      return null
    case 'forbidden':
      return new Problem(
        403,
        `Services in namespace ${name} cannot be listed: permission denied (RBAC). Grant this user list and watch on Services.`,
      )
    case 'not-watched':
      return new Problem(404, `Namespace ${name} is not watched: add --namespace ${namespace} to see it.`)
    case 'not-recorded':
      return new Problem(404, `The Services of namespace ${name} are not in this recording.`)
    case 'loading':
    case 'not-asked':
      return new Problem(
        503,
        `Namespaces are still loading, so it is unknown whether ${name} exists. Retry in a second.`,
        { retryAfter: RETRY_AFTER },
      )
    case 'absent':
      return new Problem(404, `There is no namespace ${name} in cluster ${JSON.stringify(reading.slug)}.`)
    default:
      return unreachable(knowledge)
  }
}
