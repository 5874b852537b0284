import { expect, test } from 'vitest'
import { aPod, aWorkload, change, empty } from '../law/raw.ts'
import { codesOf, diagnoseWeb, findingOf, type TestCluster } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

function withJob(status: Raw, spec: Raw = {}): TestCluster {
  return change(empty(), ['jobs', aWorkload({ name: 'once', status, spec })])
}

const COMPLETE = { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }

test('[SC-B8b] a Job that is done says so when its pods are gone', () => {
  expect(codesOf(withJob(COMPLETE))).toEqual(['SC-B8b'])
  expect(findingOf(withJob(COMPLETE), 'SC-B8b')).toMatchObject({
    severity: 'info',
    lead: 'Job once has finished',
    kubectl: 'kubectl -n shop get jobs once',
  })
  expect(findingOf(withJob({}, { suspend: true }), 'SC-B8b').sentence).toMatchInlineSnapshot(
    `"Job once is suspended: no matching pod is left, and the Job creates no more."`,
  )
})

test('[SC-B8b] a Job that is done raises no alarm by what other namespaces have', () => {
  const made = change(
    withJob(COMPLETE),
    ['pods', aPod(9, { metadata: { namespace: 'staging', uid: 'staging-9' } })],
    ['namespaces', { metadata: { name: 'staging', uid: 'ns-staging' } }],
  )
  expect(diagnoseWeb(made).findings).toMatchObject([{ code: 'SC-B8b' }, { code: 'SC-B4', severity: 'info' }])
})

test('[SC-B6] a Job that cannot make its pod says why; one that is about to says nothing', () => {
  const made = withJob({})
  expect(codesOf(made)).toEqual([])
  made.set('events', {
    metadata: { name: 'once.1', namespace: 'shop', uid: 'event-once' },
    involvedObject: { kind: 'Job', namespace: 'shop', name: 'once', uid: 'workload-once' },
    reason: 'FailedCreate',
    message: 'Error creating: pods "once-x" is forbidden: exceeded quota: none',
  })
  expect(findingOf(made, 'SC-B6')).toMatchObject({
    causeCertainty: 'proven',
    lead: 'Quota none rejects new pods',
  })
})
