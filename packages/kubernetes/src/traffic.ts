import type { EndpointSlice, Service } from '@slicescope/model'
import { type Destination, findDestination, type Policy } from './destinations.ts'
import { type PortEndpoints, portEndpoints } from './port-endpoints.ts'
import { listProxiedPorts, type ProxiedPort, type TrafficPolicies } from './proxied-ports.ts'
import type { ClientNode } from './proxy-roles.ts'
import type { AddressFamily } from './service-kind.ts'

/** The Kubernetes release whose kube-proxy is followed: hints and duplicates were handled otherwise before 1.35. */
export const TRAFFIC_RULES_OF = '1.37'

/** Who answers on one port of a Service in one family, for the clients of one node. */
export interface PortTraffic {
  /** '' for none. */
  readonly name: string
  readonly protocol: string
  readonly family: AddressFamily
  /** On the clusterIP. Null, like the others, where kube-proxy has no rule: headless, ExternalName, another proxy. */
  readonly internal: Destination | null
  /** From outside the cluster, by this node: node port, external IP or load balancer. Null where there is no such way. */
  readonly external: Destination | null
  /** From pods of this node to those same addresses: served as if the policy were Cluster. */
  readonly externalFromPods: Destination | null
}

/**
 * From this node, who answers? By the rules of kube-proxy 1.37 (pkg/proxy/topology.go, endpointslicecache.go,
 * serviceport.go; REJECT and DROP as pkg/proxy/iptables/proxier.go), per Service port and family. `slices` are all that
 * carry the Service's name in their label kubernetes.io/service-name, no matter who owns them.
 */
export function answersFrom(
  service: Service,
  slices: readonly EndpointSlice[],
  node: ClientNode,
): readonly PortTraffic[] {
  return compilePorts(service, slices).map(compiled => trafficOf(compiled, node, findDestination))
}

/** What traffic needs of a port, whatever the node. */
export interface CompiledPort {
  readonly port: ProxiedPort
  readonly endpoints: PortEndpoints
}

export function compilePorts(service: Service, slices: readonly EndpointSlice[]): readonly CompiledPort[] {
  return listProxiedPorts(service).map(port => ({
    port,
    endpoints: portEndpoints(port, port.policies === null ? [] : slices),
  }))
}

/** `find` is findDestination, or something that remembers what it answered. */
export function trafficOf(
  { port, endpoints }: CompiledPort,
  node: ClientNode,
  find: typeof findDestination,
): PortTraffic {
  const { name, protocol, family, policies } = port
  if (policies === null) return { name, protocol, family, internal: null, external: null, externalFromPods: null }
  const { internal, external } = policiesOf(policies)
  const isExternal = policies.isExternal
  return {
    name,
    protocol,
    family,
    internal: find(endpoints, internal, node),
    external: isExternal ? find(endpoints, external, node) : null,
    externalFromPods: isExternal ? find(endpoints, { ...external, isLocal: false }, node) : null,
  }
}

function policiesOf({
  internalLocal,
  externalLocal,
}: TrafficPolicies): Readonly<Record<'internal' | 'external', Policy>> {
  return {
    internal: { field: 'internalTrafficPolicy', isLocal: internalLocal },
    external: { field: 'externalTrafficPolicy', isLocal: externalLocal },
  }
}
