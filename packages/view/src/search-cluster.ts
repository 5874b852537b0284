import type { EndpointSlice, Listers, Node, Service } from '@slicescope/model'
import type { SearchAnswer, SearchHit } from './schema/search.ts'
import { type SearchWords, searchWords } from './search-words.ts'

export interface SearchInputs {
  readonly listers: Pick<Listers, 'services' | 'endpointslices' | 'nodes'>
  /** Resources that cannot be searched, by the API's plural. */
  readonly notSearched: readonly string[]
}

/** More are for a longer query. */
const MOST_HITS = 40
/** Where Services' slices carry their name. */
const SERVICE_LABEL = 'kubernetes.io/service-name'

/**
 * What a query finds: Services by name, address, port, DNS name or selector, pods by name or address with every Service
 * that they stand behind, nodes, namespaces. A pasted log line leads to the addresses and names in it. One pass over
 * Services and slices.
 */
export function searchCluster(query: string, { listers, notSearched }: SearchInputs): SearchAnswer {
  const words = searchWords(query)
  const isEmpty = words.addresses.length === 0 && words.words.length === 0 && words.names.length === 0
  const hits = isEmpty
    ? []
    : [
        ...serviceHits(listers.services.list(), words),
        ...backendHits(listers.endpointslices.list(), words),
        ...nodeHits(listers, words),
        ...namespaceHits(listers.services.indexValues('namespace'), words),
      ]
  const ranked = hits.toSorted((a, b) => a.rank - b.rank || a.hit.title.localeCompare(b.hit.title, 'en'))
  return {
    hits: ranked.slice(0, MOST_HITS).map(({ hit }) => hit),
    more: Math.max(0, ranked.length - MOST_HITS),
    notSearched: [...notSearched],
  }
}

interface Ranked {
  /** Lower comes first. */
  readonly rank: number
  readonly hit: SearchHit
}

function serviceHits(services: Iterable<Service>, words: SearchWords): readonly Ranked[] {
  return Array.from(services).flatMap(service => {
    const { namespace, name } = service.metadata
    const key = `${namespace}/${name}`
    const hit = (rank: number, detail: string, kind: SearchHit['kind'] = 'service'): readonly Ranked[] => [
      { rank, hit: { kind, title: name, detail, services: [key], select: null, namespace: null } },
    ]
    const address = addressesOf(service).find(each => words.addresses.includes(each.toLowerCase()))
    if (address !== undefined) return hit(0, `${address} is an address of Service ${key}`, 'address')
    if (words.addresses.length > 0) return []
    const dns = [...words.words, ...words.names].find(word => isDnsNameOf(word, { namespace, name }))
    if (dns !== undefined) return hit(0, `${dns} is the DNS name of Service ${key}`, 'dns')
    const label = words.labels.find(([label, value]) => service.spec.selector?.[label]?.toLowerCase() === value)
    if (label !== undefined) return hit(2, `selects ${label.join('=')}`)
    const port = words.words.length === 1 ? portOf(service, words.words[0] ?? '') : undefined
    if (port !== undefined) return hit(2, `node port ${port}`)
    if (words.words.length === 0 || !words.words.every(word => key.includes(word))) return []
    return hit(name === words.words[0] ? 0 : 1, namespace)
  })
}

/** `web.shop`, `web.shop.svc`, `web.shop.svc.cluster.local`; the zone is not looked at. */
function isDnsNameOf(
  word: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): boolean {
  const short = `${name}.${namespace}`
  const host = word.replace(/^https?:\/\//, '').replace(/[:/].*$/, '')
  return host === short || host === `${short}.svc` || host.startsWith(`${short}.svc.`)
}

function addressesOf({ spec, status }: Service): readonly string[] {
  const balancers = (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) =>
    [ip ?? [], hostname ?? []].flat(),
  )
  return [...(spec.clusterIPs ?? []), ...(spec.externalIPs ?? []), ...balancers]
}

function portOf({ spec }: Service, word: string): number | undefined {
  return spec.ports?.find(({ nodePort }) => nodePort !== undefined && `${nodePort}` === word)?.nodePort
}

interface FoundBackend {
  readonly title: string
  readonly detail: string
  readonly rank: number
  readonly kind: SearchHit['kind']
  readonly services: Set<string>
}

