import type { Json } from '@slicescope/control-plane'
import type { Random } from '@slicescope/model/random'

/** A Service and hand-made slices of it, as bodies for the real API. */
export interface ProxyCase {
  readonly namespace: string
  readonly name: string
  readonly service: {
    readonly ports: readonly Json[]
    readonly labels: Readonly<Record<string, string>>
    readonly spec: Json
    /** Written to its status once it is there. */
    readonly ingress: readonly Json[]
  }
  readonly slices: readonly SliceCase[]
}

export interface SliceCase {
  readonly name: string
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN'
  readonly labels: Readonly<Record<string, string>>
  readonly ports: readonly Json[] | null
  readonly endpoints: readonly Json[] | null
}

export interface ProxyCaseOptions {
  readonly count: number
  readonly namespaces: readonly string[]
  readonly nodes: readonly [string, ...string[]]
  readonly zones: readonly [string, ...string[]]
}

/** Few addresses, so that they often stand twice, and Services whose endpoints are alike in what hints depend on. */
export function makeProxyCases(
  random: Random,
  { count, namespaces, nodes, zones }: ProxyCaseOptions,
): readonly ProxyCase[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `svc-${index}`
    const ports = random.pick(PORTS)
    const habits = chooseHabits(random)
    return {
      namespace: namespaces[index % namespaces.length] ?? 'default',
      name,
      service: serviceCase(random, ports),
      slices: Array.from({ length: random.below(5) }, (__, at) =>
        sliceCase(random, { name: `${name}-${at}`, ports, habits, nodes, zones }),
      ),
    }
  })
}

const PORTS: readonly [readonly Json[], ...(readonly Json[])[]] = [
  [{ name: 'http', port: 80 }],
  [{ port: 80 }],
  [
    { name: 'http', port: 80 },
    { name: 'metrics', port: 9090 },
  ],
  [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ],
]

/** What slices of one Service have in common, so that rare combinations are not. */
interface Habits {
  /** How much of its slices is not as kube-proxy wants it. */
  readonly odd: number
  readonly ready: number
  readonly local: number
  readonly zoneHints: number
  readonly nodeHints: number
}

function chooseHabits(random: Random): Habits {
  return {
    odd: random.pick([0, 0, 0.3]),
    ready: random.pick([0, 0.3, 0.8]),
    local: random.pick([0.5, 0.9]),
    zoneHints: random.pick([0, 0, 0.5, 1]),
    nodeHints: random.pick([0, 0, 0.5, 1]),
  }
}

function serviceCase(random: Random, ports: readonly Json[]): ProxyCase['service'] {
  const kind = random.pick(SHARES)
  const isOutside = kind === 'node-port' || kind === 'balancer'
  const externalIPs = kind === 'name' ? [] : random.pick([[], [], [], ['192.0.2.7'], ['2001:db8::7', '192.0.2.8']])
  const families = random.pick<Json>([
    {},
    { ipFamilyPolicy: 'PreferDualStack' },
    { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] },
    { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] },
  ])
  return {
    ports,
    labels: random.chance(0.07) ? { 'service.kubernetes.io/service-proxy-name': 'mesh' } : {},
    ingress: kind === 'balancer' ? random.pick(INGRESS) : [],
    spec: {
      ...KINDS[kind],
      ...(kind === 'name' ? {} : families),
      ...(externalIPs.length === 0 ? {} : { externalIPs }),
      ...(kind === 'balancer' && random.chance(0.5) ? { allocateLoadBalancerNodePorts: false } : {}),
      ...(random.chance(0.4) ? { internalTrafficPolicy: 'Local' } : {}),
      ...(isOutside && random.chance(0.6) ? { externalTrafficPolicy: 'Local' } : {}),
    },
  }
}

type Kind = keyof typeof KINDS
const SHARES: readonly [Kind, ...Kind[]] = [
  ...(['plain', 'plain', 'plain', 'node-port', 'node-port', 'balancer', 'balancer', 'headless', 'name'] as const),
]

