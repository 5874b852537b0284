import type { RawService, RawServicePort, RawServiceSpec } from './raw-objects.ts'
import type { ServiceIps } from './service-ips.ts'

/** What the API server fills into a Service: pkg/apis/core/v1/defaults.go and registry/core/service/storage/alloc.go. */
export function defaultService<T extends RawService>(service: T, previous: RawService | undefined, ips: ServiceIps): T {
  const given = service.spec
  const type = given.type ?? 'ClusterIP'
  const common = { ...given, type, sessionAffinity: given.sessionAffinity ?? 'None' }
  const spec =
    type === 'ExternalName'
      ? withoutAddresses(common)
      : withTraffic(withAddresses(common, previous?.spec, ips), previous?.spec, ips)
  return { ...service, spec, status: { loadBalancer: {}, ...service.status } }
}

function withoutAddresses(spec: RawServiceSpec): RawServiceSpec {
  const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = spec
  return rest.ports === undefined ? rest : { ...rest, ports: rest.ports.map(defaultPort) }
}

function withAddresses(spec: RawServiceSpec, previous: RawServiceSpec | undefined, ips: ServiceIps): RawServiceSpec {
  const given = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : (previous?.clusterIPs ?? []))
  const headless = given[0] === 'None'
  const ipFamilies = familiesOf(spec, headless ? [] : given)
  const ipFamilyPolicy = spec.ipFamilyPolicy ?? (ipFamilies.length > 1 ? 'RequireDualStack' : 'SingleStack')
  const clusterIPs = headless ? ['None'] : ipFamilies.map((family, i) => given[i] || ips.freeIp(family))
  return { ...spec, clusterIP: clusterIPs[0] ?? '', clusterIPs, ipFamilies, ipFamilyPolicy }
}

function familiesOf(spec: RawServiceSpec, clusterIPs: readonly string[]): readonly string[] {
  const given = spec.ipFamilies ?? clusterIPs.map(ip => (ip.includes(':') ? 'IPv6' : 'IPv4'))
  if (spec.ipFamilyPolicy === 'SingleStack') return given.length > 0 ? given.slice(0, 1) : ['IPv4']
  const single = given.length > 0 ? given : isSelectorlessHeadless(spec) ? ['IPv4', 'IPv6'] : ['IPv4']
  const isDual = spec.ipFamilyPolicy === 'PreferDualStack' || spec.ipFamilyPolicy === 'RequireDualStack'
  return single.length === 1 && isDual ? [...single, single[0] === 'IPv4' ? 'IPv6' : 'IPv4'] : single
}

/** A headless Service without selector may get endpoints of either family, so the server allows both. */
function isSelectorlessHeadless(spec: RawServiceSpec): boolean {
  const isHeadless = spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None'
  return isHeadless && Object.keys(spec.selector ?? {}).length === 0
}

function withTraffic(spec: RawServiceSpec, previous: RawServiceSpec | undefined, ips: ServiceIps): RawServiceSpec {
  const isNodePort = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  const wantsNodePorts = spec.type === 'NodePort' || (isNodePort && spec.allocateLoadBalancerNodePorts !== false)
  const ports = (spec.ports ?? []).map(port => {
    const complete = defaultPort(port)
    const nodePort = complete.nodePort ?? findSamePort(previous, complete)?.nodePort
    return wantsNodePorts ? { ...complete, nodePort: nodePort || ips.freeNodePort() } : complete
  })
  return {
    ...spec,
    ...(spec.ports === undefined ? {} : { ports }),
    internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster',
    ...(isNodePort ? { externalTrafficPolicy: spec.externalTrafficPolicy ?? 'Cluster' } : {}),
    ...(spec.type === 'LoadBalancer' ? loadBalancer(spec, previous, ips) : {}),
  }
}

function loadBalancer(spec: RawServiceSpec, previous: RawServiceSpec | undefined, ips: ServiceIps) {
  const isLocal = spec.externalTrafficPolicy === 'Local'
  return {
    allocateLoadBalancerNodePorts: spec.allocateLoadBalancerNodePorts ?? true,
    ...(isLocal
      ? { healthCheckNodePort: spec.healthCheckNodePort ?? previous?.healthCheckNodePort ?? ips.freeNodePort() }
      : {}),
  }
}

function findSamePort(spec: RawServiceSpec | undefined, port: RawServicePort): RawServicePort | undefined {
  return spec?.ports?.find(other => (other.name ?? '') === (port.name ?? '') && other.protocol === port.protocol)
}

function defaultPort(port: RawServicePort): RawServicePort {
  const targetPort =
    port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '' ? port.port : port.targetPort
  return { ...port, protocol: port.protocol ?? 'TCP', targetPort }
}
