import { describe, expect, test } from 'vitest'
import { anEndpoint, aPod, aService, aSlice, NOT_READY, NOW, TestCluster } from './testing/test-cluster.ts'

type Raw = Readonly<Record<string, unknown>>

function secondsAgo(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString()
}

interface Started {
  readonly ago: number
  /** Since when its Ready condition is False; since its start unless told otherwise. */
  readonly turned?: number
  readonly state?: Raw
  readonly spec?: Raw
  readonly metadata?: Raw
}

/** Pod web-n, not Ready. */
function unready(n: number, { ago, turned = ago, state = { running: {} }, spec = {}, metadata = {} }: Started): Raw {
  const owner = { kind: 'StatefulSet', name: 'web', uid: 'set', controller: true }
  return aPod(n, {
    metadata: { creationTimestamp: secondsAgo(ago), ownerReferences: [owner], ...metadata },
    spec: { nodeName: 'n-1', ...spec },
    status: {
      startTime: secondsAgo(ago),
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: secondsAgo(turned) }],
      containerStatuses: [{ name: 'main', ready: false, state }],
    },
  })
}

/** shop/web: one ready backend, and web-2 that is not. */
function clusterWith(pod: Raw): TestCluster {
  const cluster = new TestCluster()
  cluster.set('services', aService())
  cluster.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, { conditions: NOT_READY, zone: 'eu-1a' })]))
  cluster.set('pods', aPod(1), pod)
  return cluster
}

function graphWith(pod: Raw) {
  return clusterWith(pod).graph('shop/web')
}

const STARTING = { health: 'healthy', counts: { ready: 1, total: 2, starting: 1, lost: 0, stuck: 0 } }
const STUCK = { health: 'degraded', counts: { ready: 1, total: 2, starting: 0, lost: 0, stuck: 1 } }
const LOST = { health: 'degraded', counts: { ready: 1, total: 2, starting: 0, lost: 1, stuck: 0 } }

const SLOW = {
  containers: [{ name: 'main', startupProbe: { initialDelaySeconds: 20, periodSeconds: 10, failureThreshold: 10 } }],
}
const CREATING = { waiting: { reason: 'ContainerCreating' } }

describe('starting, as design.md section 6 has it', () => {
  test.each<readonly [string, Started, object]>([
    ['in its first minute', { ago: 59 }, STARTING],
    ['after that', { ago: 60 }, STUCK],
    ['within its startup probe', { ago: 119, spec: SLOW }, STARTING],
    ['beyond its startup probe', { ago: 120, spec: SLOW }, STUCK],
    ['waiting for what is on its way', { ago: 10, state: CREATING }, STARTING],
    ['a waiting reason that is a failure', { ago: 1, state: { waiting: { reason: 'ImagePullBackOff' } } }, STUCK],
    ['an exit code other than 0', { ago: 1, state: { terminated: { exitCode: 1 } } }, STUCK],
    ['one that was Ready', { ago: 50, turned: 5 }, LOST],
  ])('%s', (_what, started, expected) => {
    expect(graphWith(unready(2, started)).summary).toMatchObject(expected)
  })

  test.each([
    ['an image is pulled', 'Pulling', { ago: 299, state: CREATING }],
    ['a node is promised', 'TriggeredScaleUp', { ago: 299, spec: { nodeName: undefined } }],
    ['a node is nominated', 'Nominated', { ago: 299, spec: { nodeName: undefined } }],
  ])('while %s it has 5 minutes', (_what, reason, started) => {
    const cluster = clusterWith(unready(2, started))
    expect(cluster.graph('shop/web').summary).toMatchObject(STUCK)
    cluster.set('events', {
      metadata: { name: 'e', namespace: 'shop', uid: 'e' },
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-2', uid: 'pod-2' },
      type: 'Normal',
      reason,
    })
    expect(cluster.graph('shop/web').summary).toMatchObject(STARTING)
    cluster.now += 1000
    expect(cluster.graph('shop/web').summary).toMatchObject(STUCK)
  })

  test('its endpoint keeps the state and says so, and its zone counts it', () => {
    const { endpoints, backends, summary } = graphWith(unready(2, { ago: 10 }))
    expect(endpoints.map(({ state, starting }) => [state, starting])).toEqual([
      ['ready', false],
      ['not-ready', true],
    ])
    expect(backends.map(({ loss }) => loss)).toEqual([null, 'starting'])
    expect(summary.zones).toMatchObject([
      { zone: 'eu-1a', ready: 0, total: 1, starting: 1 },
      { zone: null, starting: 0 },
    ])
    expect(summary.recheckAt).toBe(NOW + 50_000)
  })

  test('where pods cannot be read, counts come from slices alone', () => {
    const cluster = clusterWith(unready(2, { ago: 10 }))
    cluster.coverages.set('pods', 'forbidden')
    expect(cluster.graph('shop/web').summary).toMatchObject(LOST)
  })
})

