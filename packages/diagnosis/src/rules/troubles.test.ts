import { FAILING, NODE_LOST } from '../law/raw.ts'
import { expect, test } from 'vitest'
import {
  aNode,
  ago,
  cluster,
  codesOf,
  diagnoseWeb,
  findingOf,
  NOW,
  notReadyStatus,
  podOn,
  runningContainer,
  sliceOf,
  type TestCluster,
  verdictIn,
} from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

const ZONES = { n1: 'eu-1a', n2: 'eu-1b', n3: 'eu-1c', n4: 'eu-1c' }

function ready(node: string, from: number, to: number): readonly Raw[] {
  return Array.from({ length: to - from + 1 }, (_, at) => podOn(node, from + at))
}

function broken(node: string, n: number, status: Raw, spec: Raw = {}): Raw {
  return podOn(node, n, { status, spec })
}

function verdictOf(made: TestCluster): string {
  return verdictIn(made).sentence
}

function event(pod: Raw, reason: string, message: string): Raw {
  const { name, uid } = Object(pod['metadata'])
  return {
    metadata: { name: `${name}.${reason}`, namespace: 'shop', uid: `event-${name}-${reason}` },
    involvedObject: { kind: 'Pod', namespace: 'shop', name, uid },
    reason,
    message,
    lastTimestamp: ago(30),
  }
}

test('[SC-D4] with the event the probe is the proven cause, with what the lost ones have in common', () => {
  const lost = [7, 8].map(n => broken('n3', n, FAILING))
  const made = cluster([...ready('n1', 1, 3), ...ready('n2', 4, 6), ...lost], ZONES)
  for (const pod of lost)
    made.set('events', event(pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'))
  expect(findingOf(made, 'SC-D4')).toMatchObject({ severity: 'critical', causeCertainty: 'proven', explains: 2 })
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Readiness probe failing (HTTP 503): eu-1c lost both backends, 6 of 8 still ready."`,
  )
})

test('[SC-D4] without the event the probe is likely, and worded so', () => {
  const made = cluster([...ready('n1', 1, 3), broken('n1', 4, FAILING)], ZONES)
  expect(findingOf(made, 'SC-D4')).toMatchObject({ severity: 'warning', certainty: 'proven', causeCertainty: 'likely' })
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. 1 of 4 backends not ready (web-4), 3 of 4 still ready."`,
  )
})

test('[SC-D4] events that cannot be read make it likely, not "cannot tell"', () => {
  const pod = broken('n1', 4, FAILING)
  const made = cluster([...ready('n1', 1, 3), pod], ZONES)
  made.set('events', event(pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'))
  made.coverages.set('events', 'forbidden')
  const finding = findingOf(made, 'SC-D4')
  expect(finding.causeCertainty).toBe('likely')
  expect(finding.reads.map(({ resource }) => resource)).not.toContain('events')
})

test('[SC-D4] without a readiness probe nothing is said of one', () => {
  const made = cluster([...ready('n1', 1, 3), broken('n1', 4, FAILING, { containers: [{ name: 'main' }] })], ZONES)
  expect(codesOf(made)).not.toContain('SC-D4')
})

test('[SC-D9] a Node that is down is one finding with its pods, and never a probe', () => {
  const nodeLost = {
    conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(600) }],
    containerStatuses: [runningContainer('main')],
  }
  const made = cluster([...ready('n1', 1, 3), ...[4, 5, 6].map(n => broken('n2', n, nodeLost))], {
    n1: 'eu-1a',
    n2: 'eu-1a',
  })
  made.set('nodes', aNode('n2', 'eu-1a', false))
  const { findings } = diagnoseWeb(made)
  expect(findings.filter(({ explains }) => explains > 0).map(({ code }) => code)).toEqual(['SC-D9'])
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: node n2 does not answer. Node n2 lost all 3 backends, 3 of 6 still ready."`,
  )
  made.coverages.set('nodes', 'forbidden')
  expect(codesOf(made)).not.toContain('SC-D9')
})

test('[SC-D9] where all Nodes of a zone are down the zone is named', () => {
  const lost = ['n3', 'n4'].map((node, at) => broken(node, 4 + at, NODE_LOST))
  const made = cluster([...ready('n1', 1, 3), ...lost], ZONES)
  made.set('nodes', aNode('n3', 'eu-1c', false), aNode('n4', 'eu-1c', false))
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: all nodes of zone eu-1c are down. eu-1c lost both backends, 3 of 5 still ready; 2 nodes are not Ready."`,
  )
})

