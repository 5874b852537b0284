import { addressFamilies, desiredEndpoints } from '@slicescope/kubernetes'
import { must } from '@slicescope/model'
import { Random as SeededRandom } from '@slicescope/model/random'
import { ago, podOn, type TestCluster } from '../testing/web-service.ts'
import { aService, aSlice, type Raw } from './raw.ts'

/** A number in [0, below), from a seed alone. */
export type Random = (below: number) => number

export function createRandom(seed: number): Random {
  const random = new SeededRandom(seed)
  return below => random.below(below)
}

export function pick<T>(random: Random, values: readonly T[]): T {
  return must(values[random(values.length)])
}

/** What one random Service is made of; change it, then write it. */
export interface Plan {
  service: Raw
  pods: readonly Raw[]
  workload: readonly ['deployments' | 'statefulsets', Raw] | null
  /** What comes and goes where all is well, and raises no alarm. */
  churn: readonly Raw[]
}

/** The Nodes that writePlaces makes, with their zones. */
export const NODES = { n1: 'eu-1a', n2: 'eu-1b', n3: 'eu-1c', n4: 'eu-1a', n5: 'eu-1b', n6: 'eu-1c' }

/** Six Nodes in three zones, and the namespace. */
export function writePlaces(made: TestCluster): void {
  for (const [name, zone] of Object.entries(NODES)) {
    const labels = { 'topology.kubernetes.io/zone': zone }
    const conditions = [{ type: 'Ready', status: 'True' }]
    made.set('nodes', { metadata: { name, uid: `node-${name}`, labels }, status: { conditions } })
  }
  made.set('namespaces', { metadata: { name: 'shop', uid: 'ns-shop' }, status: { phase: 'Active' } })
}

/** A Service of an everyday kind whose pods are all well, as shop/web. */
export function planHealthy(random: Random): Plan {
  const families = pick(random, [['IPv4'], ['IPv6'], ['IPv4', 'IPv6']])
  const isHeadless = random(3) === 0
  const isNamed = random(2) === 0
  const replicas = 2 + random(5)
  const shape = { families, isStateful: isHeadless, random }
  const kind = pick(random, [
    { type: 'ClusterIP' },
    { type: 'ClusterIP', trafficDistribution: 'PreferClose' },
    { type: 'NodePort' },
    { type: 'ClusterIP', publishNotReadyAddresses: true },
  ])
  const spec = {
    ...(isHeadless ? { type: 'ClusterIP', clusterIP: 'None', clusterIPs: ['None'] } : kind),
    ipFamilies: families,
    selector: random(2) === 0 ? { app: 'web' } : { app: 'web', tier: 'front' },
    ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: isNamed ? 'http' : 8080 }],
  }
  return {
    service: aService(spec, { creationTimestamp: ago(86_400) }),
    pods: Array.from({ length: replicas }, (_, n) => healthyPod(n, shape)),
    workload: [isHeadless ? 'statefulsets' : 'deployments', workloadOf(replicas, isHeadless)],
    churn: CHURN.flatMap(change => (random(2) === 0 ? [] : [change(healthyPod(90 + random(9), shape))])),
  }
}

/** A pod that ends, one that was evicted, and one of the same labels in another namespace. */
const CHURN: readonly ((pod: Raw) => Raw)[] = [
  pod => changed(pod, { metadata: { name: 'ends', uid: 'ends', deletionTimestamp: ago(5) } }),
  pod => {
    const conditions = [{ type: 'Ready', status: 'False' }]
    const status = { phase: 'Failed', reason: 'Evicted', conditions, podIP: undefined, podIPs: [] }
    return changed(pod, { metadata: { name: 'evicted', uid: 'evicted' }, status })
  },
  pod => changed(pod, { metadata: { name: 'elsewhere', uid: 'elsewhere', namespace: 'staging' } }),
]

/** The same object with other metadata, spec and status, field by field. */
export function changed(
  object: Raw,
  change: { readonly metadata?: Raw; readonly spec?: Raw; readonly status?: Raw },
): Raw {
  const { metadata, spec, status } = Object(object)
  return {
    ...object,
    metadata: { ...metadata, ...change.metadata },
    spec: { ...spec, ...change.spec },
    status: { ...status, ...change.status },
  }
}

interface PodShape {
  readonly families: readonly string[]
  readonly isStateful: boolean
  readonly random: Random
}

function healthyPod(n: number, { families, isStateful, random }: PodShape): Raw {
  const ips = families.map(family => (family === 'IPv4' ? `10.3.0.${n + 1}` : `fd00::${n + 1}`))
  const kind = isStateful ? 'StatefulSet' : 'ReplicaSet'
  const ports = [{ name: 'http', containerPort: 8080 }]
  return podOn(`n${1 + ((n + random(2)) % 6)}`, n, {
    metadata: {
      labels: { app: 'web', tier: 'front', 'pod-template-hash': 'aaa' },
      ownerReferences: [{ kind, name: 'web', uid: 'workload-web', controller: true }],
    },
    spec: {
      ...(isStateful ? { hostname: `web-${n}`, subdomain: 'web' } : {}),
      containers: [{ name: 'main', image: 'web:1', ports, readinessProbe: { httpGet: { port: 'http' } } }],
    },
    status: { podIP: ips[0], podIPs: ips.map(ip => ({ ip })) },
  })
}

function workloadOf(replicas: number, isStateful: boolean): Raw {
  const status = {
    replicas,
    readyReplicas: replicas,
    updatedReplicas: replicas,
    conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }],
    currentRevision: '1',
    updateRevision: '1',
  }
  const labels = { app: 'web', tier: 'front' }
  return {
    metadata: { name: 'web', namespace: 'shop', uid: 'workload-web', labels: {} },
    spec: { replicas, ...(isStateful ? { serviceName: 'web' } : {}), template: { metadata: { labels } } },
    status,
  }
}

/** Writes it all, and the slices as the controller makes them of it. */
export function write(made: TestCluster, { service, pods, workload, churn }: Plan): void {
  made.set('services', service)
  made.set('pods', ...pods, ...churn)
  if (workload !== null) made.set(...workload)
  const { listers } = made.store
  const kept = must(listers.services.get('shop/web'))
  const all = [...listers.pods.list()]
  const groups = desiredEndpoints(kept, all, name => listers.nodes.get(name))
  const labels = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }
  for (const family of addressFamilies(kept)) {
    const own = groups.filter(({ addressType, endpoints }) => addressType === family && endpoints.length > 0)
    if (own.length === 0)
      made.set('endpointslices', aSlice(null, { name: `web-${family}`, addressType: family, ports: null, labels }))
    for (const [at, { ports, endpoints }] of own.entries()) {
      made.set(
        'endpointslices',
        aSlice(
          endpoints.map(each => ({ ...each })),
          { name: `web-${family}-${at}`, addressType: family, ports, labels },
        ),
      )
    }
  }
}
