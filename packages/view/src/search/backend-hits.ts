import { type EndpointSlice, type Listers, serviceKeyOfSlice } from '@slicescope/model'
import type { SearchHit } from '../schema/search.ts'
import { aHit, bestOf, type Ranked } from './ranked.ts'
import type { SearchWords } from './search-words.ts'

interface Match {
  readonly title: string
  readonly rank: number
  readonly kind: SearchHit['kind']
  /** The address or name that was asked for; '' where the pod's name says it. */
  readonly said: string
}

interface FoundBackend extends Match {
  /** uid of the pod, else the address. */
  readonly key: string
  readonly endpoint: Endpoint
  readonly namespace: string
}

/** Of so many whose name holds the words the rest is passed over: the query is too short to mean one of them. */
const ENOUGH = 1000
const BY_NAME = 4

/** Of all that was found the best, and how many there are. */
interface BackendHits {
  readonly best: readonly Ranked[]
  readonly count: number
  /** Whether there are more than were counted. */
  readonly isMore: boolean
}

/** Every backend once, with all Services that list it: by pod name, address or DNS name. At most `most` of them. */
export function backendHits(slices: Listers['endpointslices'], words: SearchWords, most: number): BackendHits {
  const seen = new Set<string>()
  const best = bestOf(foundIn(slices.list(), words, seen), most)
  const isMore = seen.size > ENOUGH
  const services = servicesOf(slices, best)
  return {
    count: isMore ? ENOUGH : seen.size,
    isMore,
    best: best.map(backend => ({
      rank: backend.rank,
      title: backend.title,
      make: () => backendHit(backend, services.get(backend.key) ?? new Set()),
    })),
  }
}

/** What matches, as it comes; each backend once. Once there are more than enough only better ones are looked for. */
function* foundIn(slices: Iterable<EndpointSlice>, words: SearchWords, seen: Set<string>): Generator<FoundBackend> {
  for (const slice of slices) {
    const service = serviceKeyOfSlice(slice)
    if (service === undefined) continue
    const { namespace } = slice.metadata
    const behind = { namespace, service: service.slice(service.indexOf('/') + 1) }
    for (const endpoint of slice.endpoints) {
      const match = matchOf(endpoint, words, behind)
      if (match === undefined || (match.rank === BY_NAME && seen.size > ENOUGH)) continue
      const key = backendKey(slice, endpoint)
      if (seen.has(key)) continue
      seen.add(key)
      yield { ...match, key, endpoint, namespace }
    }
  }
}

function backendKey({ addressType }: EndpointSlice, { targetRef, addresses }: Endpoint): string {
  return targetRef?.uid ?? `${addressType}/${addresses[0] ?? ''}`
}

/** The Services that list each of some backends: by the index of pods, and for those without a pod's uid in one pass over all. */
function servicesOf(
  slices: Listers['endpointslices'],
  backends: readonly FoundBackend[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const services = new Map<string, Set<string>>(backends.map(({ key }) => [key, new Set()]))
  for (const { key, endpoint } of backends)
    if (endpoint.targetRef?.uid)
      for (const slice of slices.byIndex('pod', key)) addTo(services.get(key), serviceKeyOfSlice(slice))
  if (backends.every(({ endpoint }) => endpoint.targetRef?.uid)) return services
  for (const slice of slices.list())
    for (const endpoint of slice.endpoints)
      if (!endpoint.targetRef?.uid) addTo(services.get(backendKey(slice, endpoint)), serviceKeyOfSlice(slice))
  return services
}

function addTo(services: Set<string> | undefined, service: string | undefined): void {
  if (service !== undefined) services?.add(service)
}

function backendHit(
  { key, title, kind, said, endpoint, namespace }: FoundBackend,
  services: ReadonlySet<string>,
): SearchHit {
  const place = endpoint.nodeName === undefined ? namespace : `${namespace}, on ${endpoint.nodeName}`
  const detail = said === '' ? place : `${said}, ${place}`
  return aHit({ kind, title, detail, services: [...services].toSorted(), select: { kind: 'pod', key } })
}

type Endpoint = EndpointSlice['endpoints'][number]

interface Behind {
  readonly namespace: string
  readonly service: string
}

function matchOf(
  { addresses, targetRef, hostname }: Endpoint,
  { addresses: wanted, words, names }: SearchWords,
  { namespace, service }: Behind,
): Match | undefined {
  if (wanted.length > 0) {
    const said = wanted.find(each => addresses.some(own => own.toLowerCase() === each))
    return said === undefined ? undefined : { title: titleOf(targetRef, addresses), said, rank: 0, kind: 'address' }
  }
  if (hostname !== undefined) {
    const short = `${hostname}.${service}.${namespace}`
    const dns = [...words, ...names].find(word => word === short || word.startsWith(`${short}.svc`))
    if (dns !== undefined) return { title: titleOf(targetRef, addresses), said: dns, rank: 0, kind: 'dns' }
  }
  if (targetRef === undefined) return undefined
  const { name = '' } = targetRef
  const isNamed = names.includes(name)
  if (!isNamed && (words.length === 0 || !words.every(word => holds(word, namespace, name)))) return undefined
  return {
    title: titleOf(targetRef, addresses),
    said: '',
    rank: isNamed || name === words[0] ? 0 : BY_NAME,
    kind: 'pod',
  }
}

/** Asked for what matches alone: addresses are held packed. */
function titleOf(targetRef: Endpoint['targetRef'], addresses: Endpoint['addresses']): string {
  return targetRef?.name ?? addresses[0] ?? ''
}

/** Whether `namespace/name` has the word in it. */
function holds(word: string, namespace: string, name: string): boolean {
  if (name.includes(word) || namespace.includes(word)) return true
  return word.includes('/') && `${namespace}/${name}`.includes(word)
}