test('[D9] what pods say ahead of the slices is not counted before these do', () => {
  const pods = [...ready('n1', 1, 3), broken('n1', 4, FAILING), broken('n1', 5, FAILING)]
  const made = cluster(pods, ZONES)
  made.set('endpointslices', sliceOf([...pods.slice(0, 4), podOn('n1', 5)], ZONES))
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. 1 of 5 backends not ready (web-4), 4 of 5 still ready."`,
  )
})

test('[D9] where most are lost in one place, how many of those there', () => {
  const lost = [6, 7, 8].map(n => broken('n3', n, FAILING))
  const made = cluster([...ready('n1', 1, 3), ...ready('n3', 4, 5), ...lost], ZONES)
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. 3 of 5 backends in eu-1c not ready, 5 of 8 still ready."`,
  )
})

function pending(n: number): Raw {
  return podOn('', n, {
    spec: { nodeName: undefined },
    status: {
      phase: 'Pending',
      podIP: undefined,
      podIPs: [],
      containerStatuses: [],
      conditions: [
        {
          type: 'PodScheduled',
          status: 'False',
          reason: 'Unschedulable',
          message: '0/6 nodes are available: 6 Insufficient cpu.',
        },
      ],
    },
  })
}

test("[SC-C1] pods that no Node takes are told with the scheduler's message", () => {
  const made = cluster(ready('n1', 1, 4), ZONES)
  made.set('pods', pending(5))
  expect(findingOf(made, 'SC-C1')).toMatchObject({ severity: 'warning', causeCertainty: 'proven', explains: 1 })
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Pods are unschedulable: 1 pod waiting for a node, 4 of 5 still ready; scheduler: 0/6 nodes are available: 6 Insufficient cpu."`,
  )
  const none = cluster([], ZONES)
  none.set('pods', pending(1), pending(2), pending(3))
  expect(verdictOf(none)).toMatchInlineSnapshot(
    `"Pods are unschedulable: 3 pods waiting for a node, none of 3 ready; scheduler: 0/6 nodes are available: 6 Insufficient cpu."`,
  )
})

test('[SC-C2] a pod without an address: the event tells why, else it is a guess among three', () => {
  const pod = podOn('n1', 5, {
    status: { phase: 'Pending', podIP: undefined, podIPs: [], conditions: [], containerStatuses: [] },
  })
  const made = cluster(ready('n1', 1, 4), ZONES)
  made.set('pods', pod)
  expect(findingOf(made, 'SC-C2')).toMatchObject({ certainty: 'proven', causeCertainty: 'likely' })
  expect(findingOf(made, 'SC-C2').sentence).toMatchInlineSnapshot(
    `"Likely: pod network or volume is not ready. 1 pod without an address, 4 of 5 still ready."`,
  )
  made.set('events', event(pod, 'FailedMount', 'MountVolume.SetUp failed for volume "data"'))
  expect(findingOf(made, 'SC-C2').sentence).toMatchInlineSnapshot(
    `"Likely: volume mount failed. 1 pod without an address, 4 of 5 still ready; MountVolume.SetUp failed for volume "data"."`,
  )
})

test('[SC-C3] an init container that fails is named', () => {
  const status = {
    phase: 'Pending',
    conditions: [
      { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized' },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
    ],
    initContainerStatuses: [
      { name: 'migrate', ready: false, restartCount: 4, state: { waiting: { reason: 'CrashLoopBackOff' } } },
    ],
    containerStatuses: [
      { name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } },
    ],
  }
  const made = cluster([broken('n1', 1, status)], ZONES)
  expect(verdictOf(made)).toMatchInlineSnapshot(`"Init container migrate is failing: its only backend not ready."`)
  expect(findingOf(made, 'SC-C3').severity).toBe('critical')
})

