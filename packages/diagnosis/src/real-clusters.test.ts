import { expect, test } from 'vitest'
import { OWNED } from './law/fixtures/shapes.ts'
import { aNode, aService, aSlice, change, handMade, type Raw, ZONES } from './law/raw.ts'
import {
  ago,
  anEndpoint,
  cluster,
  codesOf,
  diagnoseWeb,
  findingOf,
  podOn,
  sliceOf,
  type TestCluster,
  verdictIn,
} from './testing/web-service.ts'

/** Shapes that real clusters have, each of a writer or an owner that is not Kubernetes' own. */

const MANAGER = 'endpointslice.kubernetes.io/managed-by'
const MIRRORED = { [MANAGER]: 'endpointslicemirroring-controller.k8s.io' }

function alarms(made: TestCluster): readonly string[] {
  const { findings } = diagnoseWeb(made)
  return findings.flatMap(({ code, severity, sentence }) => (severity === 'info' ? [] : [`${code}: ${sentence}`]))
}

function firstSentence(made: TestCluster): string {
  return verdictIn(made).sentence
}

/** A headless Service without selector, as the API server defaults it: both families, whatever the cluster has. */
const HEADLESS = {
  clusterIP: 'None',
  clusterIPs: ['None'],
  ipFamilies: ['IPv4', 'IPv6'],
  ipFamilyPolicy: 'RequireDualStack',
}

/** Node n as an endpoint, as a monitoring system writes it. */
function kubelet(n: number): Raw {
  return {
    addresses: [`10.9.8.${n}`],
    conditions: { ready: true },
    targetRef: { kind: 'Node', name: `n${n}`, uid: `node-n${n}` },
  }
}

test('kubelets behind a headless Service without selector lack no family', () => {
  const made = handMade([kubelet(1), kubelet(2), kubelet(3)], { labels: MIRRORED }, HEADLESS)
  expect(alarms(made)).toEqual([])
  expect(firstSentence(made)).toMatch(/3 of 3/)
})

test('a kubelet is published on a Node that is not Ready, and that is meant', () => {
  const made = handMade(
    [kubelet(1), { ...kubelet(2), nodeName: 'n2' }],
    { labels: { [MANAGER]: 'prometheus-operator' } },
    HEADLESS,
  )
  expect(alarms(change(made, ['nodes', aNode('n2', 'eu-1b', false)]))).toEqual([])
})

test('a family that the Service has an address of is missed', () => {
  const dual = { ipFamilies: ['IPv4', 'IPv6'], clusterIPs: ['10.96.0.1', 'fd00::1'] }
  expect(codesOf(handMade([anEndpoint(1, { targetRef: null })], {}, dual))).toContain('SC-E7')
})

test('a family that a pod has an address of is missed in a headless Service too', () => {
  const status = { podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }] }
  const made = change(cluster([podOn('n1', 1, { status })], ZONES), ['services', aService(HEADLESS)])
  expect(codesOf(made)).toContain('SC-E7')
})

/** Two pods here, two imported by `slice` beside the controller's. */
function withImported(slice: Raw, metadata: Raw = {}): TestCluster {
  const made = cluster([podOn('n1', 1), podOn('n2', 2)], ZONES)
  const endpoints = [7, 8].map(n => ({
    addresses: [`10.90.1.${n}`],
    conditions: { ready: true, serving: true, terminating: false },
    nodeName: 'west',
    targetRef: { kind: 'Pod', namespace: 'shop', name: `fake-pod-10.90.1.${n}` },
  }))
  const raw = aSlice(endpoints, { name: 'web-west', ...slice })
  return change(made, ['endpointslices', { ...raw, metadata: { ...Object(raw['metadata']), ...metadata } }])
}

const CILIUM = {
  labels: { [MANAGER]: 'endpointslice-mesh-controller.cilium.io', 'multicluster.kubernetes.io/source-cluster': 'west' },
}

test.each([
  ['Cilium', withImported(CILIUM, { ownerReferences: OWNED })],
  ['Karmada', withImported({ labels: { [MANAGER]: 'endpointslice-dispatch-controller.karmada.io' } })],
  [
    'a controller that is not known',
    withImported({ labels: { [MANAGER]: 'importer.example.com' } }, { ownerReferences: OWNED }),
  ],
])('what %s imports is neither gone nor taken from the controller', (_who, made) => {
  expect(alarms(made)).toEqual([])
})

test('what Cilium imports alone runs on no node of ours', () => {
  const made = withImported(CILIUM, { ownerReferences: OWNED })
  made.set('endpointslices', sliceOf([], {}))
  expect(codesOf(made)).not.toContain('SC-G5')
})

