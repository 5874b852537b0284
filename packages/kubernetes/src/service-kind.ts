import type { Service } from '@slicescope/model'
import { expectedLabels } from './expected-pods.ts'
import { isIPv6 } from './ip.ts'

export type AddressFamily = 'IPv4' | 'IPv6'

/** clusterIP is None: answered by DNS alone, kube-proxy ignores it. */
export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None'
}

/** An empty selector is none: it does not mean "all pods". */
export function hasSelector(service: Service): boolean {
  return Object.keys(service.spec.selector).length > 0
}

/** Whether the EndpointSlice and Endpoints controllers write for it: not of type ExternalName, and with a selector. */
export function isControlled(service: Service): boolean {
  return Object.keys(expectedLabels(service)).length > 0
}

/**
 * The families for which the EndpointSlice controller keeps slices (k8s.io/endpointslice utils.go): those named; else
 * that of the clusterIP; else both.
 */
export function addressFamilies(service: Service): readonly AddressFamily[] {
  const families = (['IPv4', 'IPv6'] as const).filter(family => service.spec.ipFamilies.includes(family))
  if (families.length > 0) return families
  const { clusterIP } = service.spec
  if (clusterIP === undefined || clusterIP === '' || clusterIP === 'None') return ['IPv4', 'IPv6']
  return [isIPv6(clusterIP) ? 'IPv6' : 'IPv4']
}

/** Whether the annotations ask for topology-aware hints; they win over trafficDistribution, and the older one over the newer. */
export function hasTopologyMode(service: Service): boolean {
  const { annotations } = service.metadata
  const mode =
    annotations['service.kubernetes.io/topology-aware-hints'] ?? annotations['service.kubernetes.io/topology-mode']
  return mode === 'Auto' || mode === 'auto'
}
