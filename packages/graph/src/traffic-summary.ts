import {
  canonicalIp,
  formatIpPort,
  groupNodes,
  type NodeGroup,
  nodeZone,
  type PortTraffic,
} from '@slicescope/kubernetes'
import type { EndpointSlice, Node, Service } from '@slicescope/model'
import { isHeadless, otherProxy, serviceType } from './service-facts.ts'
import type { ServiceGraph } from './service-graph.ts'

type Destination = NonNullable<PortTraffic['internal']>

/** On the clusterIP from within the cluster, or by node port, external IP or load balancer from outside. */
export type TrafficWay = 'internal' | 'external'

export type TrafficKind =
  /** Clients of these nodes get no answer. */
  | 'unanswered'
  /** None is ready, and endpoints that are terminating and still serve answer. */
  | 'fallback'
  /** kube-proxy's own choice is not defined. */
  | 'undefined'
  /** Hints leave the clients of these nodes with few endpoints: see OVERLOAD. */
  | 'overload'
  /** Whole zones whose clients are answered from other zones only. */
  | 'elsewhere'

/** Something to be known of who answers, with the nodes that it holds for. */
export interface TrafficFact {
  readonly kind: TrafficKind
  readonly way: TrafficWay
  /** For which it holds alike. */
  readonly ports: readonly Pick<PortTraffic, 'name' | 'protocol' | 'family'>[]
  readonly nodes: number
  /** Some of the nodes by name. */
  readonly examples: readonly string[]
  /** The zones of all the nodes, sorted; those without zone have none here. */
  readonly zones: readonly string[]
  /** kube-proxy's reason, of what is unanswered or undefined; else null. */
  readonly why: string | null
  /** Of an overload: how many endpoints answer, of how many that are ready, at how many times an even share. */
  readonly load: { readonly endpoints: number; readonly ready: number; readonly times: number } | null
}

/** What `groupNodes` comes to, in a few facts however many nodes there are. */
export interface TrafficSummary {
  readonly nodes: number
  /** How many groups of nodes get different answers. */
  readonly groups: number
  /** Why kube-proxy has no rule for the Service; null where it has. */
  readonly unserved: 'external-name' | 'headless' | 'other-proxy' | 'no-ports' | 'no-cluster-ip' | null
  /** None where every node is answered from its own zone, or there is but one, by endpoints that are ready. */
  readonly facts: readonly TrafficFact[]
}

/** An endpoint that gets more than this many times its even share is said to be overloaded. */
export const OVERLOAD = 2

/** So many nodes are named. */
const NAMED = 3

interface Asked {
  readonly service: Service
  /** All that carry the Service's name in their label. */
  readonly slices: readonly EndpointSlice[]
  /** All there are. */
  readonly nodes: readonly Node[]
}

/** `graph` is the Service's, of the same moment. */
export function summarizeTraffic(graph: ServiceGraph, { service, slices, nodes }: Asked): TrafficSummary {
  const clients = nodes.map(node => ({ nodeName: node.metadata.name, zone: nodeZone(node) }))
  const groups = groupNodes(service, slices, clients)
  const zones = new Map(clients.map(({ nodeName, zone }) => [nodeName, zone ?? null]))
  return {
    nodes: nodes.length,
    groups: groups.length,
    unserved: whyUnserved(service, groups),
    facts: mergePorts(listWays(groups).flatMap(way => factsOf(way, { graph, zones }))),
  }
}

function whyUnserved({ spec, metadata }: Service, groups: readonly NodeGroup[]): TrafficSummary['unserved'] {
  if (serviceType(spec) === 'ExternalName') return 'external-name'
  if (isHeadless(spec)) return 'headless'
  if (otherProxy(metadata.labels) !== null) return 'other-proxy'
  if (spec.ports.length === 0) return 'no-ports'
  const isServed = groups.length === 0 || groups.some(({ ports }) => ports.some(({ internal }) => internal !== null))
  return isServed ? null : 'no-cluster-ip'
}

/** One way to one port, and which nodes have which destination; equal ones are one object. */
interface Way {
  readonly port: PortTraffic
  readonly way: TrafficWay
  readonly served: ReadonlyMap<Destination, readonly string[]>
}

function listWays(groups: readonly NodeGroup[]): readonly Way[] {
  const ports = groups[0]?.ports ?? []
  return ports.flatMap((port, at) =>
    (['internal', 'external'] as const).flatMap(way => {
      const served = new Map<Destination, string[]>()
      for (const group of groups) {
        const destination = group.ports[at]?.[way] ?? null
        if (destination === null) continue
        const nodes = served.get(destination)
        if (nodes === undefined) served.set(destination, [...group.nodes])
        else nodes.push(...group.nodes)
      }
      return served.size === 0 ? [] : [{ port, way, served }]
    }),
  )
}

interface Context {
  readonly graph: ServiceGraph
  /** Of every node. */
  readonly zones: ReadonlyMap<string, string | null>
}