test('slices of an importer that carry no label of the Service are not meant to', () => {
  const made = handMade([])
  made.delete('endpointslices', aSlice([]))
  const labels = { 'kubernetes.io/service-name': '', [MANAGER]: 'lighthouse-agent.submariner.io' }
  made.set('endpointslices', aSlice([anEndpoint(1)], { name: 'web-cluster1', service: '', labels }))
  expect(codesOf(made)).not.toContain('SC-A3')
})

const KNATIVE = { 'networking.internal.knative.dev/serverlessservice': 'web', 'serving.knative.dev/revision': 'web' }

test('endpoints of the Knative activator go round nothing', () => {
  const activator = { kind: 'Pod', namespace: 'knative-serving', name: 'activator-6b7', uid: 'activator' }
  const made = handMade([anEndpoint(1, { targetRef: activator })], { labels: MIRRORED })
  expect(codesOf(made)).toContain('SC-G4')
  expect(alarms(change(made, ['services', aService({ selector: null }, { labels: KNATIVE })]))).toEqual([])
})

test('a pod that is being deleted on a Node that is gone is no loss', () => {
  const made = cluster([podOn('n1', 1), podOn('n2', 2)], ZONES)
  const held = { deletionTimestamp: ago(600), finalizers: ['example.com/hold'] }
  made.set('pods', podOn('gone', 3, { metadata: held }))
  expect(alarms(made)).toEqual([])
  expect(findingOf(made, 'SC-G7').sentence).toMatchInlineSnapshot(
    `"Finalizer example.com/hold blocks deletion: 1 pod is terminating past the grace period (web-3; node gone does not exist)."`,
  )
  expect(firstSentence(made)).toMatch(/2 of 2 ready/)
})

interface Shape {
  readonly owner?: Raw
  readonly ports?: readonly Raw[]
  readonly labels?: Raw
}

/** Pod n of a workload, ready, as told. */
function podOf(n: number, { owner = {}, ports = [{ name: 'http', containerPort: 8080 }], labels = {} }: Shape): Raw {
  const ownerReferences = [{ kind: 'ReplicaSet', name: 'web-5d9c', uid: 'rs-web', controller: true, ...owner }]
  return podOn(`n${1 + (n % 3)}`, n, {
    metadata: { labels: { app: 'web', ...labels }, ownerReferences },
    spec: { containers: [{ name: 'main', ports, readinessProbe: {} }] },
  })
}

function sentenceOf(made: TestCluster, code: string): string {
  return findingOf(made, code).sentence
}

const API = { owner: { name: 'api-5d9c', uid: 'rs-api' }, labels: { 'pod-template-hash': '5d9c' } }
const WORKER = { owner: { name: 'worker-77fb', uid: 'rs-worker' }, labels: { 'pod-template-hash': '77fb' } }

function sliceFor(pods: readonly Raw[], port: string): Raw {
  return sliceOf(pods, ZONES, { name: `web-${port}`, ports: [{ name: port, port: 3000 }] })
}

/** One Service, two named target ports, each declared by a workload of its own. */
function sharedPorts(one: readonly Raw[], two: readonly Raw[]): TestCluster {
  const ports = [
    { name: 'one', port: 8001, targetPort: 'one-http' },
    { name: 'two', port: 8002, targetPort: 'two-http' },
  ]
  const made = cluster([...one, ...two], ZONES)
  made.delete('endpointslices', aSlice([]))
  made.set('endpointslices', sliceFor(one, 'one'), sliceFor(two, 'two'))
  return change(made, ['services', aService({ type: 'LoadBalancer', ports })])
}

test('two ports that two workloads declare are no missing ports', () => {
  const one = [1, 2].map(n => podOf(n, { ...API, ports: [{ name: 'one-http', containerPort: 3000 }] }))
  const two = [3, 4].map(n => podOf(n, { ...WORKER, ports: [{ name: 'two-http', containerPort: 3000 }] }))
  expect(codesOf(sharedPorts(one, two))).not.toContain('SC-E1')
})

test('a port that other pods of the same workload have is missing', () => {
  const one = [1, 2].map(n => podOf(n, { ...API, ports: [{ name: 'one-http', containerPort: 3000 }] }))
  const two = [3, 4].map(n => podOf(n, { ...API, ports: [{ name: 'two-http', containerPort: 3000 }] }))
  expect(sentenceOf(sharedPorts(one, two), 'SC-E1')).toContain('2 pods of 4')
})

test('two Deployments, of which one does not declare the target port, are an alarm', () => {
  const made = cluster(
    [podOf(1, API), podOf(2, { ...WORKER, ports: [{ name: 'metrics', containerPort: 9090 }] })],
    ZONES,
  )
  expect(findingOf(made, 'SC-G18')).toMatchObject({ severity: 'warning', explains: 1 })
  expect(firstSentence(made)).toMatch(
    /^Likely: .*without the target port\. 1 of 2 ready backends is of Deployment worker/,
  )
  expect(codesOf(made)).not.toContain('SC-E3')
})

