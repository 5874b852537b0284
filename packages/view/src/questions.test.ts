import { describe, expect, test } from 'vitest'
import type { Rights } from './rights.ts'
import { aNode, anEndpoint, aPod, aService, aSlice, NOT_READY, ViewHarness } from './testing/view-harness.ts'

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
  expect(notes).toContain('this cluster runs Kubernetes 1.34')
  expect(notes).toContain('No kube-proxy pod found')
})

function hints(zone: string) {
  return { hints: { forZones: [{ name: zone }] } }
}

test('from a zone: the answers of its nodes alone, one group where they are alike; a zone that no node is in is none', () => {
  const harness = setUp()
  harness.set('endpointslices', aSlice([anEndpoint(1, hints('eu-1a')), anEndpoint(2, hints('eu-1b'))]))
  harness.set('nodes', aNode('node-2', 'eu-1b'), aNode('node-3', 'eu-1b'), aNode('node-4', ''))
  harness.synced()
  const groups = (zone: string) => {
    const answer = harness.view.questions.trafficGroups('shop/web', { ...ASKING, zone })
    return answer.type === 'answer' ? answer.value.groups.map(group => [group.nodes, group.zone]) : answer
  }
  expect(groups('eu-1b')).toEqual([[['node-2', 'node-3'], 'eu-1b']])
  expect(groups('')).toEqual([[['node-4'], null]])
  expect(groups('eu-1c')).toEqual({ type: 'no-zone' })
})

test('[L5] nothing is told of traffic or DNS before what it is concluded from is known', () => {
  const harness = setUp()
  harness.synced('services', 'endpointslices')
  expect(harness.view.questions.trafficGroups('shop/web', ASKING)).toMatchObject({
    type: 'cannot-tell',
    because: 'loading',
  })
  expect(harness.view.questions.dns('shop/web')).toMatchObject({ type: 'answer' })
  const early = setUp()
  early.synced('services')
  expect(early.view.questions.dns('shop/web')).toMatchObject({
    type: 'cannot-tell',
    because: 'loading',
  })
})

test('rights: without Services or slices it is absent, without Nodes there is no telling of traffic', () => {
  const harness = setUp()
  harness.synced()
  expect(harness.view.questions.dns('shop/web', without('endpointslices'))).toEqual({ type: 'absent' })
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
  const answer = harness.another({ clusterDomain: 'example.internal' }).questions.dns('shop/web')
  expect(answer).toMatchObject({
    type: 'answer',
    value: {
      zone: 'example.internal',
      names: expect.arrayContaining([
        expect.objectContaining({
          name: 'web.shop.svc.example.internal',
          short: 'web',
          type: 'A',
          rcode: 'NOERROR',
          answers: ['10.96.0.1'],
        }),
      ]),
    },
  })
})

const inShop: Rights = { mayRead: (_resource, namespace) => namespace === 'shop' }

/** Its one endpoint has the address of another namespace's, and its pod a name that does not resolve. */
function shared(): ViewHarness {
  const harness = setUp()
  harness.set('services', aService({ clusterIP: 'None', clusterIPs: ['None'] }))
  harness.set('services', aService({}, { name: 'api', namespace: 'pay', uid: 'pay' }))
  harness.set('endpointslices', aSlice([anEndpoint(1)], { name: 'api-1', namespace: 'pay', service: 'api' }))
  const { spec: _spec, ...pod } = aPod(2)
  harness.set('pods', { ...pod, spec: { containers: [], hostname: 'web-2', subdomain: 'web' } })
  harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, NOT_READY)]))
  harness.synced()
  return harness
}

function reverse(harness: ViewHarness, rights?: Rights) {
  const answer = harness.view.questions.dns('shop/web', rights)
  return answer.type === 'answer' ? answer.value.names.filter(({ type }) => type === 'PTR') : []
}

describe('rights: what else stands in the cluster is asked for too', () => {
  test('PTR names no Service of another namespace that cannot be read, and says that there may be some', () => {
    const harness = shared()
    const own = '10-0-0-1.web.shop.svc.cluster.local'
    expect(reverse(harness)).toMatchObject([{ answers: ['10-0-0-1.api.pay.svc.cluster.local', own], why: null }])
    expect(reverse(harness, inShop)).toMatchObject([
      { answers: [own], why: expect.stringContaining('that you cannot read') },
    ])
  })

  test('the PTR of a clusterIP is the one Service that has it, no matter who asks', () => {
    const harness = setUp()
    harness.set('services', aService({ clusterIPs: ['10.96.0.1'] }))
    harness.synced()
    expect(reverse(harness, inShop)).toContainEqual(
      expect.objectContaining({ short: '10.96.0.1', answers: ['web.shop.svc.cluster.local'], why: null }),
    )
  })

  test('DNS names no pod to readers who cannot read pods, and says so', () => {
    const harness = shared()
    const text = (rights?: Rights) => JSON.stringify(harness.view.questions.dns('shop/web', rights))
    expect(text()).toContain('pod web-2')
    expect(text(without('pods'))).not.toContain('pod web-2')
    expect(harness.view.questions.dns('shop/web', without('pods'))).toMatchObject({
      value: { notes: [expect.stringContaining('pods cannot be read')] },
    })
  })

  test('whether kube-proxy is visible is told only to who may look into kube-system', () => {
    const harness = setUp()
    harness.set('pods', aPod(3, { name: 'kube-proxy-x', namespace: 'kube-system', uid: 'proxy' }))
    harness.synced()
    const notes = (rights?: Rights) => {
      const answer = harness.view.questions.trafficGroups('shop/web', { ...ASKING, ...(rights && { rights }) })
      return answer.type === 'answer' ? answer.value.notes : answer
    }
    expect(notes()).toEqual([])
    expect(notes(without('pods'))).toEqual([
      expect.stringContaining('Cannot tell whether this cluster runs kube-proxy'),
    ])
    harness.delete('pods', aPod(3, { name: 'kube-proxy-x', namespace: 'kube-system', uid: 'proxy' }))
    expect(notes()).toEqual([expect.stringContaining('No kube-proxy pod found')])
    expect(notes(without('pods'))).toEqual([
      expect.stringContaining('Cannot tell whether this cluster runs kube-proxy'),
    ])
  })
})
