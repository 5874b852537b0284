import type { CoverageOf } from '@slicescope/graph'
import type { Listers } from '@slicescope/model'
import type { SearchAnswer } from '../schema/search.ts'
import { backendHits } from './backend-hits.ts'
import { nodeHits, zoneHits } from './node-hits.ts'
import { aHit, bestOf, type Ranked } from './ranked.ts'
import { routeHits } from './route-hits.ts'
import { type SearchWords, searchWords } from './search-words.ts'
import { serviceHits } from './service-hits.ts'
import { workloadHits } from './workload-hits.ts'
import { notKnown, SEARCHED_WORKLOADS } from './workloads.ts'

/** All that is searched, in the order in which it is named. */
const SEARCHED = ['services', 'endpointslices', 'nodes', ...SEARCHED_WORKLOADS, 'ingresses', 'httproutes'] as const

export interface SearchInputs {
  readonly listers: Pick<Listers, (typeof SEARCHED)[number]>
  /** The namespace '' asks for all of them at once. */
  readonly coverage: CoverageOf
}

/** More are for a longer query. */
const MOST_HITS = 40

const NONE = { best: [], count: 0, isMore: false }

/**
 * What a query finds: Services by name, address, port, DNS name, selector or label, pods by name or address with every
 * Service that they stand behind, host names and paths of Ingresses and HTTPRoutes, workloads, nodes, zones, namespaces. A
 * pasted log line leads to the addresses and names in it. One pass over each.
 */
export function searchCluster(query: string, { listers, coverage }: SearchInputs): SearchAnswer {
  const words = searchWords(query)
  const isEmpty = words.addresses.length === 0 && words.words.length === 0 && words.names.length === 0
  const backends = isEmpty ? NONE : backendHits(listers.endpointslices, words, MOST_HITS)
  const hits = isEmpty
    ? []
    : [
        ...serviceHits(listers.services.list(), words),
        ...backends.best,
        ...routeHits(listers, words),
        ...workloadHits(listers, words),
        ...nodeHits(listers, words),
        ...zoneHits(listers, words),
        ...namespaceHits(listers.services.indexValues('namespace'), words),
      ]
  const notSearched = notKnown(SEARCHED, coverage)
  return {
    hits: bestOf(hits, MOST_HITS).map(({ make }) => make()),
    more: Math.max(0, hits.length - backends.best.length + backends.count - MOST_HITS),
    moreStill: backends.isMore,
    searched: SEARCHED.filter(resource => !notSearched.includes(resource)),
    notSearched: [...notSearched],
  }
}

function namespaceHits(namespaces: Iterable<string>, { words }: SearchWords): readonly Ranked[] {
  const [word] = words
  if (word === undefined || words.length > 1) return []
  return Array.from(namespaces)
    .filter(name => name.includes(word))
    .map(name => ({
      rank: name === word ? 0 : 2,
      title: name,
      make: () => aHit({ kind: 'namespace', title: name, detail: '', namespace: name }),
    }))
}
