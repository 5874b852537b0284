import { expect, test } from 'vitest'
import { aPod, aService, aWorkload, change, empty } from '../law/raw.ts'
import { terminating } from '../law/fixtures/shapes.ts'
import { ago, codesOf, diagnoseWeb, findingOf } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

function scaler(name: string, spec: Raw, ownerReferences: readonly Raw[] = []): Raw {
  return {
    metadata: { name, namespace: 'shop', uid: `hpa-${name}`, ownerReferences },
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, ...spec },
  }
}

const ASLEEP = aWorkload({ replicas: 0 })

test.each([
  [
    'an autoscaler stands still at zero',
    scaler('web', { minReplicas: 2 }),
    'HorizontalPodAutoscaler web does not scale it up from zero',
  ],
  ['one may go to zero', scaler('web', { minReplicas: 0 }), 'HorizontalPodAutoscaler web scales it to zero and back'],
  [
    'KEDA owns its autoscaler',
    scaler('keda-hpa-web', { minReplicas: 1 }, [{ kind: 'ScaledObject', name: 'web', uid: 'so', controller: true }]),
    'KEDA scales it to zero and back (ScaledObject web)',
  ],
])('[SC-B5] %s', (_, autoscaler, says) => {
  const made = change(empty(), ['deployments', ASLEEP], ['horizontalpodautoscalers', autoscaler])
  expect(findingOf(made, 'SC-B5').sentence).toContain(says)
})

test('[SC-B5] what an operator owns is scaled to zero too, and its owner is named', () => {
  const metadata = Object(ASLEEP['metadata'])
  const ownerReferences = [{ kind: 'Revision', name: 'web-00001', uid: 'revision', controller: true }]
  const made = change(empty(), ['deployments', { ...ASLEEP, metadata: { ...metadata, ownerReferences } }])
  expect(codesOf(made)).toEqual(['SC-B5'])
  expect(findingOf(made, 'SC-B5').sentence).toMatchInlineSnapshot(
    `"Deployment web is scaled to zero: it wants 0 pods; its owner Revision web-00001 decides."`,
  )
})

test('[SC-B5] what an operator put to sleep raises no alarm by what other namespaces have', () => {
  const metadata = Object(ASLEEP['metadata'])
  const ownerReferences = [{ kind: 'Revision', name: 'web-00001', uid: 'revision', controller: true }]
  const other = aPod(9, { metadata: { namespace: 'staging', uid: 'staging-9' } })
  const made = change(
    empty(),
    ['deployments', { ...ASLEEP, metadata: { ...metadata, ownerReferences } }],
    ['pods', other],
    ['namespaces', { metadata: { name: 'staging', uid: 'ns-staging' } }],
  )
  expect(diagnoseWeb(made).findings).toMatchObject([
    { code: 'SC-B5', severity: 'info' },
    { code: 'SC-B4', severity: 'info' },
  ])
})

test('[SC-B6] where the namespace ends that is the cause', () => {
  const message =
    'pods "web-x" is forbidden: unable to create new content in namespace shop because it is being terminated'
  const conditions = [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message }]
  const made = change(
    empty(),
    ['deployments', aWorkload({ status: { replicas: 0, conditions } })],
    ['namespaces', { metadata: { name: 'shop', uid: 'ns-shop' }, status: { phase: 'Terminating' } }],
  )
  expect(codesOf(made)).toEqual(['SC-A8'])
})

test('[SC-A8] a namespace that ends is told before the pods that end with it', () => {
  const ending = { metadata: { name: 'shop', uid: 'ns-shop' }, status: { phase: 'Terminating' } }
  expect(codesOf(change(terminating(), ['namespaces', ending])).slice(0, 2)).toEqual(['SC-A8', 'SC-D8'])
})

test('[SC-B6] a Deployment made just now is given time to make its pods, unless it says that it cannot', () => {
  const workload = aWorkload({ status: { replicas: 0 } })
  const born = (seconds: number) => {
    const metadata = { ...Object(workload['metadata']), creationTimestamp: ago(seconds) }
    return change(empty(), ['deployments', { ...workload, metadata }])
  }
  expect(codesOf(born(5))).toEqual([])
  expect(findingOf(born(120), 'SC-B6').sentence).toMatchInlineSnapshot(
    `"Likely: pod creation is blocked. Deployment web has 0 of 3 wanted pods."`,
  )
})

function refused(kind: string, message: string): Raw {
  return {
    metadata: { name: `${kind}.1`, namespace: 'shop', uid: `event-${kind}` },
    involvedObject: { kind, namespace: 'shop', name: 'web', uid: 'workload-web' },
    reason: 'FailedCreate',
    message,
    lastTimestamp: ago(30),
  }
}

test('[SC-B6] of a StatefulSet and a DaemonSet the event says why', () => {
  const quota = 'pods "web-0" is forbidden: exceeded quota: small'
  const stateful = change(
    empty(),
    ['statefulsets', aWorkload()],
    ['events', refused('StatefulSet', `create Pod web-0 in StatefulSet web failed error: ${quota}`)],
  )
  expect(findingOf(stateful, 'SC-B6').sentence).toMatchInlineSnapshot(
    `"Quota small rejects new pods: StatefulSet web has 0 of 3 wanted pods (exceeded quota: small)."`,
  )
  const daemon = change(
    empty(),
    ['daemonsets', aWorkload({ status: { observedGeneration: 1, desiredNumberScheduled: 2 } })],
    ['events', refused('DaemonSet', `(combined from similar events): Error creating: ${quota}`)],
  )
  expect(findingOf(daemon, 'SC-B6')).toMatchObject({
    facts: 'DaemonSet web has 0 of 2 wanted pods (exceeded quota: small)',
    evidence: [{ field: 'status.currentNumberScheduled' }, { field: 'event FailedCreate' }],
  })
})

test('[SC-B8a] nothing is said of a DaemonSet that its controller has not looked at', () => {
  const made = change(empty(), ['daemonsets', aWorkload({ status: { desiredNumberScheduled: 0 } })])
  expect(codesOf(made)).toEqual([])
})

function near(labels: Raw) {
  return change(empty(), ['pods', aPod(1, { metadata: { labels } })])
}

test('[SC-B2] [SC-B3] where a workload matches the selector is right, however near others are', () => {
  expect(codesOf(near({ app: 'wbe' }))).toContain('SC-B2')
  expect(codesOf(change(near({ app: 'wbe' }), ['deployments', ASLEEP]))).toEqual(['SC-B5'])
  const two = change(near({ app: 'web' }), ['services', aService({ selector: { app: 'web', version: 'v2' } })])
  expect(codesOf(two)).toContain('SC-B3')
  const templateLabels = { app: 'web', version: 'v2' }
  expect(codesOf(change(two, ['deployments', aWorkload({ replicas: 0, templateLabels })]))).toEqual(['SC-B5'])
})
