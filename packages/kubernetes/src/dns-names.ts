import type { EndpointSlice, Pod, Service } from '@slicescope/model'
import { addressNames } from './dns-addresses.ts'
import { listPodNames } from './dns-pods.ts'
import { listPublished, unpublishedHostnames } from './dns-published.ts'
import type { DnsName } from './dns-record.ts'
import { type FindHolders, reverseNames } from './dns-reverse.ts'
import { srvNames } from './dns-srv.ts'
import { nameUnder, type ServiceZone } from './dns-zone.ts'
import { canonicalIp, isIPv6 } from './ip.ts'
import { type AddressFamily, addressFamilies, isHeadless } from './service-kind.ts'

export interface DnsOptions {
  /** As `cluster.local`: a setting of kubelets and CoreDNS that the API does not tell. */
  readonly clusterDomain: string
  /** For the names that pods would have; those of other namespaces are passed over. */
  readonly pods?: Iterable<Pod>
  /** Who else has an address: PTR answers from all of them. Without it they are from this Service's slices alone. */
  readonly findHolders?: FindHolders
}

/**
 * The names of a Service and what each resolves to, uncached, by the DNS specification of Kubernetes (1.1.0) and
 * CoreDNS' defaults (plugin/kubernetes/kubernetes.go, reverse.go, plugin/backend_lookup.go). `slices` are all that carry
 * the Service's name in their label. Names that do not resolve are listed where one would expect them to.
 */
export function dnsNames(
  service: Service,
  slices: readonly EndpointSlice[],
  { clusterDomain, pods = [], findHolders }: DnsOptions,
): readonly DnsName[] {
  const zone = { service, slices, published: listPublished(slices), clusterDomain }
  if (service.spec.type === 'ExternalName') return [externalName(zone)]
  return [...serviceNames(zone), ...srvNames(zone), ...endpointNames(zone, pods), ...reverseNames(zone, findHolders)]
}

/** An address in place of a name is no CNAME, and CoreDNS knows no such Service then. */
function externalName(zone: ServiceZone): DnsName {
  const target = (zone.service.spec.externalName ?? '').replace(/\.$/, '')
  const name = { ...nameUnder(zone), type: 'CNAME' } as const
  return canonicalIp(target) === undefined
    ? { ...name, rcode: 'NOERROR', answers: [target], why: null }
    : {
        ...name,
        rcode: 'NXDOMAIN',
        answers: [],
        why: `externalName is an IP address (${target}), which cannot be a CNAME`,
      }
}

const TYPES = { IPv4: 'A', IPv6: 'AAAA' } as const satisfies Readonly<Record<AddressFamily, string>>

/** The Service's own name: its clusterIPs, even without any endpoint, or what a headless one publishes. */
function serviceNames(zone: ServiceZone): readonly DnsName[] {
  const { clusterIP = '', clusterIPs } = zone.service.spec
  const own = (clusterIPs.length > 0 ? clusterIPs : [clusterIP]).filter(address => address !== '')
  return addressNames(zone, {
    label: '',
    members: isHeadless(zone.service)
      ? zone.published
      : own.map(address => ({ address, type: isIPv6(address) ? 'AAAA' : 'A' })),
    types: ['A', 'AAAA'],
    whyNone: isHeadless(zone.service) ? 'no endpoint of this headless Service is ready' : 'it has no clusterIP yet',
    isBeyondSpec: false,
  })
}

/**
 * A name for each published endpoint: its hostname, else one that CoreDNS makes of the address; then hostnames that are
 * expected and do not resolve. That Services with a clusterIP have such names too is CoreDNS' own.
 */
function endpointNames(zone: ServiceZone, pods: Iterable<Pod>): readonly DnsName[] {
  const types = addressFamilies(zone.service).map(family => TYPES[family])
  const published = Map.groupBy(zone.published, ({ label }) => label)
  const missing = missingNames(zone, pods)
  return [...new Set([...published.keys(), ...missing.keys()])].toSorted().flatMap(label => {
    const members = published.get(label) ?? []
    return addressNames(zone, {
      label,
      members,
      types,
      whyNone: missing.get(label) ?? '',
      isBeyondSpec: !isHeadless(zone.service) || (members.length > 0 && members.every(({ isNamed }) => !isNamed)),
    })
  })
}

/** Why a name is missing, by label; what is known of the pod comes before what its endpoint tells. */
function missingNames({ service, slices }: ServiceZone, pods: Iterable<Pod>): ReadonlyMap<string, string> {
  const unready = unpublishedHostnames(slices).map(label => [label, 'its endpoint is not ready'] as const)
  return new Map([...unready, ...listPodNames(service, pods).map(({ label, why }) => [label, why] as const)])
}
