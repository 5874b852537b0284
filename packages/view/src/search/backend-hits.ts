import { type EndpointSlice, serviceKeyOfSlice } from '@slicescope/model'
import type { SearchHit } from '../schema/search.ts'
import { aHit, type Ranked } from './ranked.ts'
import type { SearchWords } from './search-words.ts'

interface FoundBackend {
  readonly title: string
  readonly detail: string
  readonly rank: number
  readonly kind: SearchHit['kind']
  readonly services: Set<string>
}

/** Every backend once, with all Services that list it: by pod name, address or DNS name. */
export function backendHits(slices: Iterable<EndpointSlice>, words: SearchWords): readonly Ranked[] {
  const found = new Map<string, FoundBackend>()
  for (const slice of slices) {
    const key = serviceKeyOfSlice(slice)
    if (key === undefined) continue
    const service = key.slice(key.indexOf('/') + 1)
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
    hit: aHit({ kind, title, detail, services: [...services].toSorted(), select: { kind: 'pod', key } }),
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