const KINDS = {
  plain: {},
  headless: { clusterIP: 'None' },
  'node-port': { type: 'NodePort' },
  balancer: { type: 'LoadBalancer' },
  name: { type: 'ExternalName', externalName: 'example.com' },
} as const

const INGRESS: readonly [readonly Json[], ...(readonly Json[])[]] = [
  [],
  [{ ip: '192.0.2.9' }],
  [{ ip: '192.0.2.9', ipMode: 'Proxy' }],
  [{ hostname: 'lb.example.com' }],
  [{ ip: '2001:db8::9', ipMode: 'VIP' }, { hostname: 'lb.example.com' }],
]

interface SliceContext {
  readonly name: string
  readonly ports: readonly Json[]
  readonly habits: Habits
  readonly nodes: readonly [string, ...string[]]
  readonly zones: readonly [string, ...string[]]
}

function sliceCase(random: Random, context: SliceContext): SliceCase {
  const { odd } = context.habits
  const addressType = random.pick<SliceCase['addressType']>(
    random.chance(odd) ? ['IPv4', 'IPv6', 'FQDN'] : ['IPv4', 'IPv4', 'IPv6'],
  )
  const size = random.below(6)
  return {
    name: context.name,
    addressType,
    labels: random.chance(odd) ? random.pick(LABELS) : {},
    ports: random.chance(odd / 5) ? null : slicePorts(random, context),
    endpoints: size === 0 ? null : Array.from({ length: size }, () => endpoint(random, addressType, context)),
  }
}

const LABELS: readonly [SliceCase['labels'], SliceCase['labels']] = [
  { 'service.kubernetes.io/headless': '' },
  { 'service.kubernetes.io/service-proxy-name': 'mesh' },
]

/** As the Service has them; else left out, renamed, of another protocol, without a number or with another. */
function slicePorts(random: Random, { ports, habits }: SliceContext): readonly Json[] {
  return ports.flatMap(({ name, protocol }) => {
    const port = { ...(name === undefined ? {} : { name }), protocol: protocol ?? 'TCP', port: 8080 }
    if (!random.chance(habits.odd)) return [port]
    return random.pick<readonly Json[]>([
      [],
      [{ ...port, name: `${typeof name === 'string' ? name : 'none'}-x` }],
      [{ ...port, protocol: port.protocol === 'UDP' ? 'TCP' : 'UDP' }],
      [{ ...port, port: null }],
      [{ ...port, port: 0 }],
      [{ ...port, port: 8081 }],
    ])
  })
}

function endpoint(random: Random, addressType: SliceCase['addressType'], context: SliceContext): Json {
  const { habits, nodes, zones } = context
  const nodeName = random.chance(habits.local) ? random.pick([...nodes, 'gone']) : undefined
  return {
    addresses: Array.from({ length: random.chance(0.1) ? 2 : 1 }, () => address(random, addressType)),
    conditions: conditions(random, habits),
    ...(nodeName === undefined ? {} : { nodeName }),
    hints: {
      forZones: hintsOf(random, habits.zoneHints, [...zones, 'elsewhere']),
      forNodes: hintsOf(random, habits.nodeHints, [...nodes, 'gone']),
    },
  }
}

function address(random: Random, addressType: SliceCase['addressType']): string {
  const last = 1 + random.below(6)
  if (addressType === 'FQDN') return `host-${last}.example.com`
  return addressType === 'IPv6' ? `fd00::${last}` : `10.0.0.${last}`
}

function conditions(random: Random, { ready }: Habits): Json {
  const maybe = (name: string, probability: number): Json =>
    random.chance(0.2) ? {} : { [name]: random.chance(probability) }
  return random.chance(0.5)
    ? { ready: random.chance(ready), ...maybe('serving', 0.7), ...maybe('terminating', 0.4) }
    : { ...maybe('ready', ready), ...maybe('serving', 0.7), ...maybe('terminating', 0.2) }
}

function hintsOf(random: Random, probability: number, names: readonly [string, ...string[]]): readonly Json[] {
  if (!random.chance(probability)) return []
  return [...new Set([random.pick(names), random.pick(names)])].map(name => ({ name }))
}
