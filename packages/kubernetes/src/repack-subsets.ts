import type { EndpointsAddress, EndpointsPort, EndpointsSubset } from './endpoints-subset.ts'
import { portsKey } from './target-port.ts'

/** Who offers one port (undefined: no port at all), by address identity. */
interface PortOffer {
  readonly port: EndpointsPort | undefined
  readonly addresses: Map<string, Offered>
}

interface Offered {
  readonly address: EndpointsAddress
  readonly ready: boolean
}

/**
 * The canonical form of subsets (pkg/api/v1/endpoints/util.go): ports that exactly the same addresses offer, in the
 * same readiness, share a subset; an address is not ready for a port where both are said. Sorted, by ip and uid within
 * a subset; upstream orders subsets and ports by a hash, we by name and number.
 */
export function repackSubsets(subsets: readonly EndpointsSubset[]): readonly EndpointsSubset[] {
  const byAddresses = Map.groupBy(portOffers(subsets), ({ addresses }) =>
    [...addresses]
      .map(([identity, { ready }]) => `${identity}${ready}`)
      .toSorted()
      .join(),
  )
  return [...byAddresses.values()].map(toSubset).toSorted((a, b) => (subsetKey(a) < subsetKey(b) ? -1 : 1))
}

function portOffers(subsets: readonly EndpointsSubset[]): readonly PortOffer[] {
  const offers = new Map<string, PortOffer>()
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of subsets) {
    for (const port of ports.length === 0 ? [undefined] : ports) {
      const key = port === undefined ? '' : portsKey([port])
      const offer = offers.get(key) ?? { port, addresses: new Map<string, Offered>() }
      offers.set(key, offer)
      for (const address of addresses) addOffered(offer, address, true)
      for (const address of notReadyAddresses) addOffered(offer, address, false)
    }
  }
  return [...offers.values()]
}

function addOffered({ addresses }: PortOffer, address: EndpointsAddress, ready: boolean): void {
  const identity = addressIdentity(address)
  const known = addresses.get(identity)
  addresses.set(identity, { address: known?.address ?? address, ready: ready && known?.ready !== false })
}

function addressIdentity({ ip, targetRef }: EndpointsAddress): string {
  return `${ip} ${targetRef?.uid ?? ''}`
}

function toSubset(offers: readonly PortOffer[]): EndpointsSubset {
  const offered = [...(offers[0]?.addresses.values() ?? [])]
  const addresses = sorted(offered.filter(({ ready }) => ready))
  const notReadyAddresses = sorted(offered.filter(({ ready }) => !ready))
  const ports = offers
    .flatMap(({ port }) => (port === undefined ? [] : [port]))
    .toSorted((a, b) => (portsKey([a]) < portsKey([b]) ? -1 : 1))
  return {
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(notReadyAddresses.length > 0 ? { notReadyAddresses } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }
}

function sorted(offered: readonly Offered[]): readonly EndpointsAddress[] {
  return offered.map(({ address }) => address).toSorted((a, b) => (addressIdentity(a) < addressIdentity(b) ? -1 : 1))
}

function subsetKey({ ports = [], addresses = [], notReadyAddresses = [] }: EndpointsSubset): string {
  return `${portsKey(ports)} ${[...addresses, ...notReadyAddresses][0]?.ip ?? ''}`
}
