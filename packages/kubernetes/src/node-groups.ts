import type { EndpointSlice, Service } from '@slicescope/model'
import { type Destination, destinationKey, findDestination, type Policy } from './destinations.ts'
import type { PortEndpoints } from './port-endpoints.ts'
import type { ClientNode } from './proxy-roles.ts'
import { compilePorts, type PortTraffic, trafficOf } from './traffic.ts'

/** Nodes whose clients get equal answers on every port. */
export interface NodeGroup {
  /** Names, sorted. */
  readonly nodes: readonly string[]
  /** The zone of all of them; null where they differ or have none. */
  readonly zone: string | null
  readonly ports: readonly PortTraffic[]
}

/**
 * What `answersFrom` answers for every node, equal answers together, the largest group first. Nodes differ only by
 * their zone, by endpoints that run on them and by hints that name them, so a node costs no more than what it has of
 * these. Groups share their destinations: do not change them.
 */
export function groupNodes(
  service: Service,
  slices: readonly EndpointSlice[],
  nodes: Iterable<ClientNode>,
): readonly NodeGroup[] {
  const memory = new DestinationMemory()
  const compiled = compilePorts(service, slices)
  const find: typeof findDestination = (endpoints, policy, node) => memory.find(endpoints, policy, node)
  const groups = new Map<string, { readonly members: ClientNode[]; readonly ports: readonly PortTraffic[] }>()
  for (const node of nodes) {
    const ports = compiled.map(port => trafficOf(port, node, find))
    const key = ports.map(port => memory.keyOf(port)).join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { members: [node], ports })
    else group.members.push(node)
  }
  return [...groups.values()]
    .map(({ members, ports }) => ({
      nodes: members.map(({ nodeName }) => nodeName).toSorted(),
      zone: zoneOf(members),
      ports,
    }))
    .toSorted((a, b) => b.nodes.length - a.nodes.length || (String(a.nodes[0]) < String(b.nodes[0]) ? -1 : 1))
}

function zoneOf(members: readonly ClientNode[]): string | null {
  const zones = new Set(members.map(({ zone }) => zone))
  return zones.size === 1 ? ([...zones][0] ?? null) : null
}

/** Works out each destination once, and gives equal ones as one object with one number. */
class DestinationMemory {
  readonly #byKey = new Map<PortEndpoints, Map<string, Destination>>()
  readonly #byText = new Map<string, Destination>()
  readonly #numbers = new Map<Destination, number>()

  find(endpoints: PortEndpoints, policy: Policy, node: ClientNode): Destination {
    const ofPort = this.#byKey.get(endpoints) ?? new Map<string, Destination>()
    this.#byKey.set(endpoints, ofPort)
    const key = `${policy.field} ${policy.isLocal} ${destinationKey(endpoints, policy, node)}`
    const known = ofPort.get(key)
    if (known !== undefined) return known
    const found = this.#intern(findDestination(endpoints, policy, node))
    ofPort.set(key, found)
    return found
  }

  keyOf({ internal, external, externalFromPods }: PortTraffic): string {
    return [internal, external, externalFromPods]
      .map(destination => (destination === null ? '' : this.#numbers.get(destination)))
      .join()
  }

  #intern(destination: Destination): Destination {
    const text = JSON.stringify(destination)
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    this.#byText.set(text, destination)
    this.#numbers.set(destination, this.#numbers.size)
    return destination
  }
}
