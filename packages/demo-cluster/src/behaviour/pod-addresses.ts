import type { Cluster } from './cluster.ts'
import { booleanAt, listAt, recordAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'

/** Gives pods their addresses: from their node's podCIDRs in turn, so that an address comes back as late as can be. */
export class PodAddresses {
  readonly #cluster: Cluster
  readonly #next = new Map<string, number>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
  }

  /** One per podCIDR of the node (a /24 for IPv4, a /64 for IPv6); a hostNetwork pod has its node's own. */
  assign(pod: RawObject, node: RawObject): readonly string[] {
    if (booleanAt(pod, 'spec', 'hostNetwork') === true) return nodeAddresses(node)
    const cidrs = listAt(node, 'spec', 'podCIDRs').filter(cidr => typeof cidr === 'string')
    const number = this.#take(textAt(node, 'metadata', 'name') ?? '')
    return cidrs.map(cidr => addressIn(cidr, number))
  }

  #take(node: string): number {
    const used = new Set(this.#cluster.podsOnNode(node).map(pod => lastNumber(textAt(pod, 'status', 'podIP') ?? '')))
    let number = this.#next.get(node) ?? 2
    while (used.has(number)) number = number >= 254 ? 2 : number + 1
    this.#next.set(node, number >= 254 ? 2 : number + 1)
    return number
  }
}

function nodeAddresses(node: RawObject): readonly string[] {
  return listAt(node, 'status', 'addresses')
    .filter(address => textAt(address, 'type') === 'InternalIP')
    .flatMap(address => textAt(address, 'address') ?? [])
}

/** The pod on its node, with these addresses; without any its sandbox is still to be made. */
export function withAddresses(pod: RawObject, node: RawObject, ips: readonly string[]): RawObject {
  const hostIPs = nodeAddresses(node)
  const own = ips.length === 0 ? {} : { podIP: ips[0], podIPs: ips.map(ip => ({ ip })) }
  return {
    ...pod,
    status: {
      ...recordAt(pod, 'status'),
      hostIP: hostIPs[0],
      hostIPs: hostIPs.map(ip => ({ ip })),
      ...own,
      qosClass: 'Burstable',
    },
  }
}

function addressIn(cidr: string, number: number): string {
  const [network = ''] = cidr.split('/')
  return network.includes(':') ? `${network}${number.toString(16)}` : network.replace(/\.\d+$/, `.${number}`)
}

function lastNumber(ip: string): number {
  return Number(ip.slice(ip.lastIndexOf('.') + 1))
}
