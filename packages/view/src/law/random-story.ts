import type { Random } from '@slicescope/model/random'
import type { Resource } from '@slicescope/model'

type Raw = Readonly<Record<string, unknown>>

/** Few names, so that objects meet: what one names, another is. */
const NAMESPACES = ['shop', 'shop', 'shop', 'pay'] as const
const SERVICES = ['web', 'web-api', 'api', 'apj', 'db', 'edge'] as const
const APPS = ['web', 'api', 'db', 'wbe'] as const
const NODES = ['n1', 'n2', 'n3', 'n4'] as const
const NUMBERS = [0, 1, 2, 3, 4, 5] as const
/** Long ago: nothing in the story is young. */
const OLD = '2025-12-31T12:00:00Z'

/** An object of any kind that diagnosis goes by, told as the API would. */
export function randomObject(resource: Resource, random: Random): Raw {
  return MAKERS[resource](random)
}

const MAKERS: Readonly<Record<Resource, (random: Random) => Raw>> = {
  services: random => {
    const headless = random.chance(0.3)
    return {
      ...named(random.pick(NAMESPACES), random.pick(SERVICES), random, 'Service'),
      spec: {
        type: random.pick(['ClusterIP', 'ClusterIP', 'NodePort', 'LoadBalancer']),
        clusterIPs: [headless ? 'None' : '10.96.0.1'],
        ipFamilies: ['IPv4'],
        selector: random.chance(0.8) ? { app: random.pick(APPS) } : {},
        ports: [{ name: 'http', port: 80, targetPort: random.chance(0.3) ? 8080 : random.pick(['http', 'none']) }],
        internalTrafficPolicy: random.pick(['Cluster', 'Cluster', 'Local']),
        externalTrafficPolicy: random.pick(['Cluster', 'Local']),
        publishNotReadyAddresses: random.chance(0.2),
      },
    }
  },
  endpointslices: random => {
    const service = random.pick(SERVICES)
    const namespace = random.pick(NAMESPACES)
    const { metadata } = named(namespace, `${service}-${random.pick(NUMBERS)}`, random)
    const label = random.chance(0.15) ? {} : { 'kubernetes.io/service-name': random.chance(0.1) ? 'none' : service }
    return {
      metadata: {
        ...metadata,
        labels: { ...label, 'endpointslice.kubernetes.io/managed-by': random.pick(MANAGERS) },
        ownerReferences: random.chance(0.5) ? [owner('Service', namespace, service)] : [],
      },
      addressType: 'IPv4',
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
      endpoints: Array.from({ length: random.below(4) }, () => randomEndpoint(namespace, random)),
    }
  },
  nodes: random => {
    const { metadata } = named(undefined, random.pick(NODES), random)
    const zone = random.pick(['a', 'b', ''])
    const ready = random.pick(['True', 'True', 'True', 'Unknown'])
    const unavailable = random.pick(['False', 'False', 'True'])
    return {
      metadata: { ...metadata, labels: zone === '' ? {} : { 'topology.kubernetes.io/zone': zone } },
      spec: {
        podCIDRs: ['10.0.0.0/24'],
        taints: ready === 'True' ? [] : [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }],
      },
      status: {
        conditions: [
          { type: 'Ready', status: ready },
          { type: 'NetworkUnavailable', status: unavailable },
          { type: 'MemoryPressure', status: unavailable, reason: 'KubeletHasInsufficientMemory' },
        ],
      },
    }
  },
  pods: random => randomPod(random),
  namespaces: random => ({
    ...named(undefined, random.pick(NAMESPACES), random),
    status: { phase: random.pick(['Active', 'Active', 'Terminating']) },
  }),
  deployments: random => randomWorkload('Deployment', random, { conditions: REPLICA_FAILURE }),
  replicasets: random => randomWorkload('ReplicaSet', random, { conditions: REPLICA_FAILURE }),
  statefulsets: random => randomWorkload('StatefulSet', random, { serviceName: random.pick(SERVICES) }),
  daemonsets: random => randomWorkload('DaemonSet', random, {}),
  jobs: random => randomWorkload('Job', random, {}),
  horizontalpodautoscalers: random => ({
    ...named(random.pick(NAMESPACES), random.pick(APPS), random),
    spec: { scaleTargetRef: { kind: random.pick(KINDS), name: random.pick(APPS) } },
  }),
  endpoints: random => ({
    ...named(random.pick(NAMESPACES), random.pick(SERVICES), random),
    subsets: random.chance(0.7) ? [{ addresses: [{ ip: `10.0.0.${random.pick(NUMBERS)}` }], ports: [] }] : [],
  }),
  poddisruptionbudgets: random => ({
    ...named(random.pick(NAMESPACES), random.pick(APPS), random),
    spec: { selector: { matchLabels: { app: random.pick(APPS) } } },
    status: { disruptionsAllowed: random.pick([0, 0, 1]), currentHealthy: 1, desiredHealthy: 1, expectedPods: 2 },
  }),
  networkpolicies: random => ({
    ...named(random.pick(NAMESPACES), random.pick(APPS), random),
    spec: { podSelector: { matchLabels: { app: random.pick(APPS) } }, policyTypes: ['Ingress'], ingress: [] },
  }),
  ingresses: random => ({
    ...named(random.pick(NAMESPACES), random.pick(APPS), random),
    spec: {
      defaultBackend: {
        service: { name: random.pick([...SERVICES, 'wbe', 'web-ap']), port: { number: random.chance(0.5) ? 80 : 81 } },
      },
    },
  }),
  httproutes: random => ({
    ...named(random.pick(NAMESPACES), random.pick(APPS), random),
    spec: { rules: [{ backendRefs: [{ name: random.pick([...SERVICES, 'dbb']), port: 80 }] }] },
  }),
  validatingwebhookconfigurations: random => randomWebhooks(random),
  mutatingwebhookconfigurations: random => randomWebhooks(random),
  apiservices: random => ({
    ...named(undefined, random.pick(APPS), random),
    spec: { service: { namespace: random.pick(NAMESPACES), name: random.pick(SERVICES) } },
  }),
  events: random => {
    const namespace = random.pick(NAMESPACES)
    const kind = random.pick(['Pod', 'Service', 'Deployment', 'ReplicaSet'])
    const name = kind === 'Service' ? random.pick(SERVICES) : kind === 'Pod' ? podName(random) : random.pick(APPS)
    return {
      ...named(namespace, `${name}.${random.pick(NUMBERS)}`, random),
      involvedObject: { kind, namespace, name, uid: uidOf(kind, namespace, name) },
      reason: kind === 'Service' ? 'SyncLoadBalancerFailed' : random.pick(['FailedCreate', 'Unhealthy', 'Pulled']),
      message: `Readiness probe failed: HTTP probe failed with statuscode: 50${random.pick(NUMBERS)}`,
      type: 'Warning',
      lastTimestamp: OLD,
    }
  },
}

