import { type EndpointSlice, type Listers, type Node, serviceKeyOfSlice } from '@slicescope/model'
import type { SearchHit } from '../schema/search.ts'
import { aHit, type Ranked } from './ranked.ts'
import type { SearchWords } from './search-words.ts'

const ZONE = 'topology.kubernetes.io/zone'

type NodeListers = Pick<Listers, 'endpointslices' | 'nodes'>

/** Nodes by name, each with the Services that have backends there. */
export function nodeHits({ nodes, endpointslices }: NodeListers, words: SearchWords): readonly Ranked[] {
  const matched = Array.from(nodes.list()).filter(node => isNodeMeant(node, words))
  if (matched.length === 0) return []
  let services: ReturnType<typeof servicesOnNodes> | undefined
  const servicesOn = (node: string) => {
    services ??= servicesOnNodes(endpointslices.list(), new Set(matched.map(({ metadata }) => metadata.name)))
    return [...(services.get(node) ?? [])].toSorted()
  }
  return matched.map(({ metadata: { name, labels } }) => ({
    rank: words.words[0] === name || words.names.includes(name) ? 0 : 3,
    title: name,
    make: () => nodeHit(name, labels[ZONE], servicesOn(name)),
  }))
}

function nodeHit(name: string, zone: string | undefined, services: readonly string[]): SearchHit {
  const where = zone === undefined ? '' : `in zone ${zone}, `
  return aHit({
    kind: 'node',
    title: name,
    detail: `${where}backends of ${services.length} ${services.length === 1 ? 'Service' : 'Services'}`,
    services: [...services],
    select: { kind: 'node', key: name },
    narrows: { by: 'node', value: name },
  })
}

/** Zones by name, as the Nodes' labels have them. */
export function zoneHits({ nodes }: NodeListers, { words, names }: SearchWords): readonly Ranked[] {
  const isMeant = (zone: string) => names.includes(zone) || (words.length === 1 && zone.includes(words[0] ?? ''))
  return [...nodes.indexValues('zone')].filter(isMeant).map(zone => {
    const count = nodes.countByIndex('zone', zone)
    return {
      rank: zone === words[0] ? 0 : 2,
      title: zone,
      make: () =>
        aHit({
          kind: 'zone',
          title: zone,
          detail: `${count} ${count === 1 ? 'node' : 'nodes'}`,
          narrows: { by: 'zone', value: zone },
        }),
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
  for (const slice of slices) {
    const key = serviceKeyOfSlice(slice)
    for (const { nodeName } of key === undefined ? [] : slice.endpoints) {
      if (key === undefined || nodeName === undefined || !nodes.has(nodeName)) continue
      const own = services.get(nodeName) ?? new Set()
      services.set(nodeName, own.add(key))
    }
  }
  return services
}
