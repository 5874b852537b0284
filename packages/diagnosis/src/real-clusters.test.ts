import { expect, test } from 'vitest'
import { chooseVerdict } from './choose-verdict.ts'
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
} from './testing.ts'

/** Shapes that real clusters have, each of a writer or an owner that is not Kubernetes' own. */

const MANAGER = 'endpointslice.kubernetes.io/managed-by'
const MIRRORED = { [MANAGER]: 'endpointslicemirroring-controller.k8s.io' }

function alarms(made: TestCluster): readonly string[] {
  const { findings } = diagnoseWeb(made)
  return findings.flatMap(({ code, severity, sentence }) => (severity === 'info' ? [] : [`${code}: ${sentence}`]))
}

function firstSentence(made: TestCluster): string {
  return chooseVerdict(diagnoseWeb(made).findings, made.graph('shop/web')).sentence
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
    `"Likely: finalizer example.com/hold blocks deletion. 1 pod is terminating past the grace period (web-3)."`,
  )
  expect(firstSentence(made)).toMatch(/2 of 2 ready/)
})