test.each([
  ['SC-D1', { waiting: { reason: 'ImagePullBackOff' } }, {}, 'Image pull failed (ImagePullBackOff)'],
  [
    'SC-D1',
    { waiting: { reason: 'CreateContainerConfigError' } },
    {},
    'Container main cannot be created (CreateContainerConfigError)',
  ],
  [
    'SC-D2',
    { waiting: { reason: 'CrashLoopBackOff' } },
    { terminated: { exitCode: 1, reason: 'Error' } },
    'Container main is in a crash loop',
  ],
  [
    'SC-D2',
    { waiting: { reason: 'CrashLoopBackOff' } },
    { terminated: { exitCode: 137, reason: 'OOMKilled' } },
    'Container main is OOM killed',
  ],
])('[%s] a container that does not run says why', (code, state, lastState, lead) => {
  const status = notReadyStatus({ name: 'main', ready: false, started: false, restartCount: 3, state, lastState })
  const made = cluster(
    [...ready('n1', 1, 2), broken('n1', 3, status, { containers: [{ name: 'main', image: 'shop/web:14' }] })],
    ZONES,
  )
  const finding = findingOf(made, code)
  expect(finding).toMatchObject({ severity: 'warning', certainty: 'proven', causeCertainty: 'proven', lead })
  expect(finding.facts).toMatch(/^1 of 3 backends not ready \(web-3\), 2 of 3 still ready; /)
})

const AGAIN = 'Back-off restarting failed container main in pod web-3_shop(uid-3)'
const CRASHED = { terminated: { exitCode: 1, reason: 'Error' } }
const KILLED = { terminated: { exitCode: 137, reason: 'OOMKilled' } }
const NOT_STARTED = { terminated: { exitCode: 128, reason: 'StartError' } }
const RUNNING = { running: {} }
const PAUSING = { waiting: { reason: 'CrashLoopBackOff' } }

test.each([
  ['crashes', AGAIN, CRASHED, [PAUSING, RUNNING, CRASHED]],
  ['is OOM killed', AGAIN, KILLED, [PAUSING, RUNNING, KILLED]],
  ['cannot be started', AGAIN, NOT_STARTED, [PAUSING, NOT_STARTED, { waiting: { reason: 'RunContainerError' } }]],
  [
    'has an image that cannot be pulled',
    'Back-off pulling image "shop/web:14"',
    {},
    [{ waiting: { reason: 'ImagePullBackOff' } }, { waiting: { reason: 'ErrImagePull' } }],
  ],
])('a container that %s has one headline while its kubelet pauses and tries again', (_what, message, last, states) => {
  const told = states.map(state => {
    const own = runningContainer('main', { ready: false, started: false, restartCount: 3, state, lastState: last })
    const pod = broken('n1', 3, notReadyStatus(own))
    const made = cluster([...ready('n1', 1, 2), pod], ZONES)
    made.set('events', event(pod, 'BackOff', message))
    return verdictOf(made)
  })
  expect(told).toEqual(states.map(() => told[0]))
})

test('[SC-D4] a container that has been running for longer than any pause is in no crash loop', () => {
  const own = runningContainer('main', { ready: false, restartCount: 3, lastState: CRASHED })
  const pod = broken('n1', 3, notReadyStatus(own))
  const made = cluster([...ready('n1', 1, 2), pod], ZONES)
  made.set('events', { ...event(pod, 'BackOff', AGAIN), lastTimestamp: ago(301) })
  expect(codesOf(made)).toContain('SC-D4')
  made.set('events', { ...event(pod, 'BackOff', AGAIN), lastTimestamp: ago(299) })
  expect(codesOf(made)).toContain('SC-D2')
})

test('[SC-D2] a container that was killed once is not why its probe fails, where that failed first', () => {
  const lastState = { terminated: { exitCode: 137, reason: 'OOMKilled' } }
  const pod = broken('n1', 3, notReadyStatus(runningContainer('main', { ready: false, restartCount: 1, lastState })))
  const made = cluster([...ready('n1', 1, 2), pod], ZONES)
  const failed = event(pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503')
  // Ready was lost ten minutes ago: what the kubelet says after that may come of the kill.
  made.set('events', { ...failed, firstTimestamp: ago(590) })
  expect(codesOf(made)).toContain('SC-D2')
  made.set('events', { ...failed, firstTimestamp: ago(620) })
  expect(codesOf(made)).not.toContain('SC-D2')
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Readiness probe failing (HTTP 503): 1 of 3 backends not ready (web-3), 2 of 3 still ready."`,
  )
})

test.each(['PostStartHookError', 'SomethingNew'])(
  '[SC-D1] a container waits for a reason that is told (%s)',
  reason => {
    const own = runningContainer('main', { ready: false, started: false, state: { waiting: { reason } } })
    const made = cluster([...ready('n1', 1, 2), broken('n1', 3, notReadyStatus(own))], ZONES)
    expect(verdictOf(made)).toContain(`Container main cannot be started (${reason}): 1 of 3 backends not ready`)
  },
)

