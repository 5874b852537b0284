import { describe, expect, test } from 'vitest'
import { ALL_RIGHTS, type Rights } from './rights.ts'
import { toTrafficView } from './traffic-words.ts'
import {
  aNode,
  anEndpoint,
  aPod,
  aService,
  aSlice,
  BEGIN,
  endpointsIn,
  FALLBACK,
  NOT_READY,
  ViewHarness,
} from './testing/view-harness.ts'

const NODES = [1, 2, 3].map(n => aNode(`a-${n}`, 'eu-1a'))
const HEADLESS = { clusterIP: 'None', clusterIPs: ['None'] }

/** shop/web, open, with one ready backend on each of three Nodes. */
function setUp(spec: Parameters<typeof aService>[0] = {}): ViewHarness {
  const harness = new ViewHarness()
  harness.set('services', aService(spec))
  harness.set('nodes', ...NODES)
  harness.set('endpointslices', aSlice([1, 2, 3].map(n => on(n))))
  harness.synced()
  harness.view.open('shop/web')
  return harness
}

function on(n: number, change = {}) {
  return anEndpoint(n, { nodeName: `a-${n}`, zone: 'eu-1a', ...change })
}

function hints(zone: string) {
  return { hints: { forZones: [{ name: zone }] } }
}

function traffic({ view, now }: ViewHarness, rights: Rights = ALL_RIGHTS) {
  return view.serviceView('shop/web', now, rights)?.traffic
}

function dns({ view, now }: ViewHarness, rights: Rights = ALL_RIGHTS) {
  return view.serviceView('shop/web', now, rights)?.dns
}

function facts(harness: ViewHarness) {
  return traffic(harness)?.facts.map(({ severity, sentence }) => [severity, sentence])
}

function without(refused: string): Rights {
  return { mayRead: resource => resource !== refused }
}

describe('traffic: what is to be known of who answers, with its weight', () => {
  test('all is well: there is nothing', () => {
    expect(traffic(setUp())).toEqual({
      rulesOf: '1.37',
      proxySeen: false,
      cannotTell: null,
      unserved: null,
      nodes: 3,
      groups: 1,
      facts: [],
    })
  })

  test('nothing answers: critical', () => {
    const harness = setUp()
    harness.set('endpointslices', aSlice([on(1, NOT_READY)]))
    expect(facts(harness)).toEqual([
      [
        'critical',
        'Clients on 3 of 3 nodes get no answer: no endpoint for this port is ready, or serving while it terminates.',
      ],
    ])
  })

  test('nothing answers, and nobody is meant to: info', () => {
    const harness = setUp()
    harness.set('endpointslices', aSlice([]))
    const fact = {
      kind: 'unanswered',
      way: 'internal',
      nodes: 3,
      examples: [],
      zones: [],
      why: '',
      load: null,
    } as const
    const summary = { nodes: 3, groups: 1, unserved: null, facts: [{ ...fact, ports: [] }] }
    const service = harness.view.serviceView('shop/web', harness.now)?.service
    const severities = [0, 1, null].map(wanted =>
      service === undefined
        ? undefined
        : toTrafficView(summary, { service, wanted, proxySeen: null }).facts.map(({ severity }) => severity),
    )
    expect(severities).toEqual([['info'], ['critical'], ['critical']])
  })

  test('internalTrafficPolicy Local: a warning for the nodes without an endpoint', () => {
    const harness = setUp({ internalTrafficPolicy: 'Local' })
    harness.set('endpointslices', aSlice([on(1)]))
    expect(facts(harness)).toEqual([
      [
        'warning',
        'Clients on 2 of 3 nodes get no answer: internalTrafficPolicy is Local, and no endpoint there serves.',
      ],
    ])
  })

  test('externalTrafficPolicy Local: no more than to be known, and meant so behind a load balancer', () => {
    const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }]
    const harness = setUp({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ports })
    harness.set('endpointslices', aSlice([on(1)]))
    expect(facts(harness)).toEqual([
      [
        'info',
        'Clients from outside get no answer through 2 of 3 nodes: externalTrafficPolicy is Local, and no endpoint there serves; a load balancer skips them, as intended.',
      ],
    ])
    harness.set('services', aService({ type: 'NodePort', externalTrafficPolicy: 'Local', ports }))
    expect(facts(harness)).toEqual([
      [
        'info',
        'Clients from outside get no answer through 2 of 3 nodes: externalTrafficPolicy is Local, and no endpoint there serves.',
      ],
    ])
  })

  test('fallback, on the one port that has no other', () => {
    const ports = ['http', 'admin'].map((name, at) => ({ name, port: 80 + at, targetPort: 8080 + at }))
    const harness = setUp({ ports })
    const admin = { name: 'admin', ports: [{ name: 'admin', port: 8081 }] }
    harness.set('endpointslices', aSlice([on(1, FALLBACK)], admin))
    expect(facts(harness)).toEqual([
      [
        'critical',
        'No endpoint is ready for clients on 3 of 3 nodes on port admin: terminating endpoints that still serve answer.',
      ],
    ])
  })

  test('zones that are served from elsewhere, and overload through hints', () => {
    const harness = setUp()
    harness.set('nodes', aNode('b-1', 'eu-1b'))
    expect(facts(harness)).toEqual([['info', 'Clients in eu-1b (1 of 4 nodes) get answers only from other zones.']])
    harness.set('endpointslices', aSlice([on(1, hints('eu-1a')), ...endpointsIn('eu-1b', [4, 5, 6], hints('eu-1b'))]))
    expect(facts(harness)).toEqual([
      [
        'info',
        'Topology hints send clients on 3 of 4 nodes to 1 of 4 ready endpoints, 3.0 times an even share by nodes.',
      ],
    ])
  })

  test.each([
    [
      'headless',
      HEADLESS,
      'kube-proxy has no rule for a headless Service: clients go to the addresses that DNS answers with.',
    ],
    [
      'ExternalName',
      { type: 'ExternalName', externalName: 'x.example.com' },
      'kube-proxy has no rule for an ExternalName Service: DNS answers with another name.',
    ],
  ])('kube-proxy has no rule for it: %s', (_name, spec, unserved) => {
    expect(traffic(setUp(spec))).toMatchObject({ unserved, facts: [] })
  })

  test('[L5] without Nodes or slices nothing is told, and for want of what', () => {
    const untold = { nodes: null, groups: null, unserved: null, facts: [] }
    const harness = setUp()
    expect(traffic(harness, without('nodes'))).toMatchObject({
      ...untold,
      cannotTell: 'Cannot tell: Nodes cannot be read (RBAC).',
    })
    harness.writers.nodes.setState({ phase: 'forbidden' })
    expect(traffic(harness)).toMatchObject({ ...untold, cannotTell: 'Cannot tell: Nodes cannot be read (RBAC).' })
    harness.writers.endpointslices.setState({ phase: 'forbidden' })
    expect(traffic(harness)).toMatchObject({
      ...untold,
      cannotTell: 'Cannot tell: EndpointSlices cannot be read (RBAC).',
    })
    expect(dns(harness)).toBeNull()
  })

  test('whether kube-proxy is visible, and to whom that is told', () => {
    const harness = setUp()
    const proxy = aPod(9, { name: 'kube-proxy-x', namespace: 'kube-system', uid: 'proxy' })
    harness.view.takeChanged()
    harness.set('pods', proxy)
    expect(harness.view.takeChanged().services).toEqual(new Set(['shop/web']))
    expect(traffic(harness)?.proxySeen).toBe(true)
    expect(traffic(harness, without('pods'))?.proxySeen).toBeNull()
    harness.set('pods', { ...proxy, status: { phase: 'Failed' } })
    harness.delete('pods', { ...proxy, status: { phase: 'Failed' } })
    expect(traffic(harness)?.proxySeen).toBe(false)
  })
})

