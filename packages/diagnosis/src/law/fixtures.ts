import type { Certainty, Severity } from '../finding.ts'
import {
  ago,
  anEndpoint,
  FALLBACK,
  NOT_READY,
  podOn,
  TERMINATING,
  runningContainer,
  sliceOf,
  TestCluster,
} from '../testing.ts'
import * as raw from './raw.ts'

/** A cluster in which a code holds for shop/web, with the grades that the finding must have. */
export interface Fixture {
  readonly code: string
  readonly severity: Severity
  /** Of the cause; facts are proven throughout. */
  readonly cause: Certainty
  readonly make: () => TestCluster
  /** The sentence, or a part of it. */
  readonly says: string
  /** What else holds there. */
  readonly also?: readonly string[]
}

const { change, empty, handMade, healthy, withAbsent, withThird } = raw
const UNREADY_SLICE = [
  anEndpoint(1, { conditions: NOT_READY, targetRef: null }),
  anEndpoint(2, { conditions: NOT_READY, targetRef: null }),
]
const MANAGED = 'endpointslice.kubernetes.io/managed-by'
const CONTROLLED = { [MANAGED]: 'endpointslice-controller.k8s.io' }
const OWNED = [{ kind: 'Service', name: 'web', uid: 'service-web', controller: true }]

function otherPods(namespace: string, count: number): readonly raw.Raw[] {
  return Array.from({ length: count }, (_, n) =>
    raw.aPod(n + 50, { metadata: { name: `other-${n}`, uid: `other-${n}`, namespace } }),
  )
}

function replaceSlice(made: TestCluster, slice: raw.Raw, metadata: raw.Raw = {}): TestCluster {
  return change(made, ['endpointslices', { ...slice, metadata: { ...Object(slice['metadata']), ...metadata } }])
}

function local(spec: raw.Raw): TestCluster {
  const made = change(healthy(), ['services', raw.aService(spec)], ['nodes', raw.aNode('n4', 'eu-1a')])
  return change(made, [
    'pods',
    raw.aPod(40, { metadata: { name: 'client', uid: 'client', labels: {} }, spec: { nodeName: 'n4' } }),
  ])
}

function terminating(): TestCluster {
  const pods = [1, 2].map(n => podOn('n1', n, { metadata: { deletionTimestamp: ago(5) } }))
  const slice = sliceOf(pods)
  const endpoints: readonly raw.Raw[] = Object(slice).endpoints
  const made = replaceSlice(new TestCluster(), {
    ...slice,
    endpoints: endpoints.map(each => ({ ...each, conditions: FALLBACK })),
  })
  return change(
    made,
    ['services', raw.aService()],
    ['nodes', raw.aNode('n1', 'eu-1a')],
    ['pods', pods[0] ?? {}],
    ['pods', pods[1] ?? {}],
  )
}