/** A container that its kubelet kills for a probe, as it pauses and as it runs again. */
const BETWEEN_KILLS = [
  { waiting: { reason: 'CrashLoopBackOff' } },
  { running: { startedAt: ago(20) } },
  { terminated: { exitCode: 137, reason: 'Error' } },
] as const

const BY_KUBELET = { terminated: { exitCode: 137, reason: 'Error' } }

function killed(state: Raw, message: string, change: Raw = {}): TestCluster {
  const own = runningContainer('main', { ready: false, started: false, restartCount: 9, state, lastState: BY_KUBELET })
  const pod = broken('n1', 3, notReadyStatus({ ...own, ...change }))
  const made = cluster([...ready('n1', 1, 2), pod], ZONES)
  made.set('events', { ...event(pod, 'Unhealthy', message), lastTimestamp: ago(60) })
  return made
}

const LIVENESS = 'Liveness probe failed: HTTP probe failed with statuscode: 500'

test.each(BETWEEN_KILLS)('[SC-G34] a container that is killed for its liveness probe has one headline (%j)', state => {
  expect(verdictOf(killed(state, LIVENESS))).toBe(
    'Likely: liveness probe failing (HTTP 500). 1 of 3 backends not ready (web-3), 2 of 3 still ready; the kubelet restarts container main (exit code 137).',
  )
})

test('[SC-G34] a container that ends by itself, or for its memory, or was not restarted, is not killed for a probe', () => {
  const [waiting] = BETWEEN_KILLS
  const itself = { lastState: { terminated: { exitCode: 1, reason: 'Error' } } }
  expect(codesOf(killed(waiting, LIVENESS, itself))).toContain('SC-D2')
  const memory = { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } } }
  expect(codesOf(killed(waiting, LIVENESS, memory))).toContain('SC-D2')
  expect(codesOf(killed({ running: {} }, LIVENESS, { restartCount: 0, lastState: {} }))).toContain('SC-D4')
  expect(codesOf(killed(waiting, 'Readiness probe failed: x'))).toContain('SC-D2')
})

test('[SC-D4] a container that was restarted once, and fails its readiness probe since, is not killed again and again', () => {
  const [, running] = BETWEEN_KILLS
  const codes = (restartCount: number) => {
    const made = killed(running, LIVENESS, { restartCount })
    const failed = event(
      broken('n1', 3, {}),
      'Unhealthy',
      'Readiness probe failed: HTTP probe failed with statuscode: 503',
    )
    made.set('events', {
      ...failed,
      metadata: { ...Object(failed['metadata']), name: 'later' },
      lastTimestamp: ago(10),
    })
    return codesOf(made)
  }
  expect(codes(1)).toContain('SC-D4')
  expect(codes(3)).toContain('SC-G34')
})

test('[SC-D3] a container that is killed for its startup probe is in no crash loop of its own', () => {
  const [waiting] = BETWEEN_KILLS
  expect(
    verdictOf(killed(waiting, 'Startup probe failed: HTTP probe failed with statuscode: 503')),
  ).toMatchInlineSnapshot(
    `"Startup probe has not passed: 1 of 3 backends not ready (web-3), 2 of 3 still ready; container main, which the kubelet restarts."`,
  )
})

test('[SC-D3] a startup probe that has not passed stands before the readiness probe', () => {
  const probes = { containers: [{ name: 'main', startupProbe: { exec: {} }, readinessProbe: { exec: {} } }] }
  const status = notReadyStatus(runningContainer('main', { ready: false, started: false }))
  const codes = codesOf(cluster([...ready('n1', 1, 2), broken('n1', 3, status, probes)], ZONES))
  expect(codes).toContain('SC-D3')
  expect(codes).not.toContain('SC-D4')
})