test('pods of a CronJob beside a server are an alarm', () => {
  const job = { owner: { kind: 'Job', name: 'report-2901', uid: 'job' } }
  const made = cluster([podOf(1, API), podOf(2, API), podOf(3, job)], ZONES)
  const ownerReferences = [{ kind: 'CronJob', name: 'report', uid: 'cron', controller: true }]
  made.set('jobs', { metadata: { name: 'report-2901', namespace: 'shop', uid: 'job', ownerReferences }, spec: {} })
  expect(sentenceOf(made, 'SC-G18')).toBe(
    'Selector also matches pods of a Job: 2 ready backends of Deployment api, 1 of CronJob report, and traffic goes to pods that run to completion.',
  )
})

test('two releases whose Services share a selector are an alarm at each, once the other is there', () => {
  const instance = 'app.kubernetes.io/instance'
  const made = cluster(
    [
      podOf(1, { ...API, labels: { ...API.labels, [instance]: 'one' } }),
      podOf(2, { ...WORKER, labels: { ...WORKER.labels, [instance]: 'two' } }),
    ],
    ZONES,
  )
  made.set('services', aService({}, { labels: { [instance]: 'one' } }))
  expect(findingOf(made, 'SC-G18')).toMatchObject({ severity: 'info', explains: 0 })
  made.set('services', aService({}, { name: 'twin', uid: 'twin', labels: { [instance]: 'two' } }))
  expect(sentenceOf(made, 'SC-G18')).toContain('Service twin of release two has the same selector app=web')
})

test.each<readonly [string, Shape, Shape]>([
  [
    'two ReplicaSets of one Deployment',
    API,
    { owner: { name: 'api-77fb', uid: 'rs-2' }, labels: { 'pod-template-hash': '77fb' } },
  ],
  [
    'two ReplicaSets of one Rollout',
    { owner: { name: 'api-1', uid: 'a' }, labels: { 'rollouts-pod-template-hash': '1' } },
    { owner: { name: 'api-2', uid: 'b' }, labels: { 'rollouts-pod-template-hash': '2' } },
  ],
  [
    'pods of one operator',
    { owner: { kind: 'Cluster', name: 'db', uid: 'db' } },
    { owner: { kind: 'Cluster', name: 'db', uid: 'db' } },
  ],
])('%s are one workload', (_what, one, two) => {
  expect(codesOf(cluster([podOf(1, one), podOf(2, two)], ZONES))).not.toContain('SC-G18')
})

test('StatefulSets that one object of an operator owns are one workload', () => {
  const made = cluster(
    ['master', 'data'].map((name, n) => podOf(n + 1, { owner: { kind: 'StatefulSet', name, uid: name } })),
    ZONES,
  )
  expect(sentenceOf(made, 'SC-G18')).toContain('1 ready backend of StatefulSet data, 1 of StatefulSet master')
  const ownerReferences = [{ kind: 'Elasticsearch', name: 'es', uid: 'es', controller: true }]
  for (const name of ['master', 'data'])
    made.set('statefulsets', {
      metadata: { name, namespace: 'shop', uid: name, ownerReferences },
      spec: { replicas: 1 },
    })
  expect(codesOf(made)).not.toContain('SC-G18')
})

test('canary beside stable is told, and is no alarm', () => {
  const made = cluster([podOf(1, API), podOf(2, API), podOf(3, WORKER)], ZONES)
  expect(findingOf(made, 'SC-G18')).toMatchObject({ severity: 'info', explains: 0 })
  expect(sentenceOf(made, 'SC-G18')).toContain('2 ready backends of Deployment api, 1 of Deployment worker')
  expect(firstSentence(made)).toMatch(/3 of 3 ready/)
})

test('what is imported is counted, and from where', () => {
  const made = withImported(CILIUM, { ownerReferences: OWNED })
  expect(firstSentence(made)).toContain(
    '2 of 4 backends are imported from cluster west by Cilium Cluster Mesh; 4 of 4 ready.',
  )
})

test('the Knative activator is told with what it stands for', () => {
  const activator = { kind: 'Pod', namespace: 'knative-serving', name: 'activator-6b7', uid: 'activator' }
  const made = handMade([anEndpoint(1, { targetRef: activator })], { labels: MIRRORED })
  change(made, ['services', aService({ selector: null }, { labels: KNATIVE })])
  expect(firstSentence(made)).toMatch(
    /^Knative's activator answers while scaled to zero: revision web has no ready pod/,
  )
  made.set('pods', podOn('n1', 5, { metadata: { labels: { 'serving.knative.dev/revision': 'web' } } }))
  expect(firstSentence(made)).toContain('pass the activator (1 endpoint in knative-serving), and 1 pod of it is ready')
  made.coverages.set('pods', 'forbidden')
  expect(firstSentence(made)).toMatch(/^Knative's activator answers: calls to revision web pass the activator/)
})
