import type { Service } from '@slicescope/model'
import { isIPv6 } from './ip.ts'
import { type AddressFamily, addressFamilies } from './service-kind.ts'
import { hasServiceIp } from './slice-labels.ts'

/** On a Service: another proxy than kube-proxy handles it. */
const OTHER_PROXY_LABEL = 'service.kubernetes.io/service-proxy-name'

/** A port of a Service in one family, as kube-proxy serves it. */
export interface ProxiedPort {
  /** '' for none. */
  readonly name: string
  readonly protocol: string
  readonly family: AddressFamily
  /** Null where kube-proxy has no rule for it: see `isProxied`. */
  readonly policies: TrafficPolicies | null
}

/** Whether only endpoints of the client's own node answer: on the clusterIP, and from outside. */
export interface TrafficPolicies {
  readonly internalLocal: boolean
  readonly externalLocal: boolean
  /** Whether it can be reached other than by its clusterIP: node port, external IP, load balancer address. */
  readonly isExternal: boolean
}

/**
 * Whether kube-proxy 1.37 handles the Service (pkg/proxy/util/utils.go ShouldSkipService and the informer of
 * cmd/kube-proxy/app/server.go): not without a clusterIP (headless), not of type ExternalName, and not where a label
 * gives it to another proxy.
 */
export function isProxied(service: Service): boolean {
  return (
    hasServiceIp(service) &&
    service.spec.type !== 'ExternalName' &&
    service.metadata.labels[OTHER_PROXY_LABEL] === undefined
  )
}

/** Every port in every family of the Service, in the order of its ports, IPv4 first (pkg/proxy/serviceport.go). */
export function listProxiedPorts(service: Service): readonly ProxiedPort[] {
  return service.spec.ports.flatMap(port =>
    addressFamilies(service).map(family => ({
      name: port.name ?? '',
      protocol: port.protocol ?? 'TCP',
      family,
      policies: isProxied(service) && hasClusterIp(service, family) ? trafficPolicies(service, port, family) : null,
    })),
  )
}

function hasClusterIp({ spec }: Service, family: AddressFamily): boolean {
  const { clusterIP, clusterIPs } = spec
  const addresses = clusterIPs.length > 0 || clusterIP === undefined ? clusterIPs : [clusterIP]
  return addresses.some(address => familyOf(address) === family)
}

function trafficPolicies(
  { spec, status }: Service,
  { nodePort = 0 }: Service['spec']['ports'][number],
  family: AddressFamily,
): TrafficPolicies {
  // Load balancers that proxy (ipMode Proxy) are no address of the node's: their traffic comes to node ports.
  const balancers = (status?.loadBalancer?.ingress ?? []).filter(({ ipMode }) => (ipMode ?? 'VIP') === 'VIP')
  const addresses = [...spec.externalIPs, ...balancers.flatMap(({ ip }) => ip || [])]
  return {
    internalLocal: spec.internalTrafficPolicy === 'Local',
    externalLocal: spec.externalTrafficPolicy === 'Local',
    isExternal: nodePort !== 0 || addresses.some(address => familyOf(address) === family),
  }
}

function familyOf(address: string): AddressFamily {
  return isIPv6(address) ? 'IPv6' : 'IPv4'
}
