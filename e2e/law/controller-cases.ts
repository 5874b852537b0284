import type { Json, PodStatus } from '@slicescope/control-plane'
import type { Random } from '@slicescope/model/random'

/** A Service with pods in random states, as bodies for the real API. */
export interface ControllerCase {
  readonly namespace: string
  readonly name: string
  readonly service: {
    readonly headless: boolean
    readonly ports: readonly Json[]
    readonly spec: Json
    readonly annotations: Readonly<Record<string, string>>
  }
  readonly pods: readonly PodCase[]
}

export interface PodCase {
  readonly name: string
  readonly nodeName: string | undefined
  readonly ports: readonly Json[]
  readonly spec: Json
  readonly status: PodStatus
  readonly deleted: boolean
}

export interface CaseOptions {
  readonly count: number
  readonly namespaces: readonly string[]
  /** Nodes that exist; one case in twenty names one that does not. */
  readonly nodes: readonly [string, ...string[]]
}

/** Cases of 0 to 20 pods each; every address is used once, but for pods that share one on purpose. */
export function makeControllerCases(
  random: Random,
  { count, namespaces, nodes }: CaseOptions,
): readonly ControllerCase[] {
  let address = 0
  const nextAddress = () => {
    address += 1
    return address
  }
  return Array.from({ length: count }, (_, index) => {
    const name = `svc-${index}`
    const size = random.chance(0.1) ? 0 : 1 + random.below(20)
    return {
      namespace: namespaces[index % namespaces.length] ?? 'default',
      name,
      service: serviceCase(random),
      pods: Array.from({ length: size }, (_, at) =>
        podCase(random, { name: `${name}-${at}`, service: name, nodes, address: nextAddress() }),
      ),
    }
  })
}

function serviceCase(random: Random): ControllerCase['service'] {
  const headless = random.chance(0.25)
  const families = random.pick([
    {},
    {},
    { ipFamilyPolicy: 'PreferDualStack' },
    { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] },
    { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] },
  ])
  const distribution = random.chance(0.2)
    ? { trafficDistribution: random.pick(['PreferClose', 'PreferSameZone', 'PreferSameNode']) }
    : {}
  return {
    headless,
    ports: headless && random.chance(0.2) ? [] : servicePorts(random),
    spec: { ...families, ...distribution, publishNotReadyAddresses: random.chance(0.15) },
    annotations: {},
  }
}

function servicePorts(random: Random): readonly Json[] {
  return random.pick([
    [{ name: 'http', port: 80, targetPort: 8080 }],
    [{ name: 'http', port: 80, targetPort: 'http' }],
    [{ port: 80 }],
    [
      { name: 'http', port: 80, targetPort: 'http', appProtocol: 'kubernetes.io/h2c' },
      { name: 'metrics', port: 9090, targetPort: 9090 },
    ],
    [
      { name: 'dns', port: 53, targetPort: 'dns', protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, targetPort: 'dns', protocol: 'TCP' },
    ],
  ])
}

interface PodContext {
  readonly name: string
  readonly service: string
  readonly nodes: readonly [string, ...string[]]
  readonly address: number
}

function podCase(random: Random, { name, service, nodes, address }: PodContext): PodCase {
  return {
    name,
    nodeName: random.chance(0.05) ? 'gone' : random.pick(nodes),
    ports: containerPorts(random),
    spec: { ...hostnameOf(random, { name, service }), ...sidecarOf(random) },
    status: podStatus(random, address),
    deleted: random.chance(0.12),
  }
}

function containerPorts(random: Random): readonly Json[] {
  return random.pick([
    [{ name: 'http', containerPort: 8080 }],
    [{ name: 'http', containerPort: 8081 }],
    [{ name: 'web', containerPort: 8080 }],
    [
      { name: 'dns', containerPort: 5353, protocol: 'UDP' },
      { name: 'http', containerPort: 8080 },
    ],
    [],
  ])
}

function hostnameOf(random: Random, { name, service }: { readonly name: string; readonly service: string }): Json {
  return random.pick<Json>([
    {},
    {},
    { hostname: name, subdomain: service },
    { hostname: name, subdomain: 'other' },
    { subdomain: service },
  ])
}

/** A restartable init container counts like a container; a plain one does not. */
function sidecarOf(random: Random): Json {
  if (random.chance(0.8)) return {}
  const container = { name: 'side', image: 'example.com/side:1', ports: [{ name: 'http', containerPort: 9000 }] }
  return { initContainers: [random.chance(0.5) ? { ...container, restartPolicy: 'Always' } : container] }
}

function podStatus(random: Random, address: number): PodStatus {
  const ipv4 = `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`
  const ipv6 = `fd00::${(address >> 8).toString(16)}:${(address & 255).toString(16)}`
  const ips = random.pick([[ipv4], [ipv4, ipv6], [ipv4, ipv6], [ipv6, ipv4], [ipv6], []])
  const phase = random.pick<NonNullable<PodStatus['phase']>>([
    'Pending',
    'Running',
    'Running',
    'Running',
    'Running',
    'Running',
    'Succeeded',
    'Failed',
    'Unknown',
  ])
  return { ips, phase, ...(random.chance(0.1) ? {} : { ready: phase === 'Running' && random.chance(0.7) }) }
}
