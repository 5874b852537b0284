import type { Random } from '@slicescope/model/random'
import { NOW } from '../testing/test-cluster.ts'

type Raw = Readonly<Record<string, unknown>>

const NAMESPACES = ['shop', 'pay'] as const
const SERVICES = ['web', 'api', 'db'] as const
const ZONES = ['eu-1a', 'eu-1b', null] as const
const NODES = 5
const PODS = 10
const SLICES = 5

/** Small pools, so that things meet: the same address twice, a slice that changes its Service, a pod created again under its name. */
export function randomService(random: Random): Raw {
  return {
    metadata: {
      name: random.pick(SERVICES),
      namespace: random.pick(NAMESPACES),
      uid: `service-${random.below(3)}`,
      labels: random.chance(0.1) ? { 'service.kubernetes.io/service-proxy-name': 'mesh' } : {},
    },
    spec: {
      type: random.chance(0.1) ? 'ExternalName' : 'ClusterIP',
      clusterIP: random.pick(['10.96.0.1', '10.96.0.1', 'None']),
      selector: random.pick([
        { app: 'web' },
        { app: 'api' },
        { app: 'web', tier: 'front' },
        { tier: 'front' },
        undefined,
      ]),
      ipFamilies: random.pick([['IPv4'], ['IPv4'], ['IPv6', 'IPv4'], undefined]),
      ports: random.some(
        [
          { name: 'http', port: 80 },
          { name: 'grpc', port: 81 },
          { name: 'dns', protocol: 'UDP', port: 53 },
        ],
        0.6,
      ),
    },
  }
}

export function randomSlice(random: Random): Raw {
  const name = `slice-${random.below(SLICES)}`
  const namespace = random.pick(NAMESPACES)
  const addressType = random.pick(['IPv4', 'IPv4', 'IPv4', 'IPv6', 'FQDN'])
  const service = random.pick([...SERVICES, 'nobody'])
  return {
    metadata: {
      name,
      namespace,
      uid: `${name}-${random.below(2)}`,
      creationTimestamp: `2026-01-0${1 + random.below(5)}T00:00:00Z`,
      labels: random.chance(0.1) ? {} : { 'kubernetes.io/service-name': service, ...headlessLabel(random) },
    },
    addressType,
    ports: random.some(
      [
        { name: 'http', port: 8080 },
        { name: 'grpc', port: 9090 },
        { name: 'dns', protocol: 'UDP' },
        { name: 'web', port: 8080 },
      ],
      0.6,
    ),
    endpoints: Array.from({ length: random.below(7) }, () => randomEndpoint(random, namespace, addressType)),
  }
}

function headlessLabel(random: Random): Raw {
  return random.chance(0.1) ? { 'service.kubernetes.io/headless': '' } : {}
}

function randomEndpoint(random: Random, namespace: string, addressType: string): Raw {
  const pod = random.below(PODS)
  const address = random.chance(0.1) ? random.below(PODS) : pod
  return {
    addresses: [
      addressType === 'IPv4'
        ? `10.0.0.${address}`
        : addressType === 'IPv6'
          ? `fd00::${address}`
          : `pod-${address}.example.com`,
    ],
    conditions: { ready: maybe(random, 0.7), serving: maybe(random, 0.8), terminating: maybe(random, 0.2) },
    nodeName: random.chance(0.8) ? `node-${random.below(NODES)}` : undefined,
    zone: random.chance(0.4) ? random.pick(['eu-1a', 'eu-1b']) : undefined,
    targetRef: random.pick([
      { kind: 'Pod', namespace, name: `pod-${pod}`, uid: podUid(random, namespace, pod) },
      { kind: 'Pod', namespace, name: `pod-${pod}`, uid: podUid(random, namespace, pod) },
      { kind: 'Pod', namespace, name: `pod-${pod}` },
      undefined,
    ]),
  }
}

function maybe(random: Random, probability: number): boolean | undefined {
  return random.chance(0.15) ? undefined : random.chance(probability)
}

function podUid(random: Random, namespace: string, pod: number): string {
  return `${namespace}-pod-${pod}-${random.chance(0.8) ? 0 : 1}`
}

/** Most pods keep theirs, so that often something else is all that changes. */
const POD_LABELS = [{ app: 'web' }, { app: 'api' }, { app: 'web', tier: 'front' }, { tier: 'front' }, {}] as const

