import { RESOURCE_NAMES } from '@slicescope/model'
import { expect, test } from 'vitest'
import { checklist, type ChecklistItem } from './checklist.ts'
import { FIXTURES } from './law/fixtures.ts'
import { aService, cluster, podOn, type TestCluster } from './testing/web-service.ts'

function itemsOf(made: TestCluster): readonly ChecklistItem[] {
  return checklist(made.graph('shop/web'), made.inputs)
}

function statesOf(made: TestCluster): Readonly<Record<string, string>> {
  return Object.fromEntries(itemsOf(made).map(({ id, state }) => [id, state]))
}

function inFixture(code: string): Readonly<Record<string, string>> {
  const fixture = FIXTURES.find(each => each.code === code)
  if (fixture === undefined) throw new Error(`no fixture ${code}`)
  return statesOf(fixture.make())
}

const ALL = [
  'selector',
  'namespace',
  'port',
  'scheduled',
  'address',
  'ready',
  'in-slices',
  'published',
  'policy',
  'dns',
]

test('all is well: every step from the selector to DNS passes, with its numbers', () => {
  const items = itemsOf(cluster([podOn('n1', 1), podOn('n2', 2)]))
  expect(items.map(({ id, state }) => [id, state])).toEqual(ALL.map(id => [id, 'passed']))
  expect(items[0]?.sentence).toMatchInlineSnapshot(`"Selector app=web matches 2 of 2 pods in shop."`)
  expect(items.find(({ id }) => id === 'dns')?.sentence).toMatchInlineSnapshot(
    `"web.shop.svc resolves to 10.96.0.1, ready backends or not; from another namespace use web.shop, not web."`,
  )
})

test.each([
  ['SC-B2', 'selector'],
  ['SC-B4', 'namespace'],
  ['SC-E1', 'port'],
  ['SC-C1', 'scheduled'],
  ['SC-C2', 'address'],
  ['SC-D4', 'ready'],
  ['SC-C7', 'in-slices'],
  ['SC-A6', 'published'],
  ['SC-E8', 'policy'],
])('where %s holds the step "%s" fails', (code, id) => {
  expect(inFixture(code)[id]).toBe('failed')
})

test('a headless Service without a ready endpoint has no name', () => {
  const made = cluster([])
  made.set('services', aService({ clusterIP: 'None', clusterIPs: ['None'] }))
  expect(statesOf(made)['dns']).toBe('failed')
})

test('a search of other namespaces says how far it went, and rests on all that it read', () => {
  const made = cluster([podOn('n1', 1, { metadata: { namespace: 'staging', uid: 'staging-1' } })])
  made.set('namespaces', ...['shop', 'staging', 'pay'].map(name => ({ metadata: { name, uid: name } })))
  const step = () => itemsOf(made).find(({ id }) => id === 'namespace')
  expect(step()?.sentence).toMatchInlineSnapshot(
    `"Matching pods are in staging (1 pod) only (searched 3 of 3 namespaces)."`,
  )
  expect(step()?.reads).toContainEqual({ resource: 'pods', namespace: null })
  made.coverages.set('pods/pay', 'forbidden')
  expect(step()?.sentence).toMatchInlineSnapshot(`"Matching pods are in staging (1 pod) (searched 2 of 3 namespaces)."`)
  expect(step()?.reads).toContainEqual({ resource: 'pods', namespace: 'staging' })
  made.coverages.set('pods/staging', 'forbidden')
  expect(step()?.sentence).toMatchInlineSnapshot(
    `"No pod matches in the other namespaces that can be read (searched 1 of 3 namespaces)."`,
  )
  expect(step()?.reads).not.toContainEqual({ resource: 'pods', namespace: 'staging' })
})

test('without a selector the steps of pods do not apply', () => {
  const states = inFixture('SC-A2')
  expect(ALL.filter(id => states[id] === 'does-not-apply')).toEqual([
    'selector',
    'namespace',
    'port',
    'scheduled',
    'address',
    'ready',
    'in-slices',
    'policy',
  ])
})

test('[L5] a step whose input is not known is neither passed nor failed, and names it', () => {
  for (const resource of RESOURCE_NAMES) {
    const made = cluster([podOn('n1', 1)])
    made.coverages.set(resource, 'forbidden')
    for (const { state, reads, missing } of itemsOf(made)) {
      const isLacking = reads.some(read => read.resource === resource)
      expect([state, missing.map(input => input.resource)]).toEqual(
        isLacking ? ['cannot-tell', [resource]] : ['passed', []],
      )
    }
  }
})
