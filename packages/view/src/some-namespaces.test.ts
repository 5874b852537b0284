import { expect, test } from 'vitest'
import { aPod, aService, aSlice, ViewHarness } from './testing/view-harness.ts'

/** shop/web, whose selector takes no pod, where 2 of 14 namespaces may be read; one pod of pay has its labels. */
function setUp(): ViewHarness {
  const harness = new ViewHarness()
  for (const resource of ['services', 'endpointslices', 'pods'] as const) {
    harness.writers[resource].setState({ phase: 'forbidden' })
    for (const namespace of ['shop', 'pay'])
      harness.store.writer(resource, namespace).setState({ phase: 'watching', hasSynced: true })
  }
  const others = Array.from({ length: 12 }, (_, n) => `team-${n}`)
  harness.set('namespaces', ...['shop', 'pay', ...others].map(name => ({ metadata: { name, uid: name } })))
  harness.synced('nodes', 'namespaces')
  harness.set('services', aService())
  harness.set('endpointslices', aSlice([]))
  harness.view.diagnose(harness.now, () => false)
  return harness
}

test('with rights in some namespaces only it works there, and says how far a search went', () => {
  const harness = setUp()
  const verdict = () => {
    harness.view.diagnose(harness.now, () => false)
    return harness.view.row('shop/web')?.verdict
  }
  expect(verdict()).toContain('none in the other namespaces that can be read (searched 2 of 14 namespaces)')
  harness.set('pods', aPod(1, { namespace: 'pay', uid: 'pay-1' }))
  // Nothing of the Service has changed: it searches again by itself.
  harness.now += 16_000
  expect(verdict()).toContain('but pods in pay (1 pod) have these labels (searched 2 of 14 namespaces)')
})

test('a step that went by pods of other namespaces is told only to who may read all of those', () => {
  const harness = setUp()
  harness.set('pods', aPod(1, { namespace: 'pay', uid: 'pay-1' }))
  const step = (...allowed: readonly (string | null)[]) =>
    harness.view
      .serviceView('shop/web', harness.now, { mayRead: (_resource, namespace) => allowed.includes(namespace) })
      ?.checklist.find(({ key }) => key === 'namespace')
  expect(step('shop', 'pay')).toMatchObject({ state: 'failed', sentence: expect.stringContaining('pay (1 pod)') })
  expect(step('shop')).toMatchObject({ state: 'cannot-tell', sentence: 'Its inputs cannot be read (RBAC).' })
})
