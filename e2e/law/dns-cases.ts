import type { Json } from '@slicescope/control-plane'
import type { Random } from '@slicescope/model/random'

/** A Service and hand-made slices of it, as bodies for the real API. */
export interface DnsCase {
  readonly namespace: string
  readonly name: string
  readonly service: { readonly headless: boolean; readonly ports: readonly Json[]; readonly spec: Json }
  readonly slices: readonly DnsSliceCase[]
}

export interface DnsSliceCase {
  readonly name: string
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN'
  readonly labels: Readonly<Record<string, string>>
  readonly ports: readonly Json[] | null
  readonly endpoints: readonly DnsEndpointCase[]
}

export interface DnsEndpointCase {
  readonly addresses: readonly string[]
  readonly conditions: Json
  readonly hostname?: string
}

/** In place of an IPv4 address: the clusterIP that some Service of the run was given. */
export const A_CLUSTER_IP = 'a clusterIP'

/** Addresses are few, so that several Services have the same; hostnames too. */
export function makeDnsCases(
  random: Random,
  { count, namespaces }: { readonly count: number; readonly namespaces: readonly string[] },
): readonly DnsCase[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `dns-${index}`
    const service = serviceCase(random)
    return {
      namespace: namespaces[index % namespaces.length] ?? 'default',
      name,
      service,
      slices: Array.from({ length: random.below(4) }, (__, at) =>
        sliceCase(random, { name: `${name}-${at}`, ports: service.ports }),
      ),
    }
  })
}

function serviceCase(random: Random): DnsCase['service'] {
  const kind = random.pick(['headless', 'headless', 'headless', 'plain', 'plain', 'name'])
  if (kind === 'name') {
    const externalName = random.pick([
      'db.example.com',
      'db.example.com.',
      '192.0.2.1',
      'dns-0.elsewhere.svc.cluster.local',
    ])
    return { headless: false, ports: random.pick(PORTS), spec: { type: 'ExternalName', externalName } }
  }
  const families = random.pick<Json>([
    {},
    { ipFamilyPolicy: 'PreferDualStack' },
    { ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv6'] },
    { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] },
  ])
  const headless = kind === 'headless'
  return {
    headless,
    ports: headless && random.chance(0.15) ? [] : random.pick(PORTS),
    spec: { ...families, publishNotReadyAddresses: random.chance(0.2) },
  }
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
    { name: 'sctp', port: 53, protocol: 'SCTP' },
  ],
]

function sliceCase(
  random: Random,
  { name, ports }: { readonly name: string; readonly ports: readonly Json[] },
): DnsSliceCase {
  const addressType = random.pick<DnsSliceCase['addressType']>(['IPv4', 'IPv4', 'IPv4', 'IPv6', 'IPv6', 'FQDN'])
  return {
    name,
    addressType,
    labels: random.pick<DnsSliceCase['labels']>([
      {},
      {},
      { 'service.kubernetes.io/headless': '' },
      { 'service.kubernetes.io/service-proxy-name': 'mesh' },
    ]),
    ports: random.chance(0.1) ? null : slicePorts(random, ports),
    endpoints: Array.from({ length: random.below(5) }, () => endpoint(random, addressType)),
  }
}

/** Mostly as the Service has them; else left out, of another number or protocol, or without a number. */
function slicePorts(random: Random, ports: readonly Json[]): readonly Json[] {
  return ports
    .flatMap(({ name, protocol }) => {
      const port = { ...(name === undefined ? {} : { name }), protocol: protocol ?? 'TCP', port: 8080 }
      if (random.chance(0.7)) return [port]
      return random.pick<readonly Json[]>([
        [],
        [{ ...port, port: 8081 }],
        [{ ...port, port: null }],
        [{ ...port, protocol: port.protocol === 'UDP' ? 'TCP' : 'UDP' }],
        [port, { name: 'extra', protocol: 'TCP', port: 9999 }].slice(ports.length > 1 ? 0 : 1),
      ])
    })
    .filter((port, at, all) => all.findIndex(other => other['name'] === port['name']) === at)
}

function endpoint(random: Random, addressType: DnsSliceCase['addressType']): DnsEndpointCase {
  const count = random.pick([1, 1, 1, 2, 3])
  const hostname = random.pick(['', '', 'db', 'db-0', 'db-1'])
  const maybe = (name: string, probability: number): Json =>
    random.chance(0.25) ? {} : { [name]: random.chance(probability) }
  return {
    addresses: Array.from({ length: count }, () => address(random, addressType)),
    conditions: { ...maybe('ready', 0.65), ...maybe('serving', 0.6), ...maybe('terminating', 0.3) },
    ...(hostname === '' ? {} : { hostname }),
  }
}

function address(random: Random, addressType: DnsSliceCase['addressType']): string {
  const last = 1 + random.below(40)
  if (addressType === 'FQDN') return `host-${last}.example.com`
  if (addressType === 'IPv4') return random.chance(0.03) ? A_CLUSTER_IP : `10.7.0.${last}`
  return random.chance(0.1) ? 'fd07::' : `fd07::${last.toString(16)}`
}
