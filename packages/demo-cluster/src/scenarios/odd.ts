import type { NewObject, RawEndpointSlice, RawServiceSpec } from '../api/raw-objects.ts'
import type { Storage } from '../api/storage.ts'
import { demoKey } from '../behaviour/demo-annotations.ts'
import {
  createDeployment,
  createNamespaces,
  createNode,
  createNodes,
  createStatefulSet,
  daemonSet,
  deployment,
  HTTP,
  serviceFor,
} from './build.ts'
import type { Scenario } from './scenario.ts'
import { createSystem } from './system.ts'

const ODD = 'odd'
const DAY = 86_400_000

export const odd: Scenario = {
  name: 'odd',
  description:
    'what is rare but allowed: hand-made slices, null fields, FQDN, SCTP, UDP, dual-stack, duplicates, no zones',
  seed: 3,
  age: 2 * DAY,
  fill: ({ storage, clock }) => {
    createNodes(storage, 6)
    for (const number of [1, 2]) createNode(storage, { name: `edge-${number}`, labels: { place: 'edge' } })
    clock.step(30_000)
    createSystem(storage)
    createNamespaces(storage, [ODD])
    createHandMade(storage)
    createKinds(storage)
    createWorkloads(storage)
  },
  play: () => {},
}

const PORTS = [{ name: 'http', port: 80, protocol: 'TCP' }]
type Slice = Partial<Pick<RawEndpointSlice, 'addressType' | 'endpoints' | 'ports'>>

function createSelectorless(storage: Storage, name: string, spec: RawServiceSpec = {}): void {
  const ports = [{ name: 'http', port: 80, targetPort: 80, protocol: 'TCP' }]
  storage.create('services', { metadata: { namespace: ODD, name }, spec: { ports, ...spec } })
}

function createSlice(
  storage: Storage,
  service: string,
  { suffix = 'by-hand', ...slice }: Slice & { suffix?: string },
): void {
  const given: NewObject<'endpointslices'> = {
    metadata: {
      namespace: ODD,
      name: `${service}-${suffix}`,
      labels: { 'kubernetes.io/service-name': service, 'endpointslice.kubernetes.io/managed-by': 'staff' },
    },
    addressType: 'IPv4',
    endpoints: null,
    ports: PORTS,
    ...slice,
  }
  storage.create('endpointslices', given)
}

/** Services without selector, and what people write for them. */
function createHandMade(storage: Storage): void {
  createSelectorless(storage, 'selectorless')

  createSelectorless(storage, 'omitted-conditions')
  createSlice(storage, 'omitted-conditions', {
    endpoints: [
      { addresses: ['192.0.2.10'] },
      { addresses: ['192.0.2.11'], conditions: {} },
      { addresses: ['192.0.2.12'], conditions: { ready: false } },
      { addresses: ['192.0.2.13'], conditions: { ready: false, terminating: true } },
    ],
  })

  createSelectorless(storage, 'null-fields')
  createSlice(storage, 'null-fields', { suffix: 'no-endpoints' })
  createSlice(storage, 'null-fields', { suffix: 'no-ports', endpoints: [{ addresses: ['192.0.2.20'] }], ports: null })
  createSlice(storage, 'null-fields', {
    suffix: 'no-number',
    endpoints: [{ addresses: ['192.0.2.21'] }],
    ports: [{ name: 'http', protocol: 'TCP' }],
  })

  createSelectorless(storage, 'listed-twice')
  createSlice(storage, 'listed-twice', {
    suffix: 'old',
    endpoints: [{ addresses: ['192.0.2.30'], conditions: { ready: false, serving: true, terminating: true } }],
  })
  createSlice(storage, 'listed-twice', { suffix: 'new', endpoints: [{ addresses: ['192.0.2.30'] }] })

  createSelectorless(storage, 'contradicting')
  createSlice(storage, 'contradicting', { suffix: 'one', endpoints: [{ addresses: ['192.0.2.35'] }] })
  createSlice(storage, 'contradicting', {
    suffix: 'two',
    endpoints: [{ addresses: ['192.0.2.35'], conditions: { ready: false } }, { addresses: ['192.0.2.36'] }],
  })

  createSelectorless(storage, 'old-topology')
  createSlice(storage, 'old-topology', {
    endpoints: [
      {
        addresses: ['192.0.2.40'],
        deprecatedTopology: { 'topology.kubernetes.io/zone': 'eu-1a', 'kubernetes.io/hostname': 'eu-1a-node-01' },
      },
    ],
  })

  createSelectorless(storage, 'several-addresses', { clusterIP: 'None' })
  createSlice(storage, 'several-addresses', {
    endpoints: [{ addresses: ['192.0.2.50', '192.0.2.51'], hostname: 'both' }],
  })

  createSelectorless(storage, 'fqdn', { clusterIP: 'None' })
  createSlice(storage, 'fqdn', { addressType: 'FQDN', endpoints: [{ addresses: ['db.example.com'] }] })

  createSelectorless(storage, 'other-port-name')
  createSlice(storage, 'other-port-name', {
    endpoints: [{ addresses: ['192.0.2.60'] }],
    ports: [{ name: 'web', port: 80, protocol: 'TCP' }],
  })

  createSelectorless(storage, 'mirrored')
  storage.create('endpoints', {
    metadata: { namespace: ODD, name: 'mirrored' },
    subsets: [{ addresses: [{ ip: '192.0.2.70' }], notReadyAddresses: [{ ip: '192.0.2.71' }], ports: PORTS }],
  })
}

