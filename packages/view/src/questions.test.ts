import { expect, test } from 'vitest'
import { aNode, anEndpoint, aService, aSlice, ViewHarness } from './view-harness.ts'

function setUp(): ViewHarness {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('endpointslices', aSlice([anEndpoint(1)]))
  harness.set('nodes', aNode('node-1', 'eu-1a'))
  return harness
}

function without(refused: string) {
  return { mayRead: (resource: string) => resource !== refused }
}

const ASKING = { version: 'v1.37.2' }

test('traffic from a node names who answers, and whose rules these are', () => {
  const harness = setUp()
  harness.synced()
  const answer = harness.view.questions.nodeTraffic('shop/web', 'node-1', ASKING)
  expect(answer).toMatchObject({
    type: 'answer',
    value: {
      rulesOf: '1.37',
      node: 'node-1',
      zone: 'eu-1a',
      ports: [{ name: 'http', family: 'IPv4', external: null }],
    },
  })
  expect(harness.view.questions.nodeTraffic('shop/web', 'no-such-node', ASKING)).toEqual({ type: 'no-node' })
  expect(harness.view.questions.nodeTraffic('shop/none', 'node-1', ASKING)).toEqual({ type: 'absent' })
})

test('nodes with equal answers are told together; another version and a missing kube-proxy are noted', () => {
  const harness = setUp()
  harness.set('nodes', aNode('node-2', 'eu-1b'))
  harness.synced()
  const answer = harness.view.questions.trafficGroups('shop/web', { version: 'v1.34.1' })
  expect(answer).toMatchObject({ type: 'answer', value: { groups: [{ nodes: ['node-1', 'node-2'], zone: null }] } })
  const notes = answer.type === 'answer' ? answer.value.notes.join(' ') : ''
  expect(notes).toContain('this cluster says it is 1.34')
  expect(notes).toContain('may not run it')
})

test('[L5] nothing is told of traffic or DNS before what it is concluded from is known', () => {
  const harness = setUp()
  harness.synced('services', 'endpointslices')
  expect(harness.view.questions.trafficGroups('shop/web', ASKING)).toMatchObject({
    type: 'cannot-tell',
    because: 'loading',
  })
  expect(harness.view.questions.dns('shop/web', 'cluster.local')).toMatchObject({ type: 'answer' })
  const early = setUp()
  early.synced('services')
  expect(early.view.questions.dns('shop/web', 'cluster.local')).toMatchObject({
    type: 'cannot-tell',
    because: 'loading',
  })
})

test('rights: without Services or slices it is absent, without Nodes there is no telling of traffic', () => {
  const harness = setUp()
  harness.synced()
  expect(harness.view.questions.dns('shop/web', 'cluster.local', without('endpointslices'))).toEqual({ type: 'absent' })
  expect(
    harness.view.questions.nodeTraffic('shop/web', 'node-1', { ...ASKING, rights: without('nodes') }),
  ).toMatchObject({
    type: 'cannot-tell',
    because: 'forbidden',
  })
})

test('DNS: the clusterIP by its name, also under another domain', () => {
  const harness = setUp()
  harness.synced()
  const answer = harness.view.questions.dns('shop/web', 'example.internal')
  expect(answer).toMatchObject({
    type: 'answer',
    value: {
      zone: 'example.internal',
      names: expect.arrayContaining([
        expect.objectContaining({
          name: 'web.shop.svc.example.internal',
          short: 'web.shop',
          type: 'A',
          rcode: 'NOERROR',
          answers: ['10.96.0.1'],
        }),
      ]),
    },
  })
})
