import { expectedLabels } from '@slicescope/kubernetes'
import type { Service } from '@slicescope/model'

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName'

const SERVICE_TYPES: readonly ServiceType[] = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']

export interface ServicePort {
  /** '' for none. */
  readonly name: string
  readonly protocol: string
  readonly port: number
  readonly targetPort: string | number
  readonly nodePort: number | null
  readonly appProtocol: string | null
}

/** A Service with the API's defaults filled in; holds nothing of the stored object. */
export interface ServiceFacts {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly type: ServiceType
  readonly headless: boolean
  readonly clusterIPs: readonly string[]
  readonly externalName: string | null
  readonly selector: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly ports: readonly ServicePort[]
  readonly ipFamilies: readonly string[]
  readonly ipFamilyPolicy: string | null
  readonly publishNotReadyAddresses: boolean
  readonly internalTrafficPolicy: string
  readonly externalTrafficPolicy: string | null
  readonly trafficDistribution: string | null
  readonly sessionAffinity: string
  readonly otherProxy: string | null
  readonly creationTimestamp: string | null
  readonly deletionTimestamp: string | null
}

export function serviceFacts({ metadata, spec }: Service): ServiceFacts {
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    type: serviceType(spec),
    headless: isHeadless(spec),
    clusterIPs: clusterIPs(spec),
    externalName: spec.externalName ?? null,
    selector: copyLabels(spec.selector),
    labels: copyLabels(metadata.labels),
    ports: servicePorts(spec),
    ipFamilies: ipFamilies(spec),
    ipFamilyPolicy: spec.ipFamilyPolicy ?? null,
    publishNotReadyAddresses: spec.publishNotReadyAddresses ?? false,
    internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster',
    externalTrafficPolicy: spec.externalTrafficPolicy ?? null,
    trafficDistribution: spec.trafficDistribution ?? null,
    sessionAffinity: spec.sessionAffinity ?? 'None',
    otherProxy: otherProxy(metadata.labels),
    creationTimestamp: metadata.creationTimestamp ?? null,
    deletionTimestamp: metadata.deletionTimestamp ?? null,
  }
}

type Spec = Service['spec']

export function serviceType(spec: Spec): ServiceType {
  return SERVICE_TYPES.find(type => type === spec.type) ?? 'ClusterIP'
}

export function hasSelector(service: Service): boolean {
  return Object.keys(expectedLabels(service)).length > 0
}

/** kube-proxy leaves these alone; DNS publishes the endpoints themselves. */
export function isHeadless(spec: Spec): boolean {
  return serviceType(spec) !== 'ExternalName' && clusterIPs(spec)[0] === 'None'
}

/** The families the Service has, from its addresses where the field is empty; empty where nothing tells. */
export function ipFamilies(spec: Spec): readonly string[] {
  if (spec.ipFamilies.length > 0) return [...spec.ipFamilies]
  const addresses = clusterIPs(spec).filter(address => address !== 'None')
  return addresses.map(address => (address.includes(':') ? 'IPv6' : 'IPv4'))
}

export function servicePorts(spec: Spec): readonly ServicePort[] {
  return spec.ports.map(({ name, protocol, port, targetPort, nodePort, appProtocol }) => ({
    name: name ?? '',
    protocol: protocol ?? 'TCP',
    port,
    targetPort: targetPort ?? port,
    // With allocateLoadBalancerNodePorts: false it may be 0, which means none.
    nodePort: nodePort === undefined || nodePort === 0 ? null : nodePort,
    appProtocol: appProtocol ?? null,
  }))
}

/** Who handles the Service in kube-proxy's place, by its label; null where kube-proxy does. */
export function otherProxy(labels: Service['metadata']['labels']): string | null {
  return labels['service.kubernetes.io/service-proxy-name'] ?? null
}

function clusterIPs(spec: Spec): readonly string[] {
  if (spec.clusterIPs.length > 0) return [...spec.clusterIPs]
  return spec.clusterIP === undefined || spec.clusterIP === '' ? [] : [spec.clusterIP]
}

function copyLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels))
}
