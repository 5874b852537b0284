import type { Service } from '@slicescope/model'
import type { SearchHit } from '../schema/search.ts'
import { aHit, type Ranked } from './ranked.ts'
import { labelIn, type SearchWords } from './search-words.ts'

/** Services by name, address, node port, DNS name, selector or label. */
export function serviceHits(services: Iterable<Service>, words: SearchWords): readonly Ranked[] {
  return Array.from(services).flatMap(service => {
    const { namespace, name } = service.metadata
    const key = `${namespace}/${name}`
    const hit = (rank: number, detail: string, kind: SearchHit['kind'] = 'service'): readonly Ranked[] => [
      { rank, title: name, make: () => aHit({ kind, title: name, detail, services: [key] }) },
    ]
    const address = addressesOf(service).find(each => words.addresses.includes(each.toLowerCase()))
    if (address !== undefined) return hit(0, `${address} is an address of Service ${key}`, 'address')
    if (words.addresses.length > 0) return []
    const dns = [...words.words, ...words.names].find(word => isDnsNameOf(word, { namespace, name }))
    if (dns !== undefined) return hit(0, `${dns} is the DNS name of Service ${key}`, 'dns')
    const selected = labelIn(service.spec.selector, words)
    if (selected !== undefined) return hit(2, `selects ${selected}`)
    const label = labelIn(service.metadata.labels, words)
    if (label !== undefined) return hit(3, `has the label ${label}`)
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