test('[SC-D6] a readiness gate is named when the containers are ready', () => {
  const status = {
    conditions: [{ type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady' }],
    containerStatuses: [runningContainer('main')],
  }
  const spec = { readinessGates: [{ conditionType: 'target-health.elbv2.k8s.aws/web' }] }
  expect(verdictOf(cluster([...ready('n1', 1, 2), broken('n1', 3, status, spec)], ZONES))).toBe(
    'Readiness gate target-health.elbv2.k8s.aws/web is not met: 1 of 3 backends not ready (web-3), 2 of 3 still ready.',
  )
})

test('[SC-D7] of several containers the one that is not ready is named', () => {
  const containers = [
    { name: 'main', readinessProbe: { exec: {} } },
    { name: 'proxy', readinessProbe: { exec: {} } },
  ]
  const status = notReadyStatus(runningContainer('main'), runningContainer('proxy', { ready: false }))
  const made = cluster([...ready('n1', 1, 2), broken('n1', 3, status, { containers })], ZONES)
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Container proxy is not ready: 1 of 3 backends not ready (web-3), 2 of 3 still ready."`,
  )
})

test('[SC-D4] [SC-D7] a probe that is proven to fail names its container, and is told once', () => {
  const probe = { readinessProbe: { exec: {} } }
  const containers = [
    { name: 'main', ...probe },
    { name: 'proxy', ...probe },
  ]
  const status = notReadyStatus(runningContainer('main'), runningContainer('proxy', { ready: false }))
  const pod = broken('n1', 3, status, { containers })
  const made = cluster([...ready('n1', 1, 2), pod], ZONES)
  made.set('events', event(pod, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503'))
  expect(codesOf(made)).not.toContain('SC-D7')
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Readiness probe failing (HTTP 503): 1 of 3 backends not ready (web-3), 2 of 3 still ready; probe of container proxy."`,
  )
})

test('[SC-D4] started says nothing where there is no startup probe', () => {
  const status = notReadyStatus(runningContainer('main', { ready: false, started: false }))
  expect(codesOf(cluster([...ready('n1', 1, 2), broken('n1', 3, status)], ZONES))).toContain('SC-D4')
})

test('[SC-D1] what the kubelet says of it', () => {
  const pod = broken(
    'n1',
    3,
    notReadyStatus({ name: 'main', state: { waiting: { reason: 'CreateContainerConfigError' } } }),
  )
  const made = cluster([...ready('n1', 1, 2), pod], ZONES)
  made.set('events', event(pod, 'Failed', 'Error: secret "db" not found'))
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Container main cannot be created (CreateContainerConfigError): 1 of 3 backends not ready (web-3), 2 of 3 still ready; container main; secret "db" not found."`,
  )
})

test('[SC-D8] all endpoints terminating, some still serving', () => {
  const pods = [1, 2].map(n => podOn('n1', n, { metadata: { deletionTimestamp: ago(5) } }))
  const made = cluster(pods, ZONES)
  const conditions = { ready: false, serving: true, terminating: true }
  const slice = sliceOf(pods)
  const endpoints: readonly Raw[] = Object(slice).endpoints
  made.set('endpointslices', { ...slice, endpoints: endpoints.map(endpoint => ({ ...endpoint, conditions })) })
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"All endpoints are terminating: no backend left; traffic falls back to 2 terminating backends."`,
  )
})

test('[D11] pods in their first minute are starting, which has no cause, and the counts say when they no longer are', () => {
  const young = podOn('n1', 3, { metadata: { creationTimestamp: ago(20) }, status: FAILING })
  const made = cluster([...ready('n1', 1, 2), young], ZONES)
  expect(codesOf(made)).not.toContain('SC-D4')
  expect(made.graph('shop/web').summary).toMatchObject({ health: 'healthy', recheckAt: NOW + 40_000 })
  expect(diagnoseWeb(made, {}, NOW + 40_000).findings[0]?.severity).toBe('warning')
})

function revised(n: number, hash: string, status?: Raw): Raw {
  const labels = { app: 'web', 'pod-template-hash': hash }
  return podOn('n1', n, { metadata: { labels }, ...(status === undefined ? {} : { status }) })
}

test('[D9] what the broken ones have in common: node, revision, image; nothing where nothing does', () => {
  const made = cluster(
    [revised(1, 'aaa'), revised(2, 'aaa'), revised(3, 'bbb', FAILING), revised(4, 'bbb', FAILING)],
    ZONES,
  )
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. Revision bbb lost both backends, 2 of 4 still ready."`,
  )
  const mixed = cluster(
    [...ready('n1', 1, 1), ...ready('n2', 2, 2), broken('n1', 3, FAILING), broken('n2', 4, FAILING)],
    ZONES,
  )
  expect(verdictOf(mixed)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. 2 of 4 backends not ready, 2 of 4 still ready."`,
  )
})

test('[D13] all is well', () => {
  const made = cluster(ready('n1', 1, 12), ZONES)
  expect(verdictIn(made).sentence).toMatchInlineSnapshot(
    `"Backends are serving: Kubernetes routes to 12 of 12 ready backends in 1 zone; the fault is not in the endpoints."`,
  )
})