function policy(ingress: readonly raw.Raw[]): raw.Raw {
  return {
    metadata: { name: 'deny', namespace: 'shop', uid: 'policy-deny' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'], ingress },
  }
}

function dualStack(pods: readonly raw.Raw[]): TestCluster {
  const made = healthy()
  made.set('services', raw.aService({ ipFamilies: ['IPv4', 'IPv6'] }, { creationTimestamp: ago(86_400) }))
  made.set('pods', ...pods)
  made.set('endpointslices', raw.aSlice(null, { name: 'web-6', addressType: 'IPv6', ports: null }))
  return made
}

const SERVICE_ALONE: readonly Fixture[] = [
  {
    code: 'SC-A1',
    severity: 'info',
    cause: 'proven',
    make: () => empty({ type: 'ExternalName', externalName: 'db.example.com', selector: null }),
    says: 'An ExternalName Service: DNS answers with CNAME db.example.com, and it never has endpoints.',
  },
  {
    code: 'SC-A2',
    severity: 'info',
    cause: 'proven',
    make: () => {
      const made = handMade([])
      made.delete('endpointslices', raw.aSlice([]))
      return made
    },
    says: 'No selector and no hand-made EndpointSlice: nothing makes endpoints for this Service.',
  },
  {
    code: 'SC-A3',
    severity: 'warning',
    cause: 'likely',
    make: () => handMade([anEndpoint(1)], { service: 'wbe' }),
    says: 'web-1 says wbe',
  },
  {
    code: 'SC-A4',
    severity: 'critical',
    cause: 'proven',
    make: () => handMade([anEndpoint(1, { targetRef: null })], { ports: [{ name: 'web', port: 8080 }] }),
    says: 'slice web-1 has "web" TCP, the Service "http" TCP; none of 1 ready',
  },
  {
    code: 'SC-A5',
    severity: 'warning',
    cause: 'proven',
    make: () => {
      const made = handMade([])
      made.delete('endpointslices', raw.aSlice([]))
      const labels = { 'endpointslice.kubernetes.io/skip-mirror': 'true' }
      const metadata = { name: 'web', namespace: 'shop', uid: 'endpoints-web', labels }
      return change(made, [
        'endpoints',
        { metadata, subsets: [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ port: 80 }] }] },
      ])
    },
    says: 'Label endpointslice.kubernetes.io/skip-mirror on the Endpoints object: its 1 address is in no EndpointSlice',
  },
  {
    code: 'SC-A6',
    severity: 'critical',
    cause: 'proven',
    make: () => handMade(UNREADY_SLICE),
    says: 'Hand-made slice web-1: all 2 endpoints say ready=false: none of 2 ready.',
  },
  {
    code: 'SC-A7',
    severity: 'info',
    cause: 'proven',
    make: () =>
      change(healthy(), [
        'services',
        raw.aService({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'mesh' } }),
      ]),
    says: 'Another proxy, mesh: kube-proxy leaves the Service alone; 3 of 3 backends ready.',
  },
  {
    code: 'SC-A8',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      change(healthy(), [
        'namespaces',
        { metadata: { name: 'shop', uid: 'ns-shop' }, status: { phase: 'Terminating' } },
      ]),
    says: 'Namespace shop is being deleted',
  },
]

const SELECTOR: readonly Fixture[] = [
  {
    code: 'SC-B1',
    severity: 'critical',
    cause: 'hint',
    make: () => empty(),
    says: 'Selector app=web matches 0 of 0 pods in shop and none elsewhere (searched 1 of 1 namespace); perhaps',
  },
  {
    code: 'SC-B2',
    severity: 'critical',
    cause: 'likely',
    make: () => change(empty({ selector: { app: 'wbe' } }), ['pods', raw.aPod(1)]),
    says: 'Likely a typo: selector app=wbe matches 0 of 1 pod in shop; 1 pod differs only in app: `wbe` against `web`.',
  },
  {
    code: 'SC-B3',
    severity: 'critical',
    cause: 'likely',
    make: () =>
      change(empty({ selector: { app: 'web', version: 'v2' } }), [
        'pods',
        raw.aPod(1, { metadata: { labels: { app: 'web', version: 'v1' } } }),
      ]),
    says: 'Likely one pair too many, version=v2: selector app=web,version=v2 matches 0 of 1 pod in shop; app=web alone matches 1 pod, which differs in version: `v2` against `v1`.',
  },
  {
    code: 'SC-B4',
    severity: 'critical',
    cause: 'hint',
    make: () => {
      const made = change(empty(), ['namespaces', { metadata: { name: 'staging', uid: 'ns-staging' } }])
      made.set('pods', ...otherPods('staging', 2))
      return made
    },
    says: 'but pods in staging (2 pods) have it (searched 2 of 2 namespaces)',
  },
  {
    code: 'SC-B5',
    severity: 'info',
    cause: 'proven',
    make: () => change(empty(), ['deployments', raw.aWorkload({ replicas: 0 })]),
    says: 'Deployment web is scaled to zero: 0 pods wanted, none there.',
  },
  {
    code: 'SC-B6',
    severity: 'critical',
    cause: 'proven',
    make: () =>
      change(empty(), [
        'deployments',
        raw.aWorkload({
          status: {
            conditions: [
              { type: 'ReplicaFailure', status: 'True', message: 'pods "web-1" is forbidden: exceeded quota: small' },
            ],
          },
        }),
      ]),
    says: 'Deployment web cannot create pods (exceeded quota: small): 0 of 3 pods of Deployment web are there.',
  },
  {
    code: 'SC-B7',
    severity: 'critical',
    cause: 'proven',
    make: () =>
      change(empty(), ['deployments', raw.aWorkload({ labels: { app: 'web' }, templateLabels: { component: 'x' } })]),
    says: 'The labels stand on the workload and not in its pod template: Deployment web has app=web, and its pods get component=x.',
  },
  {
    code: 'SC-B8a',
    // Nothing is wanted, so nothing is lost; the cause is told all the same.
    severity: 'info',
    cause: 'proven',
    make: () => change(empty(), ['daemonsets', raw.aWorkload({ status: { desiredNumberScheduled: 0 } })]),
    says: 'No node fits DaemonSet web',
  },
  {
    code: 'SC-B8b',
    severity: 'critical',
    cause: 'proven',
    make: () => {
      const ownerReferences = [{ kind: 'Job', name: 'once', uid: 'job-once', controller: true }]
      return change(empty(), [
        'pods',
        podOn('n1', 1, { metadata: { ownerReferences }, status: { phase: 'Succeeded' } }),
      ])
    },
    says: 'The pods of a Job are done: 1 of 1 pod that match belong to Jobs',
  },
]

