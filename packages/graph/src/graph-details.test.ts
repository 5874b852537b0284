import { expect, test } from 'vitest'
import { aNode, anEndpoint, aPod, aService, aSlice, READY, TestCluster } from './testing/test-cluster.ts'

const SINCE = '2026-01-01T02:00:00Z'

type Raw = Parameters<TestCluster['set']>[1]

function detailsOf({ pod = {}, node = {}, slice = {} }: { pod?: Raw; node?: Raw; slice?: Raw } = {}) {
  const cluster = new TestCluster()
  cluster.set('services', aService())
  cluster.set('endpointslices', aSlice([anEndpoint(1, { conditions: READY, nodeName: 'node-1' })], slice))
  cluster.set('pods', aPod(1, pod))
  cluster.set('nodes', { ...aNode('node-1', 'zone-a'), ...node })
  const { pods, nodes, slices } = cluster.graph('shop/web')
  return { pod: pods[0], node: nodes[0], slice: slices[0] }
}

test('a pod whose containers run, are ready and never restarted tells nothing of them', () => {
  const containerStatuses = [{ name: 'main', ready: true, restartCount: 0, state: { running: {} } }]
  const initContainerStatuses = [{ name: 'setup', restartCount: 0, state: { terminated: { exitCode: 0 } } }]
  const status = { phase: 'Running', containerStatuses, initContainerStatuses }
  expect(detailsOf({ pod: { status } }).pod?.containers).toBeNull()
})

test('containers with their state, reason, exit code, restarts and last run', () => {
  const containerStatuses = [
    {
      name: 'main',
      ready: false,
      restartCount: 7,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } },
    },
    { name: 'proxy', ready: true, restartCount: 0, state: { running: {} } },
  ]
  const conditions = [{ type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: SINCE }]
  const { pod } = detailsOf({ pod: { status: { phase: 'Running', conditions, containerStatuses } } })
  expect(pod).toMatchObject({ ready: false, reason: 'ContainersNotReady', since: SINCE })
  expect(pod?.containers).toEqual([
    {
      name: 'main',
      isInit: false,
      state: 'waiting',
      ready: false,
      reason: 'CrashLoopBackOff',
      exitCode: null,
      restarts: 7,
      last: { reason: 'OOMKilled', exitCode: 137 },
    },
    {
      name: 'proxy',
      isInit: false,
      state: 'running',
      ready: true,
      reason: null,
      exitCode: null,
      restarts: 0,
      last: null,
    },
  ])
})

test.each([
  [{ kind: 'ReplicaSet', name: 'web-6d4f9c' }, {}, 'ReplicaSet web-6d4f9c'],
  [{ kind: 'StatefulSet', name: 'db' }, { 'controller-revision-hash': 'db-7c9d' }, 'ControllerRevision db-7c9d'],
  [{ kind: 'DaemonSet', name: 'log' }, { 'controller-revision-hash': '7c9d' }, 'ControllerRevision log-7c9d'],
  [{ kind: 'Job', name: 'once' }, {}, null],
])('the revision of a pod of %j', (owner, labels, revision) => {
  const metadata = {
    namespace: 'shop',
    name: 'web-1',
    uid: 'pod-1',
    labels: { app: 'web', ...labels },
    ownerReferences: [{ ...owner, uid: 'owner', controller: true }],
  }
  expect(detailsOf({ pod: { metadata } }).pod?.revision).toBe(revision)
})

test('a node with what is wrong with it: conditions with reason and since, taints, cordon; pressure only while it lasts', () => {
  const { node } = detailsOf({
    node: {
      spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }] },
      status: {
        conditions: [
          { type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', lastTransitionTime: SINCE },
          { type: 'DiskPressure', status: 'False' },
          { type: 'NetworkUnavailable', status: 'False' },
          { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', lastTransitionTime: SINCE },
        ],
      },
    },
  })
  expect(node).toEqual({
    name: 'node-1',
    zone: 'zone-a',
    ready: false,
    conditions: [
      { type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown', since: SINCE },
      { type: 'MemoryPressure', status: 'True', reason: 'KubeletHasInsufficientMemory', since: SINCE },
    ],
    taints: ['node.kubernetes.io/unreachable:NoExecute'],
    unschedulable: true,
  })
})

test.each([
  ['2026-01-01T02:00:00Z', '2026-01-01T02:00:00Z'],
  ['2026-01-01T02:00:00.123456789Z', '2026-01-01T02:00:00.123456789Z'],
  ['yesterday', null],
  ['2026-99-01T02:00:00Z', null],
  ['<img src=x>', null],
])('the trigger time %j of a slice is told as %j', (annotation, told) => {
  const annotations = { 'endpoints.kubernetes.io/last-change-trigger-time': annotation }
  const labels = { 'kubernetes.io/service-name': 'web' }
  const slice = { metadata: { namespace: 'shop', name: 'web-1', uid: 's', labels, annotations } }
  expect(detailsOf({ slice }).slice?.triggered).toBe(told)
})
