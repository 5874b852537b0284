import { type HTTPRoute, type Ingress, type Listers, servicesOfRoute } from '@slicescope/model'
import { aHit, type Ranked } from './ranked.ts'
import type { SearchWords } from './search-words.ts'

/** A host and path that something sends on to Services. */
interface HostPath {
  /** As it stands there: `shop.example.com`, `*.example.com`; '' for any. */
  readonly host: string
  readonly path: string
  readonly services: readonly string[]
  /** "Ingress shop/front" */
  readonly from: string
}

/** Host names and paths of Ingresses and HTTPRoutes. Of a URL the longest path that it begins with comes first. */
export function routeHits(
  { ingresses, httproutes }: Pick<Listers, 'ingresses' | 'httproutes'>,
  words: SearchWords,
): readonly Ranked[] {
  if (words.addresses.length > 0) return []
  const asked = [...words.words, ...words.names].map(splitUrl)
  if (asked.length === 0) return []
  const places = [
    ...Array.from(ingresses.list()).flatMap(placesOfIngress),
    ...Array.from(httproutes.list()).flatMap(placesOfRoute),
  ]
  const isTyped = words.words.length > 0
  return places.flatMap(place => {
    const rank = isTyped
      ? worst(asked.map(each => rankOf(place, each)))
      : Math.min(...asked.map(each => (isHost(place.host, each.host) ? 1 : Infinity)))
    if (rank === undefined || rank === Infinity) return []
    const title = `${place.host === '' ? '*' : place.host}${place.path}`
    return [
      { rank, title, make: () => aHit({ kind: 'host', title, detail: place.from, services: [...place.services] }) },
    ]
  })
}

interface Asked {
  readonly host: string
  /** Begins with a slash; '' where none was asked for. */
  readonly path: string
}

/** Of `https://shop.example.com:443/checkout?x=1`, or `shop.example`. */
function splitUrl(word: string): Asked {
  const [, host = '', path = ''] = /^(?:[a-z]+:\/\/)?([^/:?#]*)(?::\d+)?(\/[^?#]*)?/.exec(word) ?? []
  return { host, path }
}

/** Lower comes first, a longer path before a shorter one; undefined where it is not meant. */
function rankOf({ host, path }: HostPath, asked: Asked): number | undefined {
  const isWhole = isHost(host, asked.host)
  if (!isWhole && !host.toLowerCase().includes(asked.host)) return undefined
  if (asked.path === '') return isWhole ? 1 : 3
  const isUnder = asked.path === path || asked.path.startsWith(`${path.replace(/\/$/, '')}/`)
  // A path alone means that path, and not all that is under /.
  const isMeant = isWhole ? isUnder : path.startsWith(asked.path) || (path !== '/' && isUnder)
  return isMeant ? 1 - path.length / LONGEST : undefined
}

/** Longer than any path that is looked at. */
const LONGEST = 4096

function worst(ranks: readonly (number | undefined)[]): number | undefined {
  return ranks.reduce((a, b) => (a === undefined || b === undefined ? undefined : Math.max(a, b)))
}

function isHost(host: string, asked: string): boolean {
  if (host === '' || asked === '') return false
  const own = host.toLowerCase()
  return own.startsWith('*.') ? asked.endsWith(own.slice(1)) && asked.length > own.length - 1 : own === asked
}

function placesOfIngress({ metadata: { namespace, name }, spec }: Ingress): readonly HostPath[] {
  const from = `Ingress ${namespace}/${name}`
  return (spec?.rules ?? []).flatMap(({ host = '', http }) =>
    (http?.paths ?? []).map(({ path = '/', backend }) => ({
      host,
      path,
      services: backend?.service === undefined ? [] : [`${namespace}/${backend.service.name}`],
      from,
    })),
  )
}

function placesOfRoute(route: HTTPRoute): readonly HostPath[] {
  const { metadata, spec } = route
  const hosts = spec?.hostnames.length === 0 ? [''] : (spec?.hostnames ?? [])
  return (spec?.rules ?? []).flatMap(rule => {
    const paths = rule.matches.flatMap(({ path }) => path?.value ?? [])
    const services = servicesOfRoute({ metadata, spec: { hostnames: [], rules: [rule] } })
    return hosts.flatMap(host =>
      (paths.length === 0 ? ['/'] : paths).map(path => ({
        host,
        path,
        services,
        from: `HTTPRoute ${metadata.namespace}/${metadata.name}`,
      })),
    )
  })
}