function named(n: number, metadata = {}) {
  return { ...aPod(n, metadata), spec: { containers: [], hostname: `web-${n}`, subdomain: 'web' } }
}

describe('DNS: the name, and how many names of pods resolve', () => {
  test('of a clusterIP its address', () => {
    const harness = setUp({ clusterIPs: ['10.96.0.1'] })
    expect(dns(harness)).toEqual({
      zone: 'cluster.local',
      name: 'web.shop.svc.cluster.local',
      short: 'web',
      rcode: 'NOERROR',
      answers: 1,
      examples: ['10.96.0.1'],
      why: null,
      hostnames: { total: 0, resolving: 0, failing: [] },
      notes: [],
    })
  })

  test('a pod without a name is news of its headless Service, selected or not', () => {
    const harness = setUp(HEADLESS)
    expect(dns(harness)?.hostnames).toEqual({ total: 0, resolving: 0, failing: [] })
    harness.view.takeChanged()
    harness.set('pods', named(7, { labels: {} }))
    expect(harness.view.takeChanged().services).toEqual(new Set(['shop/web']))
    expect(dns(harness)?.hostnames).toMatchObject({
      total: 1,
      resolving: 0,
      failing: [{ name: 'web-7.web.shop.svc.cluster.local', why: expect.stringContaining('not matched') }],
    })
    expect(dns(harness, without('pods'))).toMatchObject({
      hostnames: { total: 0 },
      notes: [expect.stringContaining('cannot be read')],
    })
  })
})

test('both are gone with the Service', () => {
  const harness = setUp()
  traffic(harness)
  harness.delete('services', aService())
  expect(harness.view.serviceView('shop/web', BEGIN)).toMatchObject({ traffic: null, dns: null })
})

test('an edit of the Service is followed', () => {
  const harness = setUp()
  harness.set('endpointslices', aSlice([on(1)]))
  expect([facts(harness)?.length, dns(harness)?.rcode]).toEqual([0, 'NOERROR'])
  harness.set('services', aService({ ...HEADLESS }))
  expect(traffic(harness)?.unserved).toContain('headless')
  harness.set('services', aService({ internalTrafficPolicy: 'Local' }))
  expect(facts(harness)?.map(([severity]) => severity)).toEqual(['warning'])
})

test('a Node that only beats changes nothing; one that comes, goes or moves does', () => {
  const harness = setUp()
  harness.set('nodes', aNode('b-1', 'eu-1b'))
  const count = () => [traffic(harness)?.nodes, traffic(harness)?.facts.length]
  expect(count()).toEqual([4, 1])
  harness.view.takeChanged()
  const status = { conditions: [{ type: 'Ready', status: 'False' }] }
  harness.set('nodes', { ...aNode('b-1', 'eu-1b'), status })
  expect(harness.view.takeChanged().services).toEqual(new Set())
  harness.set('nodes', { ...aNode('b-1', 'eu-1a'), status })
  expect(harness.view.takeChanged().services).toEqual(new Set(['shop/web']))
  expect(count()).toEqual([4, 0])
  harness.delete('nodes', aNode('b-1', 'eu-1a'))
  expect(harness.view.takeChanged().services).toEqual(new Set(['shop/web']))
  expect(count()).toEqual([3, 0])
})
