import { anEndpoint, ago, podOn, sliceOf, type TestCluster } from '../testing/web-service.ts'
import { aNode, aService, aSlice, type Raw } from './raw.ts'
import { NODES, pick, type Random } from './random-service.ts'

/** A Service shop/web as charts, operators and other controllers make it, with nothing wrong; random in what may differ. */
export interface HealthyShape {
  readonly name: string
  readonly make: (made: TestCluster, random: Random) => void
}

const MANAGER = 'endpointslice.kubernetes.io/managed-by'
const SOURCE_CLUSTER = 'multicluster.kubernetes.io/source-cluster'
const MIRRORED = { [MANAGER]: 'endpointslicemirroring-controller.k8s.io' }
const HEADLESS = { clusterIP: 'None', clusterIPs: ['None'] }
/** As the API server defaults a headless Service without selector. */
const BOTH_FAMILIES = { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' }
const PORT = { name: 'http', containerPort: 8080 }
const NAMES = Object.keys(NODES)

function old(made: TestCluster, spec: Raw = {}, labels: Raw = {}): void {
  made.set('services', aService(spec, { creationTimestamp: ago(86_400), labels }))
}

function atRandom(random: Random): string {
  return NAMES[random(NAMES.length)] ?? 'n1'
}

interface Shape {
  readonly from?: number
  readonly count: number
  readonly kind?: string
  readonly owner?: string
  readonly labels?: Raw
  readonly ports?: readonly Raw[]
  readonly spec?: Raw
}

/** Ready pods of one workload, from number `from` on. */
function podsOf(
  random: Random,
  { from = 1, count, kind = 'ReplicaSet', owner = 'web', labels = {}, ports = [PORT], spec = {} }: Shape,
): readonly Raw[] {
  return Array.from({ length: count }, (_, at) =>
    podOn(atRandom(random), from + at, {
      metadata: {
        labels: { app: 'web', ...labels },
        ownerReferences: [{ kind, name: owner, uid: `uid-${owner}`, controller: true }],
      },
      spec: { containers: [{ name: 'main', ports, readinessProbe: { httpGet: { port: 8080 } } }], ...spec },
    }),
  )
}

/** Pods, and the slice that the controller makes of them. */
function running(made: TestCluster, pods: readonly Raw[], slice: Raw = {}): void {
  made.set('pods', ...pods)
  made.set('endpointslices', sliceOf(pods, NODES, slice))
}

function foreign(made: TestCluster, endpoints: readonly Raw[], slice: Raw, metadata: Raw = {}): void {
  const raw = aSlice(endpoints, { name: 'web-other', ...slice })
  made.set('endpointslices', { ...raw, metadata: { ...Object(raw['metadata']), ...metadata } })
}

function machines(random: Random): readonly Raw[] {
  return Array.from({ length: 1 + random(4) }, (_, n) => ({ addresses: [`198.51.100.${n + 1}`] }))
}

function workload(name: string, replicas: number, templateLabels: Raw): Raw {
  return {
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, labels: {} },
    spec: { replicas, template: { metadata: { labels: templateLabels } } },
    status: { replicas },
  }
}

const OWNED = [{ kind: 'Service', name: 'web', uid: 'service-web', controller: true }]