/** Kinds of Services that are met seldom. */
function createKinds(storage: Storage): void {
  storage.create('services', {
    metadata: { namespace: ODD, name: 'external-name' },
    spec: { type: 'ExternalName', externalName: 'www.example.com' },
  })
  createDeployment(storage, {
    namespace: ODD,
    name: 'dual-stack',
    replicas: 4,
    service: { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] },
  })
  createDeployment(storage, {
    namespace: ODD,
    name: 'sctp',
    replicas: 2,
    ports: [{ name: 'diameter', port: 3868, target: 3868, protocol: 'SCTP' }],
  })
  createDeployment(storage, {
    namespace: ODD,
    name: 'same-port-udp-and-tcp',
    replicas: 3,
    ports: [
      { name: 'dns', port: 53, target: 5353, protocol: 'UDP' },
      { name: 'dns-tcp', port: 53, target: 5353 },
    ],
  })
  createDeployment(storage, {
    namespace: ODD,
    name: 'no-ports',
    replicas: 2,
    service: { clusterIP: 'None', ports: [] },
  })
  createDeployment(storage, {
    namespace: ODD,
    name: 'other-proxy',
    replicas: 2,
    labels: { 'service.kubernetes.io/service-proxy-name': 'mesh' },
  })
}

/** Pods that end up in unusual slices. */
function createWorkloads(storage: Storage): void {
  createTwoNumbers(storage)
  createDeployment(storage, {
    namespace: ODD,
    name: 'matches-nothing',
    replicas: 2,
    service: { selector: { app: 'nobody' } },
  })
  createDeployment(storage, { namespace: ODD, name: 'scaled-to-zero', replicas: 0 })
  createDeployment(storage, {
    namespace: ODD,
    name: 'port-name-missing',
    replicas: 2,
    service: { ports: [{ name: 'http', port: 80, targetPort: 'nowhere' }] },
  })
  createStatefulSet(storage, {
    namespace: ODD,
    name: 'published-not-ready',
    replicas: 1,
    annotations: { [demoKey('probe')]: 'waiting for peers' },
    service: { publishNotReadyAddresses: true },
  })
  createDeployment(storage, { namespace: ODD, name: 'no-zones', replicas: 4, pod: { nodeSelector: { place: 'edge' } } })
  const agent = { namespace: ODD, name: 'host-network', replicas: 0, pod: { hostNetwork: true } }
  storage.create('services', serviceFor(agent))
  storage.create('daemonsets', daemonSet(agent))
  createDeployment(storage, {
    namespace: ODD,
    name: 'a-service-whose-name-is-as-long-as-the-names-of-services-can-be',
    replicas: 1,
  })
  createDeployment(storage, {
    namespace: ODD,
    name: 'crashing',
    replicas: 2,
    annotations: { [demoKey('crash')]: 'OOMKilled' },
  })
}

/** One Service over two Deployments that give its port's name different numbers. */
function createTwoNumbers(storage: Storage): void {
  const shape = { namespace: ODD, replicas: 3, labels: { serves: 'two-numbers' } }
  storage.create('services', {
    metadata: { namespace: ODD, name: 'two-numbers' },
    spec: { selector: { serves: 'two-numbers' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  })
  storage.create('deployments', deployment({ ...shape, name: 'two-numbers-blue', ports: HTTP }))
  const green = [{ name: 'http', port: 80, target: 9090 }]
  storage.create('deployments', deployment({ ...shape, name: 'two-numbers-green', ports: green }))
}
