import { type EndpointSlice, serviceKeyOfSlice } from '@slicescope/model'
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
export function backendHits(slices: readonly EndpointSlice[], words: SearchWords, most: number): BackendHits {
  const seen = new Set<string>()
  const best = bestOf(foundIn(slices, words, seen), most)
  const isMore = seen.size > ENOUGH
  const services = servicesOf(slices, new Set(best.map(({ key }) => key)))
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
function* foundIn(slices: readonly EndpointSlice[], words: SearchWords, seen: Set<string>): Generator<FoundBackend> {
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

/** The Services that list each of some backends. */
function servicesOf(
  slices: readonly EndpointSlice[],
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const services = new Map<string, Set<string>>()
  if (wanted.size === 0) return services
  for (const slice of slices) {
    const service = serviceKeyOfSlice(slice)
    for (const endpoint of service === undefined ? [] : slice.endpoints) {
      const key = backendKey(slice, endpoint)
      if (service === undefined || !wanted.has(key)) continue
      const own = services.get(key) ?? new Set()
      services.set(key, own.add(service))
    }
  }
  return services
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
  const title = targetRef?.name ?? addresses[0] ?? ''
  const address = wanted.find(each => addresses.some(own => own.toLowerCase() === each))
  if (address !== undefined) return { title, said: address, rank: 0, kind: 'address' }
  if (wanted.length > 0) return undefined
  if (hostname !== undefined) {
    const short = `${hostname}.${service}.${namespace}`
    const dns = [...words, ...names].find(word => word === short || word.startsWith(`${short}.svc`))
    if (dns !== undefined) return { title, said: dns, rank: 0, kind: 'dns' }
  }
  if (targetRef === undefined) return undefined
  const { name = '' } = targetRef
  if (names.includes(name)) return { title, said: '', rank: 0, kind: 'pod' }
  if (words.length === 0) return undefined
  if (!words.every(word => holds(word, namespace, name))) return undefined
  return { title, said: '', rank: name === words[0] ? 0 : BY_NAME, kind: 'pod' }
}

/** Whether `namespace/name` has the word in it. */
function holds(word: string, namespace: string, name: string): boolean {
  if (name.includes(word) || namespace.includes(word)) return true
  return word.includes('/') && `${namespace}/${name}`.includes(word)
}