function factsOf(way: Way, context: Context): readonly TrafficFact[] {
  const addresses = addressesOf(way.port, context.graph)
  const nodesWhere = (holds: (destination: Destination) => boolean) =>
    [...way.served].flatMap(([destination, nodes]) => (holds(destination) ? nodes : []))
  const isFallback = (destination: Destination) =>
    'answers' in destination && destination.answers.every(answer => addresses.get(answer)?.isReady !== true)
  const whyOf = (holds: (destination: Destination) => boolean) => [...way.served.keys()].find(holds)?.why ?? null
  const fact = (kind: TrafficKind, nodes: readonly string[], more: Partial<TrafficFact> = {}) =>
    nodes.length === 0 ? [] : [toFact({ kind, way, nodes, zones: context.zones, more })]
  return [
    ...fact('unanswered', nodesWhere(isUnanswered), { why: whyOf(isUnanswered) }),
    ...fact('fallback', nodesWhere(isFallback)),
    ...fact('undefined', nodesWhere(isUndefined), { why: whyOf(isUndefined) }),
    ...(areHintsFollowed(way, context) ? overloadOf(way, addresses, context) : []),
    ...(way.way === 'internal' ? fact('elsewhere', servedFromElsewhere(way, addresses, context)) : []),
  ]
}

interface Stated {
  readonly kind: TrafficKind
  readonly way: Way
  readonly nodes: readonly string[]
  readonly zones: Context['zones']
  readonly more: Partial<TrafficFact>
}

function toFact({ kind, way: { port, way }, nodes, zones, more }: Stated): TrafficFact {
  const { name, protocol, family } = port
  const own = new Set(nodes.flatMap(node => zones.get(node) ?? []))
  return {
    kind,
    way,
    ports: [{ name, protocol, family }],
    nodes: nodes.length,
    examples: nodes.toSorted().slice(0, NAMED),
    zones: [...own].toSorted(),
    why: null,
    load: null,
    ...more,
  }
}

/** An ip:port that a slice gives the port. */
interface Address {
  readonly isReady: boolean
  /** Its endpoint's, else its Node's; null where that is not known, or where several differ. */
  readonly zone: string | null
}

function addressesOf({ name, protocol, family }: PortTraffic, graph: ServiceGraph): ReadonlyMap<string, Address> {
  const zoneOf = new Map(graph.backends.map(({ key, zone }) => [key, zone]))
  const addresses = new Map<string, Address>()
  for (const { address, addressType, ignored, conditions, ports, zone, backend } of graph.endpoints) {
    const number = ports.find(port => port.name === name && port.protocol === protocol)?.port ?? null
    if (ignored !== null || addressType !== family || number === null) continue
    const key = formatIpPort(canonicalIp(address) ?? address, number)
    const own = zone ?? zoneOf.get(backend) ?? null
    const known = addresses.get(key)
    const isReady = conditions.ready || known?.isReady === true
    addresses.set(key, { isReady, zone: known === undefined || known.zone === own ? own : null })
  }
  return addresses
}

type Addresses = ReadonlyMap<string, Address>

function isUnanswered(destination: Destination): boolean {
  return 'none' in destination
}

function isUndefined(destination: Destination): boolean {
  return 'answers' in destination && destination.undefined === true
}

/** The nodes of zones whose clients all are answered, and none of them by an endpoint of its own zone. */
function servedFromElsewhere(way: Way, addresses: Addresses, { zones }: Context): readonly string[] {
  const away = new Map<string, string[]>()
  const athome = new Set<string>()
  for (const [destination, nodes] of way.served) {
    const answering = 'answers' in destination ? zonesOf(destination.answers, addresses) : null
    for (const node of nodes) {
      const zone = zones.get(node) ?? null
      if (zone === null) continue
      if (answering === null || answering.has(zone) || answering.has(null)) athome.add(zone)
      else if (away.get(zone)?.push(node) === undefined) away.set(zone, [node])
    }
  }
  return [...away].flatMap(([zone, nodes]) => (athome.has(zone) ? [] : nodes))
}

function zonesOf(answers: readonly string[], addresses: Addresses): ReadonlySet<string | null> {
  return new Set(answers.map(answer => addresses.get(answer)?.zone ?? null))
}

/** Under a policy Local it is no hint that sends clients to few endpoints. */
function areHintsFollowed({ way }: Way, { graph }: Context): boolean {
  return way === 'internal' && graph.service.internalTrafficPolicy !== 'Local'
}

/**
 * The nodes whose clients fall on so few of the ready endpoints that these get more than OVERLOAD times an even share,
 * counting each node as one client. Of several the worst.
 */
function overloadOf(way: Way, addresses: Addresses, { zones }: Context): readonly TrafficFact[] {
  const ready = [...addresses.values()].filter(({ isReady }) => isReady).length
  const all = [...way.served.values()].reduce((sum, nodes) => sum + nodes.length, 0)
  const loads = [...way.served].flatMap(([destination, nodes]) => {
    if (!('answers' in destination) || destination.answers.length >= ready) return []
    const endpoints = destination.answers.length
    return [{ nodes, load: { endpoints, ready, times: ((nodes.length / all) * ready) / endpoints } }]
  })
  const [worst] = loads.toSorted((a, b) => b.load.times - a.load.times)
  if (worst === undefined || worst.load.times <= OVERLOAD) return []
  return [toFact({ kind: 'overload', way, nodes: worst.nodes, zones, more: { load: worst.load } })]
}

/** What holds for several ports alike is given once. */
function mergePorts(facts: readonly TrafficFact[]): readonly TrafficFact[] {
  const alike = Map.groupBy(facts, ({ ports: _ports, ...rest }) => JSON.stringify(rest))
  return [...alike.values()].flatMap(same => {
    const [first] = same
    return first === undefined ? [] : [{ ...first, ports: same.flatMap(({ ports }) => ports) }]
  })
}