/** Every backend once, with all Services that list it. */
function backendHits(slices: Iterable<EndpointSlice>, words: SearchWords): readonly Ranked[] {
  const found = new Map<string, FoundBackend>()
  for (const slice of slices) {
    const service = slice.metadata.labels[SERVICE_LABEL]
    if (service === undefined) continue
    const key = `${slice.metadata.namespace}/${service}`
    for (const endpoint of slice.endpoints) {
      const match = matchOf(endpoint, words, { namespace: slice.metadata.namespace, service })
      if (match === undefined) continue
      const backend = endpoint.targetRef?.uid ?? `${slice.addressType}/${endpoint.addresses[0] ?? ''}`
      const known = found.get(backend) ?? { ...match, services: new Set() }
      known.services.add(key)
      found.set(backend, known)
    }
  }
  return [...found].map(([key, { title, detail, rank, kind, services }]) => ({
    rank,
    hit: { kind, title, detail, services: [...services].toSorted(), select: { kind: 'pod', key }, namespace: null },
  }))
}

type Endpoint = EndpointSlice['endpoints'][number]

interface Behind {
  readonly namespace: string
  readonly service: string
}

function matchOf(
  { addresses, targetRef, hostname, nodeName }: Endpoint,
  { addresses: wanted, words, names }: SearchWords,
  { namespace, service }: Behind,
): Omit<FoundBackend, 'services'> | undefined {
  const title = targetRef?.name ?? addresses[0] ?? ''
  const where = nodeName === undefined ? namespace : `${namespace}, on ${nodeName}`
  const address = wanted.find(each => addresses.some(own => own.toLowerCase() === each))
  if (address !== undefined) return { title, detail: `${address}, ${where}`, rank: 0, kind: 'address' }
  if (wanted.length > 0) return undefined
  if (hostname !== undefined) {
    const short = `${hostname}.${service}.${namespace}`
    const dns = [...words, ...names].find(word => word === short || word.startsWith(`${short}.svc`))
    if (dns !== undefined) return { title, detail: `${dns}, ${where}`, rank: 0, kind: 'dns' }
  }
  if (targetRef === undefined) return undefined
  const { name = '' } = targetRef
  if (names.includes(name)) return { title, detail: where, rank: 0, kind: 'pod' }
  if (words.length === 0) return undefined
  const key = `${namespace}/${name}`
  if (!words.every(word => key.includes(word))) return undefined
  return { title, detail: where, rank: name === words[0] ? 0 : 4, kind: 'pod' }
}

function nodeHits({ nodes, endpointslices }: SearchInputs['listers'], words: SearchWords): readonly Ranked[] {
  const matched = Array.from(nodes.list()).filter(node => isNodeMeant(node, words))
  if (matched.length === 0) return []
  const services = servicesOnNodes(endpointslices.list(), new Set(matched.map(({ metadata }) => metadata.name)))
  return matched.map(({ metadata: { name, labels } }) => {
    const zone = labels['topology.kubernetes.io/zone']
    const own = [...(services.get(name) ?? [])].toSorted()
    const detail = `${zone === undefined ? 'node' : `node in zone ${zone}`}, backends of ${own.length} Services`
    return {
      rank: words.words[0] === name || words.names.includes(name) ? 0 : 3,
      hit: { kind: 'node', title: name, detail, services: own, select: { kind: 'node', key: name }, namespace: null },
    }
  })
}

function isNodeMeant({ metadata: { name } }: Node, { words, names }: SearchWords): boolean {
  return names.includes(name) || (words.length > 0 && words.every(word => name.includes(word)))
}

function servicesOnNodes(
  slices: Iterable<EndpointSlice>,
  nodes: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const services = new Map<string, Set<string>>()
  for (const { metadata, endpoints } of slices) {
    const service = metadata.labels[SERVICE_LABEL]
    for (const { nodeName } of service === undefined ? [] : endpoints) {
      if (nodeName === undefined || !nodes.has(nodeName)) continue
      const own = services.get(nodeName) ?? new Set()
      own.add(`${metadata.namespace}/${service}`)
      services.set(nodeName, own)
    }
  }
  return services
}

function namespaceHits(namespaces: Iterable<string>, { words }: SearchWords): readonly Ranked[] {
  const [word] = words
  if (word === undefined || words.length > 1) return []
  return Array.from(namespaces)
    .filter(name => name.includes(word))
    .map(name => ({
      rank: name === word ? 0 : 2,
      hit: { kind: 'namespace', title: name, detail: 'namespace', services: [], select: null, namespace: name },
    }))
}
