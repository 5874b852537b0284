import { expect, test } from 'vitest'
import { aService, aWorkload, change, empty, FAILING, type Raw, withThird, ZONES } from '../law/raw.ts'
import { ago, cluster, codesOf, findingOf, podOn, sliceOf, type TestCluster, watch } from '../testing/web-service.ts'
import { type Wanted, wantedOf } from './wanted.ts'

function wantedIn(made: TestCluster): Wanted {
  return wantedOf(made.graph('shop/web'))
}

/** Two of three ready, the third for ten minutes not. */
function lossUnder(workload: Raw): TestCluster {
  return change(withThird(FAILING), ['deployments', workload])
}

const DONE = [{ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }]
const RUNNING = [{ type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated' }]

function deployment(replicas: number, conditions: readonly Raw[], spec: Raw = {}): Raw {
  return aWorkload({ replicas, status: { replicas, updatedReplicas: replicas, conditions }, spec })
}

test('without a matching workload, or where a kind cannot be read, nothing is wanted and nothing short', () => {
  const unknown = { wanted: null, rolling: false, allowance: 0, short: false }
  expect(wantedIn(withThird(FAILING))).toEqual(unknown)
  const made = lossUnder(deployment(3, DONE))
  made.coverages.set('daemonsets', 'forbidden')
  expect(wantedIn(made)).toEqual(unknown)
})

test('workloads add up; what another workload owns counts with its owner', () => {
  const made = lossUnder(deployment(3, DONE))
  made.set('statefulsets', aWorkload({ replicas: 2, name: 'set' }))
  made.set('daemonsets', aWorkload({ name: 'ds', status: { desiredNumberScheduled: 4, updatedNumberScheduled: 4 } }))
  const owned = Object(aWorkload({ replicas: 9, name: 'rs' }))
  const ownerReferences = [{ kind: 'Deployment', name: 'web', uid: 'workload-web', controller: true }]
  made.set('replicasets', { ...owned, metadata: { ...owned.metadata, ownerReferences } })
  made.set('deployments', aWorkload({ replicas: 5, name: 'other', templateLabels: { app: 'other' } }))
  expect(wantedIn(made)).toEqual({ wanted: 9, rolling: false, allowance: 0, short: true })
})

test.each([
  ['25 % of 8, rounded down', 8, {}, 2],
  ['25 % of 3, rounded down', 3, {}, 0],
  ['a number', 8, { strategy: { rollingUpdate: { maxUnavailable: 3 } } }, 3],
  ['no surge and none unavailable: one', 8, { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } }, 1],
  ['Recreate: all of them', 8, { strategy: { type: 'Recreate' } }, 8],
])('a rollout may take away %s', (_what, replicas, spec, allowance) => {
  expect(wantedIn(lossUnder(deployment(replicas, RUNNING, spec)))).toMatchObject({ rolling: true, allowance })
})

test('[D11] one that never became ready is a loss, whatever a rollout may take away', () => {
  const rolling = deployment(3, RUNNING, { strategy: { rollingUpdate: { maxUnavailable: 1 } } })
  expect(findingOf(lossUnder(rolling), 'SC-D4').severity).toBe('warning')
})

test('[D11] a StatefulSet of one pod is down while it rolls, and that is critical', () => {
  const made = cluster([podOn('n1', 1, { status: FAILING })], ZONES)
  made.set('statefulsets', aWorkload({ replicas: 1, status: { currentRevision: 'a', updateRevision: 'b' } }))
  expect(findingOf(made, 'SC-D4').severity).toBe('critical')
})

function wakeUp(seconds: number) {
  const made = change(empty(), ['deployments', aWorkload({ replicas: 0 })])
  change(watch(made, seconds), ['deployments', aWorkload({ replicas: 2, status: { replicas: 1 } })])
  const pod = podOn('n1', 1, { metadata: { creationTimestamp: ago(seconds) }, status: FAILING })
  return change(made, ['pods', pod], ['endpointslices', sliceOf([pod])])
}

test('[D11] who was at zero a moment ago wakes up, and that is no alarm', () => {
  expect(codesOf(wakeUp(20))).not.toContain('SC-D4')
  expect(findingOf(wakeUp(90), 'SC-D4').severity).toBe('critical')
})

function born(seconds: number) {
  return change(empty(), ['services', aService({}, { creationTimestamp: ago(seconds) })])
}

test('[D11] a selector that nothing matches, where nothing was ever ready, is quiet', () => {
  expect(findingOf(born(5), 'SC-B1').severity).toBe('info')
  expect(findingOf(born(90), 'SC-B1').severity).toBe('info')
})

/** It was Ready for long. */
const LOST = {
  ...FAILING,
  startTime: ago(3600),
  conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: ago(60) }],
}

function severityLosing(lost: readonly string[]): string {
  const nodes = ['n1', 'n1', 'n2', 'n2', 'n3']
  const pods = nodes.map((node, n) => podOn(node, n + 1, lost.includes(node) ? { status: LOST } : {}))
  return findingOf(cluster(pods, ZONES), 'SC-D4').severity
}

test('[D10] critical: nobody is ready, a zone lost all of two or more, or the cluster depends on it', () => {
  expect(severityLosing(['n1', 'n2', 'n3'])).toBe('critical')
  expect(severityLosing(['n2'])).toBe('critical')
  expect(severityLosing(['n3'])).toBe('warning')
})

test('[D14] what is listed before is not told again: pods of a Node that is down have no other cause', () => {
  const status = { conditions: [{ type: 'Ready', status: 'Unknown', lastTransitionTime: ago(60) }] }
  const made = withThird(status)
  made.set('nodes', {
    metadata: { name: 'n3', uid: 'node-n3', labels: { 'topology.kubernetes.io/zone': 'eu-1c' } },
    status: { conditions: [{ type: 'Ready', status: 'Unknown' }] },
  })
  expect(codesOf(made)).toEqual(['SC-D9'])
})