const LEFT_OUT: readonly Fixture[] = [
  {
    code: 'SC-C1',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      withAbsent({
        spec: { nodeName: undefined },
        status: {
          ...raw.PENDING,
          conditions: [
            { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available.' },
          ],
        },
      }),
    says: 'Unschedulable (0/3 nodes are available): 1 pod waiting for a node, 2 of 2 still ready.',
  },
  {
    code: 'SC-C2',
    severity: 'warning',
    cause: 'likely',
    make: () => withAbsent({ status: raw.PENDING }),
    says: 'Likely the sandbox',
  },
  {
    code: 'SC-C3',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      withThird({
        conditions: [
          { type: 'Initialized', status: 'False' },
          { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
        ],
        initContainerStatuses: [
          { name: 'migrate', ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
        containerStatuses: [],
      }),
    says: 'Init container migrate, CrashLoopBackOff',
  },
  {
    code: 'SC-C4',
    severity: 'critical',
    cause: 'proven',
    make: () =>
      change(empty(), ['pods', podOn('n1', 1, { status: { phase: 'Failed', reason: 'Evicted', conditions: [] } })]),
    says: 'Matching pods have ended (Evicted): 1 of 1 pod will not run again',
  },
  {
    code: 'SC-C5',
    severity: 'warning',
    cause: 'proven',
    make: () => withAbsent({ spec: { nodeName: 'gone' } }),
    says: 'Node gone does not exist: 1 pod bound to it is left out of the slices',
  },
  {
    code: 'SC-C6',
    also: ['SC-C7'],
    severity: 'critical',
    cause: 'proven',
    make: () => change(empty({ ipFamilies: ['IPv6'] }), ['pods', podOn('n1', 1)]),
    says: 'No pod has an IPv6 address',
  },
  {
    code: 'SC-C7',
    severity: 'warning',
    cause: 'likely',
    make: () => withAbsent({}),
    says: 'Likely the EndpointSlice controller is behind or down',
  },
  {
    code: 'SC-C8',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      replaceSlice(healthy(), raw.aSlice([anEndpoint(1)], { name: 'web-old', labels: CONTROLLED }), {
        ownerReferences: [{ kind: 'Service', name: 'web', uid: 'service-before', controller: true }],
      }),
    says: '1 slice left by an earlier Service of this name: 1 endpoint in web-old is published for it',
  },
  {
    code: 'SC-C9',
    severity: 'info',
    cause: 'likely',
    make: () =>
      replaceSlice(healthy(), raw.aSlice([anEndpoint(1)], { name: 'web-2', labels: { [MANAGED]: 'me' } }), {
        ownerReferences: OWNED,
      }),
    says: 'Likely an edited label managed-by: slice web-2 is owned by the Service and managed by me',
  },
]

function waiting(reason: string): raw.Raw {
  return {
    conditions: [{ type: 'Ready', status: 'False' }],
    containerStatuses: [{ name: 'main', ready: false, restartCount: 3, state: { waiting: { reason } } }],
  }
}

const NOT_READY_PODS: readonly Fixture[] = [
  {
    code: 'SC-D1',
    severity: 'warning',
    cause: 'proven',
    make: () => withThird(waiting('ErrImagePull')),
    says: 'ErrImagePull, main: 1 of 3 backends not ready',
  },
  {
    code: 'SC-D2',
    severity: 'warning',
    cause: 'proven',
    make: () => withThird(waiting('CrashLoopBackOff')),
    says: 'CrashLoopBackOff, container main',
  },
  {
    code: 'SC-D3',
    also: ['SC-G11'],
    severity: 'warning',
    cause: 'proven',
    make: () =>
      withThird(
        { ...raw.FAILING, containerStatuses: [runningContainer('main', { ready: false, started: false })] },
        { containers: [{ name: 'main', startupProbe: {} }] },
      ),
    says: 'Startup probe of container main has not passed',
  },
  {
    code: 'SC-D4',
    severity: 'warning',
    cause: 'likely',
    make: () => withThird(raw.FAILING),
    says: 'Likely a readiness probe that fails',
  },
  {
    code: 'SC-D5',
    also: ['SC-D4'],
    severity: 'info',
    cause: 'hint',
    make: () =>
      withThird(raw.FAILING, {
        containers: [{ name: 'main', ports: [{ containerPort: 8080 }], readinessProbe: { httpGet: { port: 9090 } } }],
      }),
    says: 'perhaps the probe asks the wrong port',
  },
  {
    code: 'SC-D6',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      withThird(
        { conditions: [{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' }] },
        { readinessGates: [{ conditionType: 'lb/ready' }] },
      ),
    says: 'Readiness gate lb/ready is not met',
  },
  {
    code: 'SC-D7',
    also: ['SC-G11'],
    severity: 'warning',
    cause: 'proven',
    make: () =>
      withThird(
        { ...raw.FAILING, containerStatuses: [runningContainer('main'), runningContainer('proxy', { ready: false })] },
        { containers: [{ name: 'main' }, { name: 'proxy' }] },
      ),
    says: 'Container proxy of 2 is not ready',
  },
  {
    code: 'SC-D8',
    severity: 'critical',
    cause: 'proven',
    make: terminating,
    says: 'All endpoints are terminating: 2 of 2 terminating, 2 still serve',
  },
  {
    code: 'SC-D9',
    severity: 'warning',
    cause: 'likely',
    make: () => change(withThird(raw.NODE_LOST), ['nodes', raw.aNode('n3', 'eu-1c', false)]),
    says: 'Likely node n3, which is not Ready',
  },
  {
    code: 'SC-D11',
    also: ['SC-D4'],
    severity: 'warning',
    cause: 'likely',
    make: () =>
      change(withThird(raw.FAILING), [
        'deployments',
        raw.aWorkload({
          status: {
            replicas: 3,
            conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
          },
        }),
      ]),
    says: 'Likely a rollout of Deployment web that is stuck',
  },
]

const NO_TRAFFIC: readonly Fixture[] = [
  {
    code: 'SC-E1',
    severity: 'critical',
    cause: 'proven',
    make: () => {
      const pods = [1, 2].map(n => podOn('n1', n, { spec: raw.PORTS }))
      const made = change(healthy(), [
        'services',
        raw.aService({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] }),
      ])
      made.delete('pods', podOn('n3', 3))
      made.set('pods', ...pods)
      return change(made, ['endpointslices', sliceOf(pods, {}, { ports: null })])
    },
    says: 'Named targetPort `web` of port http is no port of the pods: 2 pods have http 8080/TCP, so they are endpoints without port http; none of 2 ready.',
  },
  {
    code: 'SC-E2',
    also: ['SC-G11'],
    severity: 'critical',
    cause: 'proven',
    make: () => {
      const pods = [1, 2].map(n =>
        podOn('n1', n, {
          spec: { containers: [{ name: 'main', ports: [{ name: 'dns', containerPort: 53, protocol: 'UDP' }] }] },
        }),
      )
      const made = change(healthy(), [
        'services',
        raw.aService({ ports: [{ name: 'dns', port: 53, targetPort: 'dns' }] }),
      ])
      made.delete('pods', podOn('n3', 3))
      made.set('pods', ...pods)
      return change(made, ['endpointslices', sliceOf(pods, {}, { ports: null })])
    },
    says: 'Port dns wants `dns` over TCP, the containers have it over UDP',
  },
  {
    code: 'SC-E3',
    also: ['SC-G11'],
    severity: 'info',
    cause: 'hint',
    make: () =>
      change(healthy(), [
        'pods',
        podOn('n1', 1, { spec: { containers: [{ name: 'main', ports: [{ containerPort: 3000 }] }] } }),
      ]),
    says: 'The Service sends to port 8080, and the containers declare 3000/TCP; perhaps',
  },
  {
    code: 'SC-E5',
    severity: 'warning',
    cause: 'proven',
    make: () => local({ internalTrafficPolicy: 'Local' }),
    says: 'Policy Local (internalTrafficPolicy): 1 of 4 nodes (n4) has no ready endpoint',
  },
  {
    code: 'SC-E6',
    severity: 'info',
    cause: 'likely',
    make: () => {
      const zone = (n: number) => (n === 9 ? 'eu-1b' : 'eu-1a')
      const pods = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => podOn(n === 9 ? 'n2' : 'n1', n))
      const slice = sliceOf(pods, raw.ZONES)
      const endpoints: readonly raw.Raw[] = Object(slice).endpoints
      const made = healthy()
      made.set('pods', ...pods)
      return replaceSlice(made, {
        ...slice,
        endpoints: endpoints.map((each, at) => ({ ...each, hints: { forZones: [{ name: zone(at + 1) }] } })),
      })
    },
    says: 'Likely overload in eu-1b through hints: 1 ready endpoint of 9 serves all clients of eu-1b, 3.0 times an even share by its nodes.',
  },
  {
    code: 'SC-E7',
    also: ['SC-C7'],
    severity: 'warning',
    cause: 'proven',
    make: () => dualStack([podOn('n1', 1, { status: { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] } })]),
    says: 'Ready in IPv4 only: 3 IPv4 endpoints ready and none in IPv6',
  },
  {
    code: 'SC-E8',
    severity: 'warning',
    cause: 'likely',
    make: () => change(healthy(), ['networkpolicies', policy([])]),
    says: 'Likely NetworkPolicy deny lets nobody in',
  },
  {
    code: 'SC-E9',
    severity: 'warning',
    cause: 'hint',
    make: () => change(healthy(), ['pods', raw.aPod(1, { metadata: { name: 'twin', uid: 'twin', labels: {} } })]),
    says: '10.0.0.1 is that of web-1 and of shop/twin; perhaps',
  },
  {
    code: 'SC-E10',
    severity: 'info',
    cause: 'hint',
    make: () =>
      change(
        healthy(),
        ['nodes', { ...raw.aNode('n1', 'eu-1a'), spec: { podCIDRs: ['10.0.0.0/24'] } }],
        ['nodes', { ...raw.aNode('n2', 'eu-1b'), spec: { podCIDRs: ['10.9.0.0/24'] } }],
      ),
    says: '1 pod of 2 has an address outside spec.podCIDRs of the node; perhaps',
  },
  {
    code: 'SC-E11',
    severity: 'warning',
    cause: 'likely',
    make: () =>
      change(healthy(), [
        'nodes',
        { ...raw.aNode('n2', 'eu-1b'), spec: { taints: [{ key: 'node.kubernetes.io/network-unavailable' }] } },
      ]),
    says: 'Likely the network of node n2 is not available',
  },
  {
    code: 'SC-E12a',
    severity: 'info',
    cause: 'hint',
    make: () => {
      const made = healthy()
      made.set('pods', ...[1, 2].map(n => podOn('n1', n, { spec: { ...raw.PORTS, hostNetwork: true } })))
      return made
    },
    says: '2 hostNetwork pods of the Service share n1:8080; perhaps',
  },
  {
    code: 'SC-E12b',
    severity: 'info',
    cause: 'hint',
    make: () => change(healthy(), ['pods', podOn('n1', 1, { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirst' } })]),
    says: '1 hostNetwork pod has dnsPolicy ClusterFirst',
  },
  {
    code: 'SC-E13',
    severity: 'info',
    cause: 'hint',
    make: () => {
      const ownerReferences = [{ kind: 'DaemonSet', name: 'kube-proxy', uid: 'ds-kube-proxy', controller: true }]
      const metadata = {
        name: 'kube-proxy-x',
        namespace: 'kube-system',
        uid: 'kube-proxy-x',
        labels: {},
        ownerReferences,
      }
      return change(healthy(), [
        'pods',
        raw.aPod(70, { metadata, spec: { nodeName: 'n1' }, status: { conditions: [] } }),
      ])
    },
    says: 'Agent kube-proxy-x in kube-system is not Ready on n1',
  },
  {
    code: 'SC-E14a',
    severity: 'info',
    cause: 'hint',
    make: () => change(healthy(), ['services', raw.aService({ type: 'LoadBalancer' })]),
    says: 'No load balancer has given the Service an address',
  },
  {
    code: 'SC-E14b',
    also: ['SC-E14a'],
    severity: 'info',
    cause: 'proven',
    make: () => local({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
    says: '1 of 4 nodes (n4) has no ready endpoint, and the health check of the load balancer leaves them out, as it is meant to',
  },
  {
    code: 'SC-E15',
    severity: 'info',
    cause: 'proven',
    make: () =>
      change(healthy(), [
        'endpoints',
        {
          metadata: { name: 'web', namespace: 'shop', uid: 'e' },
          subsets: [{ addresses: [{ ip: '10.0.0.99' }], ports: [{ port: 8080 }] }],
        },
      ]),
    says: 'The old Endpoints object is behind the slices: 1 address in it is not ready in any slice',
  },
]

const NAMES: readonly Fixture[] = [
  {
    code: 'SC-F1',
    severity: 'warning',
    cause: 'proven',
    make: () => raw.stateful('web-peers'),
    says: 'No Service web-peers, which serviceName names: 3 pods have no DNS name of their own.',
  },
  {
    code: 'SC-F2',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      change(raw.stateful('peers'), [
        'services',
        raw.aService({ selector: { app: 'else' } }, { name: 'peers', uid: 'service-peers' }),
      ]),
    says: 'The pods are named through Service peers: 3 pods have no name under web',
  },
  {
    code: 'SC-F3',
    severity: 'warning',
    cause: 'proven',
    make: () => raw.stateful('web', { clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'] }),
    says: 'The Service that names the pods is not headless: its name resolves to 10.96.0.1',
  },
  {
    code: 'SC-F4',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      change(healthy(), [
        'statefulsets',
        raw.aWorkload({ templateLabels: { app: 'db' }, spec: { serviceName: 'web' }, name: 'db' }),
      ]),
    says: 'The selector misses the pods of StatefulSet db, whose serviceName this is: it asks for app=web, they have app=db',
  },
  {
    code: 'SC-F5',
    also: ['SC-D4'],
    severity: 'info',
    cause: 'likely',
    make: () => raw.stateful('web', {}, { status: raw.FAILING }),
    says: 'Likely peers that wait for the names of each other: 1 pod not Ready has no DNS name',
  },
  {
    code: 'SC-F6',
    severity: 'info',
    cause: 'proven',
    make: () =>
      raw.stateful('web', { ports: [{ port: 80 }] }, { slice: { ports: [{ name: '', protocol: 'TCP', port: 80 }] } }),
    says: 'A port without a name: DNS has no SRV record _port._protocol.web for port 80.',
  },
  {
    code: 'SC-F7',
    severity: 'info',
    cause: 'proven',
    make: () => change(raw.stateful('web'), ['statefulsets', raw.aWorkload({ spec: { serviceName: 'web-new' } })]),
    says: 'Pods from before serviceName changed: 3 pods are named under web, the StatefulSet says web-new.',
  },
]

function routeTo(port: number): raw.Raw {
  const backend = { service: { name: 'web', port: { number: port } } }
  return {
    metadata: { name: 'front', namespace: 'shop', uid: 'ingress-front' },
    spec: { rules: [{ http: { paths: [{ path: '/', backend }] } }] },
  }
}

const BESIDE_THE_TABLE: readonly Fixture[] = [
  {
    code: 'SC-G1',
    also: ['SC-C4'],
    severity: 'info',
    cause: 'proven',
    make: () => withThird({ phase: 'Failed', conditions: [{ type: 'Ready', status: 'False' }] }),
    says: 'The slices are older than the pods: 1 pod that ended is still listed',
  },
  {
    code: 'SC-G2',
    severity: 'warning',
    cause: 'proven',
    make: () => {
      const made = healthy()
      made.delete('nodes', raw.aNode('n3', 'eu-1c'))
      return made
    },
    says: 'Node n3 is gone: 1 endpoint on it is still published, 1 of them ready.',
  },
  {
    code: 'SC-G3',
    severity: 'warning',
    cause: 'proven',
    make: () => {
      const made = healthy()
      made.delete('pods', podOn('n3', 3))
      return made
    },
    says: '1 endpoint names a pod that is not there as told (web-3: no such pod), 1 of them ready.',
  },
  {
    code: 'SC-G4',
    severity: 'warning',
    cause: 'hint',
    make: () => handMade([anEndpoint(1, { targetRef: { kind: 'Pod', namespace: 'pay', name: 'x', uid: 'x' } })]),
    says: '1 endpoint points to pods in pay, which no selector does; perhaps',
  },
  {
    code: 'SC-G5',
    severity: 'info',
    cause: 'proven',
    make: () => {
      const made = healthy()
      const pods = [1, 2].map(n => podOn('n1', n))
      made.set('pods', ...pods)
      made.delete('pods', podOn('n3', 3))
      return change(made, ['endpointslices', sliceOf(pods, raw.ZONES)])
    },
    says: 'All 2 ready backends are on node n1, of 3 nodes, and are lost with it.',
  },
  {
    code: 'SC-G7',
    severity: 'info',
    cause: 'likely',
    make: () => {
      const made = withThird(raw.FAILING, {})
      const held = { deletionTimestamp: ago(600), finalizers: ['example.com/drain'] }
      made.set('pods', podOn('n3', 3, { metadata: held, status: raw.FAILING }))
      const pods = [podOn('n1', 1), podOn('n2', 2)]
      const ending = raw.aSlice([anEndpoint(3, { conditions: TERMINATING, nodeName: 'n3', zone: 'eu-1c' })], {
        name: 'web-2',
        labels: CONTROLLED,
      })
      return change(made, ['endpointslices', sliceOf(pods, raw.ZONES)], ['endpointslices', ending])
    },
    says: 'Likely finalizer example.com/drain: 1 pod is terminating past the grace period (web-3).',
  },
  {
    code: 'SC-G8',
    severity: 'warning',
    cause: 'proven',
    make: () =>
      change(healthy(), [
        'deployments',
        raw.aWorkload({
          replicas: 5,
          status: {
            replicas: 5,
            updatedReplicas: 5,
            conditions: [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }],
          },
        }),
      ]),
    says: '3 of 5 wanted backends are ready',
  },
  {
    code: 'SC-G9',
    also: ['SC-D4'],
    severity: 'critical',
    cause: 'proven',
    make: () =>
      change(withThird(raw.FAILING), [
        'validatingwebhookconfigurations',
        {
          metadata: { name: 'guard', uid: 'w' },
          webhooks: [{ name: 'a', clientConfig: { service: { namespace: 'shop', name: 'web' } } }],
        },
      ]),
    says: 'The cluster itself depends on this Service (ValidatingWebhookConfiguration guard), 2 of 3 still ready.',
  },
  {
    code: 'SC-G10',
    severity: 'warning',
    cause: 'proven',
    make: () => change(healthy(), ['ingresses', routeTo(8080)]),
    says: 'Ingress front names port 8080 of web, and the Service has http 80',
  },
  {
    code: 'SC-G11',
    severity: 'info',
    cause: 'proven',
    make: () => {
      const made = healthy()
      made.set('pods', ...[1, 2, 3].map(n => podOn(`n${n}`, n, { spec: { containers: [{ name: 'main' }] } })))
      return made
    },
    says: '3 of 3 pods have no readiness probe',
  },
  {
    code: 'SC-G12',
    severity: 'info',
    cause: 'proven',
    make: () => {
      const endpoints = Array.from({ length: 1001 }, (_, n) => ({ addresses: [`10.2.${n >> 8}.${n & 255}`] }))
      return change(healthy(), ['endpointslices', raw.aSlice(endpoints, { name: 'web-big' })])
    },
    says: 'The slices list 1004 addresses of IPv4, the Endpoints object is cut at 1000',
  },
  {
    code: 'SC-G13',
    severity: 'info',
    cause: 'proven',
    make: () => change(healthy(), ['nodes', raw.aNode('n3', 'eu-1d')]),
    says: '(eu-1c against eu-1d on n3)',
  },
]

/** One for each rule. */
export const FIXTURES: readonly Fixture[] = [
  ...SERVICE_ALONE,
  ...SELECTOR,
  ...LEFT_OUT,
  ...NOT_READY_PODS,
  ...NO_TRAFFIC,
  ...NAMES,
  ...BESIDE_THE_TABLE,
]