export function randomPod(random: Random): Raw {
  const pod = random.below(PODS)
  const namespace = random.pick(NAMESPACES)
  const ips = random.pick([[`10.0.0.${pod}`], [`10.0.0.${pod}`, `fd00::${pod}`], []])
  return {
    metadata: {
      name: `pod-${pod}`,
      namespace,
      uid: podUid(random, namespace, pod),
      creationTimestamp: lately(random),
      deletionTimestamp: random.chance(0.2) ? lately(random) : undefined,
      labels: random.chance(0.6) ? POD_LABELS[pod % 2] : random.pick(POD_LABELS),
      ownerReferences: random.pick([
        [],
        [{ kind: 'ReplicaSet', name: 'set-0', uid: 'set-0', controller: true }],
        [{ kind: 'ReplicaSet', name: 'set-1', uid: 'set-1', controller: true }],
        [{ kind: 'StatefulSet', name: 'stateful', uid: 'stateful', controller: true }],
      ]),
    },
    spec: {
      nodeName: random.chance(0.8) ? `node-${random.below(NODES)}` : undefined,
      containers: [{ name: 'main', startupProbe: random.chance(0.2) ? { failureThreshold: 12 } : undefined }],
    },
    status: {
      phase: random.pick(['Running', 'Running', 'Running', 'Pending', 'Succeeded', 'Failed']),
      startTime: random.chance(0.8) ? lately(random) : undefined,
      podIPs: ips.map(ip => ({ ip })),
      conditions: [
        {
          type: 'Ready',
          status: random.pick(['True', 'False']),
          reason: 'ContainersNotReady',
          lastTransitionTime: random.chance(0.8) ? lately(random) : undefined,
        },
      ],
      containerStatuses: [{ name: 'main', state: random.pick(CONTAINER_STATES) }],
    },
  }
}

const CONTAINER_STATES: readonly [Raw, ...Raw[]] = [
  { running: {} },
  { waiting: { reason: 'PodInitializing' } },
  { waiting: { reason: 'ContainerCreating' } },
  { waiting: { reason: 'CrashLoopBackOff' } },
  { terminated: { exitCode: 1 } },
]

/** Around the beginning of the story, or long before. */
function lately(random: Random): string {
  const before = random.chance(0.2) ? 86_400_000 : 180_000
  return new Date(NOW - before + random.below(20) * 30_000).toISOString()
}

const TEMPLATE_LABELS: readonly [Raw, ...Raw[]] = [{ app: 'web' }, { app: 'api' }, { app: 'web', tier: 'front' }]

function templated(random: Random, kind: string, name: string): Raw {
  return {
    metadata: {
      name,
      namespace: random.pick(NAMESPACES),
      uid: random.chance(0.9) ? name : `${name}-${kind}`,
      creationTimestamp: lately(random),
    },
    spec: { replicas: random.below(4), template: { metadata: { labels: random.pick(TEMPLATE_LABELS) } } },
  }
}

export function randomDeployment(random: Random): Raw {
  const reason = random.pick(['NewReplicaSetAvailable', 'ReplicaSetUpdated', 'ProgressDeadlineExceeded'])
  return {
    ...templated(random, 'Deployment', 'deployment'),
    status: { replicas: 2, updatedReplicas: 2, conditions: [{ type: 'Progressing', status: 'True', reason }] },
  }
}

export function randomReplicaSet(random: Random): Raw {
  const set = templated(random, 'ReplicaSet', `set-${random.below(2)}`)
  const owner = random.pick([
    [],
    [{ kind: 'Deployment', name: 'deployment', uid: 'deployment', controller: true }],
    [{ kind: 'Rollout', name: 'canary', uid: 'canary', controller: true }],
  ])
  return { ...set, metadata: { ...Object(set['metadata']), ownerReferences: owner } }
}

export function randomStatefulSet(random: Random): Raw {
  const status = { currentRevision: 'a', updateRevision: random.pick(['a', 'b']) }
  return { ...templated(random, 'StatefulSet', 'stateful'), status }
}

export function randomEvent(random: Random): Raw {
  const pod = random.below(PODS)
  const namespace = random.pick(NAMESPACES)
  return {
    metadata: { name: `event-${pod}`, namespace, uid: `event-${pod}` },
    involvedObject: { kind: 'Pod', namespace, name: `pod-${pod}`, uid: podUid(random, namespace, pod) },
    type: 'Normal',
    reason: random.pick(['Pulling', 'TriggeredScaleUp']),
  }
}

export function randomNode(random: Random): Raw {
  const name = `node-${random.below(NODES)}`
  const zone = random.pick(ZONES)
  return {
    metadata: {
      name,
      uid: `${name}-${random.below(2)}`,
      labels: zone === null ? {} : { 'topology.kubernetes.io/zone': zone },
    },
    status: { conditions: [{ type: 'Ready', status: random.pick(['True', 'True', 'False', 'Unknown']) }] },
  }
}

export function randomServiceKey(random: Random): string {
  return `${random.pick(NAMESPACES)}/${random.pick(SERVICES)}`
}
