import { expect, test } from 'vitest'
import { PENDING, withAbsent } from '../law/raw.ts'
import { ago, codesOf, findingOf, type TestCluster } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

/** Two pods in slices, and a third without a Node. */
function waiting(conditions: readonly Raw[], seconds = 3600): TestCluster {
  return withAbsent({
    metadata: { creationTimestamp: ago(seconds) },
    spec: { nodeName: undefined },
    status: { ...PENDING, conditions },
  })
}

test('[SC-C1] gated pods are not called unschedulable', () => {
  const message = 'Scheduling is blocked due to non-empty scheduling gates'
  const made = waiting([{ type: 'PodScheduled', status: 'False', reason: 'SchedulingGated', message }])
  expect(findingOf(made, 'SC-C1')).toMatchObject({
    lead: 'Scheduling gate blocks the pods',
    facts: '1 pod waiting for a node, 2 of 3 still ready',
    causeCertainty: 'proven',
  })
})

test('[SC-C1] pods that no scheduler has looked at, after half a minute', () => {
  expect(findingOf(waiting([]), 'SC-C1')).toMatchObject({
    lead: 'Scheduler is not running',
    certainty: 'proven',
    causeCertainty: 'likely',
    evidence: [{ field: 'status.conditions[PodScheduled]', found: 'absent' }],
  })
  expect(codesOf(waiting([], 20))).not.toContain('SC-C1')
})