export const HEALTHY_SHAPES: readonly HealthyShape[] = [
  {
    name: 'kubelets',
    make: (made, random) => {
      const isOperator = random(2) === 0
      old(made, { selector: null, ...HEADLESS, ...BOTH_FAMILIES })
      const endpoints = NAMES.slice(0, 2 + random(4)).map((name, n) => ({
        addresses: [`10.9.8.${n}`],
        conditions: { ready: true },
        ...(isOperator ? { nodeName: name } : {}),
        targetRef: { kind: 'Node', name, uid: `node-${name}` },
      }))
      foreign(
        made,
        endpoints,
        { labels: isOperator ? { [MANAGER]: 'prometheus-operator' } : MIRRORED },
        isOperator ? { ownerReferences: OWNED } : {},
      )
      if (random(2) === 0) made.set('nodes', aNode('n1', 'eu-1a', false))
    },
  },
  {
    name: 'imported',
    make: (made, random) => {
      const manager = pick(random, [
        'endpointslice-mesh-controller.cilium.io',
        'endpointslice-dispatch-controller.karmada.io',
        'lighthouse-agent.submariner.io',
        'importer.example.com',
      ])
      const isAlone = random(3) === 0
      old(made, isAlone ? { selector: null, ...HEADLESS, ...BOTH_FAMILIES } : {})
      if (!isAlone) running(made, podsOf(random, { count: 1 + random(3) }))
      const endpoints = Array.from({ length: 1 + random(3) }, (_, n) => ({
        addresses: [`10.90.1.${n + 1}`],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'west',
        targetRef: {
          kind: 'Pod',
          namespace: 'shop',
          name: `fake-pod-${n}`,
          ...(random(2) === 0 ? { uid: `elsewhere-${n}` } : {}),
        },
      }))
      foreign(
        made,
        endpoints,
        { labels: { [MANAGER]: manager, [SOURCE_CLUSTER]: 'west' } },
        random(2) === 0 ? { ownerReferences: OWNED } : {},
      )
    },
  },
  {
    name: 'activator',
    make: (made, random) => {
      old(
        made,
        { selector: null },
        { 'networking.internal.knative.dev/serverlessservice': 'web', 'serving.knative.dev/revision': 'web' },
      )
      const endpoints = Array.from({ length: 1 + random(2) }, (_, n) =>
        anEndpoint(n + 1, {
          nodeName: atRandom(random),
          targetRef: { kind: 'Pod', namespace: 'knative-serving', name: `activator-${n}`, uid: `activator-${n}` },
        }),
      )
      foreign(made, endpoints, { labels: MIRRORED })
    },
  },
  {
    name: 'two ports of two workloads',
    make: (made, random) => {
      const named = ['one', 'two']
      old(made, { ports: named.map((name, n) => ({ name, protocol: 'TCP', port: 8001 + n, targetPort: name })) })
      for (const [n, name] of named.entries()) {
        const pods = podsOf(random, {
          from: 1 + 5 * n,
          count: 1 + random(3),
          owner: `web-${name}`,
          ports: [{ name, containerPort: 3000 }],
        })
        running(made, pods, { name: `web-${name}`, ports: [{ name, protocol: 'TCP', port: 3000 }] })
      }
    },
  },
  {
    name: 'canary beside stable',
    make: (made, random) => {
      old(made)
      const pods = [
        podsOf(random, { count: 1 + random(4), owner: 'stable' }),
        podsOf(random, { from: 9, count: 1 + random(2), owner: 'canary' }),
      ]
      running(made, pods.flat())
    },
  },
  {
    name: 'a pod held on a node that is gone',
    make: (made, random) => {
      old(made)
      running(made, podsOf(random, { count: 1 + random(3) }))
      const metadata = { deletionTimestamp: ago(60 + random(9000)), finalizers: ['example.com/hold'] }
      made.set('pods', podOn('gone', 40, { metadata }))
    },
  },
  {
    name: 'the idle color at zero',
    make: (made, random) => {
      old(made, { selector: { app: 'web', color: 'green' } })
      made.set('deployments', workload('web-green', 0, { app: 'web', color: 'green' }))
      made.set('pods', ...podsOf(random, { count: 1 + random(3), labels: { color: 'blue' } }))
      made.set('endpointslices', sliceOf([], NODES, { ports: null }))
    },
  },
  {
    name: 'the leader of several',
    make: (made, random) => {
      const role = pick(random, ['redis-role', 'cnpg.io/instanceRole', 'vault-active'])
      old(made, { selector: { app: 'web', [role]: 'primary' } })
      const leader = podsOf(random, { count: 1, kind: 'StatefulSet', labels: { [role]: 'primary' } })
      made.set(
        'pods',
        ...podsOf(random, { from: 2, count: random(3), kind: 'StatefulSet', labels: { [role]: 'replica' } }),
      )
      running(made, leader)
    },
  },
  {
    name: 'a selector that never matched',
    make: (made, random) => {
      old(made, {
        selector: { component: pick(random, ['kube-scheduler', 'etcd']) },
        ...(random(2) === 0 ? HEADLESS : {}),
      })
      made.set('endpointslices', sliceOf([], NODES, { ports: null }))
    },
  },
  {
    name: 'machines',
    make: (made, random) => {
      old(made, { selector: null, ...(random(2) === 0 ? { ...HEADLESS, ...BOTH_FAMILIES } : {}) })
      foreign(made, machines(random), { labels: pick(random, [{}, MIRRORED, { [MANAGER]: 'rook.example.com' }]) })
    },
  },
  {
    name: 'a gateway of another cluster',
    make: (made, random) => {
      old(
        made,
        { selector: null },
        { 'mirror.linkerd.io/mirrored-service': 'true', 'mirror.linkerd.io/cluster-name': 'west' },
      )
      foreign(made, machines(random), { labels: MIRRORED, ports: [{ name: 'http', port: 4143 }] })
    },
  },
  {
    name: 'ended pods whose address is another one of now',
    make: (made, random) => {
      old(made)
      running(made, podsOf(random, { count: 1 + random(3) }))
      for (const [n, phase] of ['Failed', 'Succeeded'].entries())
        made.set(
          'pods',
          podOn(atRandom(random), 50 + n, {
            status: {
              phase,
              reason: phase === 'Failed' ? 'Evicted' : undefined,
              podIP: '10.0.0.1',
              podIPs: [{ ip: '10.0.0.1' }],
              conditions: [{ type: 'Ready', status: 'False' }],
            },
          }),
        )
    },
  },
  {
    name: 'a load balancer that gives no address',
    make: (made, random) => {
      const own = pick(random, [
        {},
        { loadBalancerClass: 'example.com/l2' },
        { externalTrafficPolicy: 'Local', healthCheckNodePort: 30_000 },
      ])
      old(made, { type: 'LoadBalancer', ...own })
      running(made, podsOf(random, { count: 1 + random(3) }))
    },
  },
  {
    name: 'agents on the host network',
    make: (made, random) => {
      old(made, { ...HEADLESS, ...(random(2) === 0 ? { publishNotReadyAddresses: true } : {}) })
      const [any = {}] = podsOf(random, {
        count: 1,
        kind: 'DaemonSet',
        spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' },
      })
      const pods = NAMES.map((nodeName, n) => {
        const { metadata, spec, status } = Object(any)
        const ip = `172.20.0.${n + 1}`
        return {
          metadata: { ...metadata, name: `web-${n}`, uid: `pod-${n}` },
          spec: { ...spec, nodeName },
          status: { ...status, podIP: ip, podIPs: [{ ip }] },
        }
      })
      running(made, pods)
    },
  },
  {
    name: 'without ports, or one number twice',
    make: (made, random) => {
      if (random(2) === 0) {
        old(made, { ...HEADLESS, ports: [] })
        running(made, podsOf(random, { count: 1 + random(3) }), { ports: null })
        return
      }
      const ports = [
        { name: 'dns', protocol: 'UDP' },
        { name: 'dns-tcp', protocol: 'TCP' },
      ]
      old(made, { ports: ports.map(port => ({ ...port, port: 53, targetPort: port.name })) })
      const declared = ports.map(port => ({ ...port, containerPort: 53 }))
      running(made, podsOf(random, { count: 1 + random(3), ports: declared }), {
        ports: ports.map(port => ({ ...port, port: 53 })),
      })
    },
  },
  {
    name: 'an alias',
    make: (made, random) => {
      const externalName = pick(random, ['db.example.com', 'db.shop.svc.cluster.local'])
      old(made, { type: 'ExternalName', externalName, selector: null, clusterIP: '', clusterIPs: [] })
    },
  },
]
