import { expect, test } from 'vitest'
import { cluster, codesOf, findingOf, podOn, runningContainer, type TestCluster } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

/** One pod whose init containers are as told; `sidecar` keeps running beside the others. */
function initializing(...initContainerStatuses: readonly Raw[]): TestCluster {
  const status = {
    phase: 'Pending',
    conditions: [
      { type: 'Initialized', status: 'False', reason: 'ContainersNotInitialized' },
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady' },
    ],
    initContainerStatuses,
    containerStatuses: [
      { name: 'main', ready: false, restartCount: 0, state: { waiting: { reason: 'PodInitializing' } } },
    ],
  }
  const spec = { initContainers: [{ name: 'sidecar', restartPolicy: 'Always' }] }
  return cluster([podOn('n1', 1, { status, spec })])
}

function initContainer(state: Raw, more: Raw = {}): Raw {
  return { name: 'migrate', ready: false, restartCount: 0, state, ...more }
}

test.each([
  [initContainer({ running: {} }), 'Init container migrate is still running'],
  [initContainer({ waiting: { reason: 'ImagePullBackOff' } }), 'Init container migrate cannot start'],
  [initContainer({ terminated: { exitCode: 3 } }), 'Init container migrate is failing'],
  [
    initContainer({ waiting: { reason: 'CrashLoopBackOff' } }, { lastState: { terminated: { exitCode: 1 } } }),
    'Init container migrate is failing',
  ],
])('[SC-C3] %j', (container, lead) => {
  expect(findingOf(initializing(container), 'SC-C3').lead).toBe(lead)
})

test('[SC-C3] a sidecar that runs is not what the others wait for', () => {
  const made = initializing(runningContainer('sidecar'), initContainer({ waiting: { reason: 'CrashLoopBackOff' } }))
  expect(findingOf(made, 'SC-C3').sentence).toMatchInlineSnapshot(
    `"Init container migrate is failing: its only backend not ready."`,
  )
})

test('[SC-C3] one that waits for its turn is no cause', () => {
  expect(codesOf(initializing(initContainer({ waiting: { reason: 'PodInitializing' } })))).not.toContain('SC-C3')
})
