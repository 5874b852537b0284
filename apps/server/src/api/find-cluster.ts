import { type AskedClusters, findListed, Problem } from '@slicescope/answers'
import { type ClusterRegistry, MAX_CLUSTERS } from '../clusters/cluster-registry.ts'
import { problemOf } from '../clusters/cluster-source.ts'
import type { ShownCluster } from '../clusters/shown-cluster.ts'

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
  return findListed(findCluster(registry, slug))
}

/** What the questions of `@slicescope/answers` are asked of. */
export function askedClusters(registry: ClusterRegistry): AskedClusters {
  return { find: slug => findCluster(registry, slug), opened: slug => registry.opened(slug) }
}
