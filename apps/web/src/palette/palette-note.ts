import { formatCount } from '@slicescope/picture'

/** What a search came to, beside what it found. */
interface Searched {
  readonly query: string
  readonly count: number
  readonly isFetching: boolean
  readonly failure: string | null
  readonly more: number
  /** Whether there are more than `more`. */
  readonly moreStill: boolean
  /** Resources by the API's plural. */
  readonly searched: readonly string[]
  readonly notSearched: readonly string[]
}

const WORDS: Readonly<Record<string, string>> = {
  services: 'Services (names, addresses, node ports, DNS names, selectors, labels)',
  endpointslices: 'backends (pods, addresses, per-pod DNS names)',
  nodes: 'nodes and zones',
  deployments: 'Deployments',
  statefulsets: 'StatefulSets',
  daemonsets: 'DaemonSets',
  replicasets: 'ReplicaSets',
  jobs: 'Jobs',
  ingresses: 'Ingresses',
  httproutes: 'HTTPRoutes',
}

/** The line below what was found: what else there is, what was searched and what could not be. */
export function paletteNote({ query, count, isFetching, failure, ...answer }: Searched): string {
  const { more, moreStill, searched, notSearched } = answer
  if (query.trim() === '') return 'Type a name, a host name, a label, or paste an address or a log line.'
  if (failure !== null) return `Search failed: ${failure}`
  const lacks =
    notSearched.length === 0 ? '' : ` Not searched (no permission, or still loading): ${namesOf(notSearched)}.`
  if (count > 0)
    return more > 0
      ? `${moreStill ? 'More than ' : ''}${formatCount(more)} more: type more of the name.${lacks}`
      : lacks.trim()
  return isFetching
    ? 'Searching.'
    : `Not found. Searched: ${namesOf(searched)}, namespaces, contexts, findings, commands.${lacks}`
}

function namesOf(resources: readonly string[]): string {
  return resources.map(resource => WORDS[resource] ?? resource).join(', ')
}