const MANAGERS = ['endpointslice-controller.k8s.io', 'endpointslice-controller.k8s.io', 'somebody'] as const
const KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'] as const
const REPLICA_FAILURE = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota' }]

/** An object that is created again now and then. */
function named(namespace: string | undefined, name: string, random: Random, kind = 'Other') {
  const uid = uidOf(kind, namespace ?? '', name)
  return {
    metadata: {
      ...(namespace === undefined ? {} : { namespace }),
      name,
      uid: random.chance(0.05) ? `${uid}'` : uid,
      creationTimestamp: OLD,
    },
  }
}

function uidOf(kind: string, namespace: string, name: string): string {
  return `${kind} ${namespace}/${name}`
}

function owner(kind: string, namespace: string, name: string) {
  return { kind, name, uid: uidOf(kind, namespace, name), controller: true }
}

function podName(random: Random): string {
  return `p${random.pick(NUMBERS)}${random.pick(['a', 'b', 'c'])}`
}

function randomEndpoint(namespace: string, random: Random): Raw {
  const name = podName(random)
  const ready = random.chance(0.7)
  const target = { kind: 'Pod', namespace: random.chance(0.1) ? 'pay' : namespace, name }
  return {
    addresses: [`10.0.0.${random.pick(NUMBERS)}`],
    conditions: { ready, serving: ready, terminating: false },
    nodeName: random.pick(NODES),
    ...(random.chance(0.5) ? { zone: random.pick(['a', 'b']) } : {}),
    ...(random.chance(0.1) ? { hints: { forZones: [{ name: 'a' }] } } : {}),
    ...(random.chance(0.2)
      ? {}
      : { targetRef: random.chance(0.3) ? target : { ...target, uid: uidOf('Pod', target.namespace, name) } }),
  }
}

/** Some are agents of a Node. */
function randomPod(random: Random): Raw {
  const name = podName(random)
  const isAgent = random.chance(0.15)
  const ready = random.chance(0.7)
  const app = random.pick(APPS)
  const namespace = isAgent ? 'kube-system' : random.pick(NAMESPACES)
  const [kind, of] = isAgent ? (['DaemonSet', 'agent'] as const) : (['StatefulSet', app] as const)
  return {
    metadata: {
      namespace,
      name,
      uid: uidOf('Pod', namespace, name),
      labels: { app, ...(random.chance(0.2) ? { 'pod-template-hash': 'x' } : {}) },
      creationTimestamp: OLD,
      ...(random.chance(0.1) ? { deletionTimestamp: OLD } : {}),
      ownerReferences: random.chance(0.6) ? [owner(kind, namespace, of)] : [],
    },
    spec: {
      ...(random.chance(0.85) ? { nodeName: random.pick(NODES) } : {}),
      ...(random.chance(0.3) ? { hostname: name, subdomain: random.pick(SERVICES) } : {}),
      hostNetwork: random.chance(0.1),
      containers: [{ name: 'main', image: 'x', ports: [{ name: 'http', containerPort: 8080 }] }],
    },
    status: {
      phase: random.pick(['Running', 'Running', 'Running', 'Pending', 'Succeeded']),
      podIPs: random.chance(0.9) ? [{ ip: `10.0.0.${random.pick(NUMBERS)}` }] : [],
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: OLD }],
      containerStatuses: [{ name: 'main', ready, started: true, restartCount: 0, state: { running: {} } }],
    },
  }
}

function randomWorkload(
  kind: string,
  random: Random,
  { conditions = [], ...spec }: { conditions?: readonly Raw[] } & Raw,
): Raw {
  const app = random.pick(APPS)
  const namespace = random.pick(NAMESPACES)
  const { metadata } = named(namespace, app, random, kind)
  const replicas = random.pick([0, 1, 2, 3])
  return {
    metadata: {
      ...metadata,
      labels: { app },
      ownerReferences: random.chance(0.3) ? [owner('Deployment', namespace, app)] : [],
    },
    spec: { replicas, template: { metadata: { labels: { app: random.pick(APPS) } } }, ...spec },
    status: {
      replicas: random.pick([0, 1, 2]),
      updatedReplicas: random.pick([0, 1, 2]),
      desiredNumberScheduled: replicas,
      conditions: random.chance(0.3) ? conditions : [],
    },
  }
}

function randomWebhooks(random: Random): Raw {
  const service = { namespace: random.pick(NAMESPACES), name: random.pick(SERVICES) }
  return {
    ...named(undefined, random.pick(APPS), random),
    webhooks: [{ name: 'hook', failurePolicy: 'Fail', clientConfig: { service } }],
  }
}