function replicas(wanted: number, { metadata = {}, ...change }: Raw = {}): Raw {
  return {
    metadata: { name: 'web', namespace: 'shop', uid: 'set', creationTimestamp: secondsAgo(600), ...Object(metadata) },
    spec: { replicas: wanted, template: { metadata: { labels: { app: 'web' } } } },
    status: { currentRevision: 'a', updateRevision: 'a' },
    ...change,
  }
}

function clusterOf(set: Raw, pods: readonly Raw[] = []) {
  const cluster = new TestCluster()
  const owner = { kind: 'StatefulSet', name: 'web', uid: 'set', controller: true }
  cluster.set('services', aService())
  cluster.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2)]))
  cluster.set(
    'pods',
    aPod(1, { metadata: { ownerReferences: [owner] } }),
    aPod(2, { metadata: { ownerReferences: [owner] } }),
    ...pods,
  )
  cluster.set('statefulsets', set)
  return cluster
}

function setOf(name: string, kind: string, count: number): Raw {
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: name,
      ownerReferences: [{ kind, name: 'web', uid: 'top', controller: true }],
    },
    spec: { replicas: count, template: { metadata: { labels: { app: 'web' } } } },
  }
}

function summaryOf(set: Raw, pods: readonly Raw[] = []) {
  return clusterOf(set, pods).graph('shop/web').summary
}

describe('wanted and what is missing of it', () => {
  test('as many as wanted', () => {
    expect(summaryOf(replicas(2))).toMatchObject({ health: 'healthy', workloads: { wanted: 2, shortfall: 0 } })
  })

  test('one is missing: a loss', () => {
    expect(summaryOf(replicas(3))).toMatchObject({ health: 'degraded', workloads: { wanted: 3, shortfall: 1 } })
  })

  test.each([
    ['its workload asked for it a moment ago', replicas(3, { metadata: { creationTimestamp: secondsAgo(59) } }), []],
    ['it is starting and in no slice yet', replicas(3), [unready(3, { ago: 10 })]],
    [
      'the one before it is being deleted',
      replicas(3),
      [unready(3, { ago: 900, metadata: { deletionTimestamp: secondsAgo(-20) } })],
    ],
    ['a rollout may take one away', replicas(3, { status: { currentRevision: 'a', updateRevision: 'b' } }), []],
  ])('one is missing, and %s: no loss', (_why, set, pods) => {
    expect(summaryOf(set, pods)).toMatchObject({ health: 'healthy', workloads: { shortfall: 0 } })
  })

  test('one that is being deleted and cannot end is missed', () => {
    const pods = [unready(3, { ago: 900, metadata: { deletionTimestamp: secondsAgo(61) } })]
    expect(summaryOf(replicas(3), pods)).toMatchObject({ health: 'degraded', workloads: { shortfall: 1 } })
  })

  test('null where a kind cannot be read, and that changes no health', () => {
    const cluster = clusterOf(replicas(3))
    cluster.coverages.set('deployments', 'forbidden')
    expect(cluster.graph('shop/web').summary).toMatchObject({ health: 'healthy', workloads: { wanted: null } })
  })

  test('a ReplicaSet under a Rollout counts by itself, one under a Deployment with it', () => {
    const cluster = clusterOf(replicas(0))
    cluster.set('replicasets', setOf('canary', 'Rollout', 2))
    expect(cluster.graph('shop/web').summary.workloads.wanted).toBe(2)
    cluster.set('replicasets', setOf('old', 'Deployment', 5))
    cluster.set('deployments', { ...replicas(1), metadata: { name: 'web', namespace: 'shop', uid: 'top' } })
    expect(cluster.graph('shop/web').summary.workloads.wanted).toBe(3)
  })

  test('what one workload has too many of does not fill what another lacks', () => {
    const cluster = clusterOf(replicas(1))
    cluster.set('replicasets', {
      metadata: { name: 'other', namespace: 'shop', uid: 'other' },
      spec: { replicas: 1, template: { metadata: { labels: { app: 'web' } } } },
    })
    expect(cluster.graph('shop/web').summary.workloads).toMatchObject({ wanted: 2, shortfall: 1 })
  })
})
