import { describe, expect, test } from 'vitest'
import {
  aNode,
  anEndpoint,
  aPod,
  aService,
  aSlice,
  FALLBACK,
  NOT_READY,
  READY,
  TERMINATING,
  TestCluster,
} from './testing/test-cluster.ts'

type Raw = Parameters<TestCluster['set']>[1]

/** The graph of shop/web over these slices. */
function graphOf(
  slices: readonly Raw[],
  {
    service = aService(),
    pods = [],
    nodes = [],
  }: { service?: Raw; pods?: readonly Raw[]; nodes?: readonly Raw[] } = {},
) {
  const cluster = new TestCluster()
  cluster.set('services', service)
  cluster.set('endpointslices', ...slices)
  cluster.set('pods', ...pods)
  cluster.set('nodes', ...nodes)
  return cluster.graph('shop/web')
}

const DUAL = aService({ ipFamilies: ['IPv4', 'IPv6'], clusterIPs: ['10.96.0.1', 'fd00::1'] })
const HEADLESS = aService({ clusterIP: 'None', clusterIPs: ['None'] })

function ipv6(n: number, conditions: Raw) {
  return aSlice([anEndpoint(n, { addresses: [`fd00::${n}`], conditions })], { name: 'web-v6', addressType: 'IPv6' })
}

describe('design.md section 6, states of endpoints', () => {
  test.each([
    ['row 1', { ready: true, serving: true, terminating: false }, 'ready', false],
    ['row 2, serving', { ready: false, serving: true, terminating: false }, 'not-ready', false],
    ['row 2, not serving', { ready: false, serving: false, terminating: false }, 'not-ready', false],
    ['row 3', { ready: true, serving: false, terminating: false }, 'not-ready', true],
    ['row 4', { ready: false, serving: true, terminating: true }, 'serving-terminating', false],
    ['row 5', { ready: true, serving: true, terminating: true }, 'serving-terminating', true],
    ['row 6', { ready: false, serving: false, terminating: true }, 'terminating', false],
    ['row 7', { ready: true, serving: false, terminating: true }, 'terminating', true],
  ])('[%s] entry and backend', (_row, conditions, state, published) => {
    const { endpoints, backends } = graphOf([aSlice([anEndpoint(1, { conditions })])])
    expect(endpoints).toMatchObject([{ key: 'web-1/10.0.0.1', backend: 'pod-1', state, published, conditions }])
    expect(backends).toMatchObject([{ key: 'pod-1', name: 'web-1', state, published, ready: state === 'ready' }])
  })

  test('unknown: entries of one ip:port between which kube-proxy does not decide', () => {
    const { endpoints, backends, summary } = graphOf([
      aSlice([anEndpoint(1, { conditions: READY })]),
      aSlice([anEndpoint(1, { conditions: NOT_READY })], { name: 'web-2' }),
    ])
    expect(endpoints.map(({ state }) => state)).toEqual(['unknown', 'unknown'])
    expect(endpoints.map(({ conditions }) => conditions)).toEqual([READY, NOT_READY])
    expect(backends).toMatchObject([{ state: 'unknown', ready: false, slices: ['web-1', 'web-2'] }])
    expect(summary).toMatchObject({ health: 'unknown', doubt: null, counts: { total: 1, ready: 0, unknown: 1 } })
  })

  test('for a headless Service any ready entry wins', () => {
    const slices = [
      aSlice([anEndpoint(1, { conditions: NOT_READY })]),
      aSlice([anEndpoint(1, { conditions: READY })], { name: 'web-2', ports: [{ name: 'other', port: 99 }] }),
    ]
    expect(graphOf(slices, { service: HEADLESS }).backends).toMatchObject([{ state: 'ready', ready: true }])
  })
})

describe('design.md section 6, what is ignored', () => {
  const fqdn = aSlice([{ addresses: ['db.example.com'] }], { name: 'names', addressType: 'FQDN' })

  test('FQDN is listed with the reason and not counted', () => {
    const { endpoints, backends, summary } = graphOf([aSlice([anEndpoint(1)]), fqdn])
    expect(endpoints[0]).toMatchObject({
      address: 'db.example.com',
      ignored: 'kube-proxy ignores slices of addressType FQDN',
    })
    expect(backends.map(({ key }) => key)).toEqual(['pod-1'])
    expect(summary).toMatchObject({ counts: { total: 1 }, ignored: 1, slices: 2 })
  })

  test('FQDN counts where the Service is headless', () => {
    const { endpoints, backends } = graphOf([fqdn], { service: HEADLESS })
    expect(endpoints).toMatchObject([{ ignored: null }])
    expect(backends).toMatchObject([{ key: 'FQDN/db.example.com', name: 'db.example.com', ready: true }])
  })

  test.each([
    ['ClusterIP', aService()],
    ['headless', HEADLESS],
  ])('a family that the Service lacks, %s', (_kind, service) => {
    const { endpoints, summary } = graphOf([ipv6(2, READY)], { service })
    expect(endpoints).toMatchObject([{ ignored: 'the Service has no IPv6', backend: 'pod-2' }])
    expect(summary).toMatchObject({ health: 'empty', counts: { total: 0 } })
  })

  test('a slice labelled headless, unless the Service is', () => {
    const slice = aSlice([anEndpoint(1)], { labels: { 'service.kubernetes.io/headless': '' } })
    expect(graphOf([slice]).summary.health).toBe('empty')
    expect(graphOf([slice], { service: HEADLESS }).summary.health).toBe('healthy')
  })
})

/** Pod web-n of the ReplicaSet with that uid. */
function owned(n: number, uid: string): Raw {
  const owner = { kind: 'ReplicaSet', name: uid, uid, controller: true }
  return aPod(n, { metadata: { ownerReferences: [owner] } })
}

describe('design.md section 6, backends', () => {
  test('entries of one pod are one backend over ports and slices', () => {
    const service = aService({
      ports: [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 81 },
      ],
    })
    const { backends, summary } = graphOf(
      [
        aSlice([anEndpoint(1)], { ports: [{ name: 'http', port: 8080 }] }),
        aSlice([anEndpoint(1)], { name: 'web-2', ports: [{ name: 'grpc', port: 9090 }] }),
      ],
      { service },
    )
    expect(backends).toMatchObject([{ key: 'pod-1', ready: true, slices: ['web-1', 'web-2'] }])
    expect(summary.ports).toMatchObject([
      { key: 'http/TCP', ready: 1, total: 1 },
      { key: 'grpc/TCP', ready: 1, total: 1 },
    ])
  })

  test('ready only if ready in every family where it appears', () => {
    const slices = [aSlice([anEndpoint(1), anEndpoint(2)]), ipv6(1, NOT_READY)]
    const { backends, summary } = graphOf(slices, { service: DUAL })
    expect(backends).toMatchObject([
      { key: 'pod-1', state: 'not-ready', ready: false },
      { key: 'pod-2', ready: true },
    ])
    expect(summary).toMatchObject({ health: 'degraded', counts: { ready: 1, total: 2 } })
  })

  test.each([
    [READY, READY, 'ready', false],
    [READY, { ready: false, serving: true, terminating: false }, 'not-ready', false],
    [READY, { ready: true, serving: false, terminating: false }, 'not-ready', true],
    [
      { ready: true, serving: false, terminating: false },
      { ready: false, serving: true, terminating: false },
      'not-ready',
      false,
    ],
    [READY, FALLBACK, 'serving-terminating', false],
    [NOT_READY, FALLBACK, 'terminating', false],
    [TERMINATING, FALLBACK, 'terminating', false],
  ])('what holds in both families: %o and %o', (one, other, state, published) => {
    for (const [v4, v6] of [
      [one, other],
      [other, one],
    ]) {
      const slices = [aSlice([anEndpoint(1, { conditions: v4 })]), ipv6(1, { ...v6 })]
      expect(graphOf(slices, { service: DUAL }).backends).toMatchObject([{ state, published }])
    }
  })

  test('terminating in one family is terminating', () => {
    const { backends } = graphOf([aSlice([anEndpoint(1, { conditions: FALLBACK })]), ipv6(1, READY)], { service: DUAL })
    expect(backends).toMatchObject([{ state: 'serving-terminating' }])
  })

  test('undecided in one family leaves it unknown only if the other is ready', () => {
    const undecided = [aSlice([anEndpoint(1)]), aSlice([anEndpoint(1, { conditions: NOT_READY })], { name: 'web-2' })]
    expect(graphOf([...undecided, ipv6(1, READY)], { service: DUAL }).backends[0]?.state).toBe('unknown')
    expect(graphOf([...undecided, ipv6(1, NOT_READY)], { service: DUAL }).backends[0]?.state).toBe('not-ready')
  })

  test('with two addresses in one family it is ready if kube-proxy sends to either', () => {
    const old = { ...anEndpoint(1, { conditions: NOT_READY }), addresses: ['10.0.0.99'] }
    for (const endpoints of [
      [old, anEndpoint(1)],
      [anEndpoint(1), old],
    ]) {
      expect(graphOf([aSlice(endpoints)]).backends).toMatchObject([{ key: 'pod-1', state: 'ready', ready: true }])
    }
  })

  test('a port that somebody else serves may be terminating where another is not: it lives', () => {
    const service = aService({
      ports: [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 81 },
      ],
    })
    const { backends, summary } = graphOf(
      [
        aSlice([anEndpoint(1), anEndpoint(2)], { ports: [{ name: 'http', port: 8080 }] }),
        aSlice([anEndpoint(1, { conditions: FALLBACK }), anEndpoint(2)], {
          name: 'web-2',
          ports: [{ name: 'grpc', port: 9090 }],
        }),
      ],
      { service },
    )
    expect(backends).toMatchObject([
      { key: 'pod-1', state: 'ready', ready: false },
      { key: 'pod-2', ready: true },
    ])
    expect(summary).toMatchObject({ counts: { ready: 1, total: 2 }, ports: [{ ready: 2 }, { ready: 1 }] })
  })

  test('ready only if ready for each port that it has; the state is that of the ports in use', () => {
    const service = aService({
      ports: [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 81 },
      ],
    })
    const { backends, summary } = graphOf(
      [
        aSlice([anEndpoint(1)], { ports: [{ name: 'http', port: 8080 }] }),
        aSlice([anEndpoint(1, { conditions: NOT_READY })], { name: 'web-2', ports: [{ name: 'grpc', port: 9090 }] }),
      ],
      { service },
    )
    expect(backends).toMatchObject([{ state: 'ready', ready: false }])
    expect(summary).toMatchObject({ health: 'degraded', counts: { ready: 0, stuck: 1, total: 1 } })
  })

  test('an entry that lost still belongs to its own backend where that stands elsewhere', () => {
    const service = aService({
      ports: [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 81 },
      ],
    })
    const { endpoints } = graphOf(
      [
        aSlice([anEndpoint(1, { conditions: TERMINATING })], {
          ports: [
            { name: 'http', port: 8080 },
            { name: 'grpc', port: 9090 },
          ],
        }),
        aSlice([{ ...anEndpoint(2), addresses: ['10.0.0.1'] }], {
          name: 'web-2',
          ports: [{ name: 'http', port: 8080 }],
        }),
      ],
      { service },
    )
    expect(endpoints.map(({ backend, state }) => [backend, state])).toEqual([
      ['pod-1', 'terminating'],
      ['pod-2', 'ready'],
    ])
  })

  test('without a targetRef the address is the key', () => {
    expect(graphOf([aSlice([{ addresses: ['10.0.0.9'] }])]).backends).toMatchObject([
      { key: 'IPv4/10.0.0.9', name: '10.0.0.9' },
    ])
  })

  test.each([
    ['name', { name: 'grpc', port: 8080 }],
    ['protocol', { name: 'http', protocol: 'UDP', port: 8080 }],
    ['number: nil', { name: 'http' }],
    ['number: 0', { name: 'http', port: 0 }],
  ])('not ready for a port whose %s its slice lacks', (_what, port) => {
    const { backends, summary } = graphOf([aSlice([anEndpoint(1)], { ports: [port] })])
    expect(backends).toMatchObject([{ state: 'ready', ready: false }])
    expect(summary).toMatchObject({
      health: 'down',
      counts: { ready: 0, notReady: 1, total: 1 },
      ports: [{ ready: 0, total: 1 }],
    })
  })

  test('a headless Service goes by ready alone, also without ports', () => {
    const slice = aSlice([anEndpoint(1)], { ports: null })
    const service = aService({ clusterIP: 'None', clusterIPs: ['None'], ports: [{ name: 'http', port: 80 }] })
    expect(graphOf([slice], { service }).summary).toMatchObject({ health: 'healthy', ports: [{ ready: 1, total: 1 }] })
    expect(graphOf([slice], { service: aService({ clusterIP: 'None', ports: [] }) }).summary).toMatchObject({
      health: 'healthy',
      ports: [],
      counts: { ready: 1 },
    })
  })

  test('a Service without ports is judged as one port that all have', () => {
    const slices = [aSlice([anEndpoint(1), anEndpoint(2, { conditions: NOT_READY })], { ports: null })]
    expect(graphOf(slices, { service: aService({ ports: [] }) }).summary).toMatchObject({
      health: 'degraded',
      counts: { ready: 1, total: 2 },
    })
  })

  describe('judged for the ports that it has', () => {
    const service = aService({
      ports: [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 81 },
        { name: 'dead', port: 82 },
      ],
    })
    const both = [
      { name: 'http', port: 8080 },
      { name: 'grpc', port: 9090 },
    ]
    const slices = [
      aSlice([anEndpoint(1), anEndpoint(2)], { ports: both }),
      aSlice([anEndpoint(3)], { name: 'web-2', ports: [{ name: 'http', port: 8080 }] }),
    ]
    test('a port that others of its own workload have is a loss', () => {
      const pods = [owned(1, 'set'), owned(2, 'set'), owned(3, 'set')]
      const { summary, backends } = graphOf(slices, { service, pods })
      expect(summary).toMatchObject({ health: 'degraded', counts: { ready: 2, stuck: 1, total: 3 } })
      expect(summary.ports).toMatchObject([
        { name: 'http', ready: 3, total: 3, health: 'healthy' },
        { name: 'grpc', ready: 2, total: 3, health: 'degraded' },
        { name: 'dead', ready: 0, total: 3, health: 'down' },
      ])
      expect(backends.map(({ lacks }) => lacks)).toEqual([[], [], ['grpc/TCP']])
    })

    test.each([
      ['another workload', [owned(1, 'set'), owned(2, 'set'), owned(3, 'other')]],
      ['a workload that cannot be read', []],
    ])('a port that only %s has is none', (_whose, pods) => {
      const { summary } = graphOf(slices, { service, pods })
      expect(summary.counts).toMatchObject({ ready: 3, total: 3 })
      expect(summary.ports).toMatchObject([
        { name: 'http', ready: 3, total: 3, health: 'healthy' },
        { name: 'grpc', ready: 2, total: 2, health: 'healthy' },
        { name: 'dead', ready: 0, total: 3, health: 'down' },
      ])
    })

    test('two ReplicaSets of one Deployment are one workload', () => {
      const cluster = new TestCluster()
      cluster.set('services', service)
      cluster.set('endpointslices', ...slices)
      cluster.set('pods', owned(1, 'old'), owned(2, 'old'), owned(3, 'new'))
      const owner = { kind: 'Deployment', name: 'web', uid: 'web', controller: true }
      for (const name of ['old', 'new']) {
        cluster.set('replicasets', {
          metadata: { name, namespace: 'shop', uid: name, ownerReferences: [owner] },
          spec: { replicas: 0 },
        })
      }
      expect(cluster.graph('shop/web').summary.counts).toMatchObject({ ready: 2, stuck: 1 })
    })

    test('one without any of the ports is a loss for all', () => {
      const { summary } = graphOf([aSlice([anEndpoint(1)]), aSlice([anEndpoint(2)], { name: 'web-2', ports: [] })])
      expect(summary).toMatchObject({
        health: 'degraded',
        counts: { ready: 1, total: 2 },
        ports: [{ ready: 1, total: 2 }],
      })
    })
  })

  test('total leaves terminating ones out', () => {
    const endpoints = [
      anEndpoint(1),
      anEndpoint(2, { conditions: FALLBACK }),
      anEndpoint(3, { conditions: TERMINATING }),
    ]
    const { summary } = graphOf([aSlice(endpoints)])
    expect(summary).toMatchObject({
      health: 'healthy',
      counts: { ready: 1, notReady: 0, unknown: 0, total: 1, terminating: 2, servingTerminating: 1 },
      ports: [{ ready: 1, total: 1 }],
    })
  })

  test('an address that two pods share is the one that kube-proxy takes: within a slice the last', () => {
    const other = { ...anEndpoint(8), addresses: ['10.0.0.7'] }
    const { backends, endpoints } = graphOf([aSlice([anEndpoint(7), other])])
    expect(backends.map(({ key }) => key)).toEqual(['pod-8'])
    expect(graphOf([aSlice([other, anEndpoint(7)])]).backends.map(({ key }) => key)).toEqual(['pod-7'])
    expect(graphOf([aSlice([{ addresses: ['10.0.0.7'] }, other])]).backends.map(({ key }) => key)).toEqual(['pod-8'])
    expect(endpoints.map(({ key, backend }) => [key, backend])).toEqual([
      ['web-1/10.0.0.7', 'pod-8'],
      ['web-1/10.0.0.7#2', 'pod-8'],
    ])
  })

  test('an address that two pods share over two slices stands for one of them, whatever the order', () => {
    const other = { ...anEndpoint(8), addresses: ['10.0.0.7'] }
    const slices = [aSlice([anEndpoint(7)]), aSlice([other], { name: 'web-2' })]
    expect(graphOf(slices).backends.map(({ key }) => key)).toEqual(['pod-7'])
    expect(graphOf(slices.toReversed()).backends.map(({ key }) => key)).toEqual(['pod-7'])
  })
})

describe('design.md section 6, zones and pods', () => {
  test("the slice's zone, else the Node's label, else none; they sum to the counts", () => {
    const { summary, backends } = graphOf(
      [
        aSlice([
          anEndpoint(1, { zone: 'eu-1a', nodeName: 'n-c' }),
          anEndpoint(2, { nodeName: 'n-c', conditions: NOT_READY }),
          anEndpoint(3, { nodeName: 'n-c', conditions: TERMINATING }),
          anEndpoint(4, { nodeName: 'gone' }),
        ]),
      ],
      { nodes: [aNode('n-c', 'eu-1c')] },
    )
    expect(backends.map(({ zone }) => zone)).toEqual(['eu-1a', 'eu-1c', 'eu-1c', null])
    expect(summary.zones).toMatchObject([
      { zone: 'eu-1a', ready: 1, total: 1 },
      { zone: 'eu-1c', ready: 0, notReady: 1, total: 1, terminating: 1 },
      { zone: null, ready: 1, total: 1 },
    ])
  })

  test('where Nodes cannot be read the zone is only what the slice says', () => {
    const cluster = new TestCluster()
    cluster.coverages.set('nodes', 'forbidden')
    cluster.set('services', aService())
    cluster.set(
      'endpointslices',
      aSlice([anEndpoint(1, { nodeName: 'a' }), anEndpoint(2, { zone: 'eu-1b', nodeName: 'b' })]),
    )
    cluster.set('nodes', aNode('a', 'eu-1a'), aNode('b', 'eu-1b'))
    const { backends, nodes } = cluster.graph('shop/web')
    expect(backends.map(({ zone }) => zone)).toEqual([null, 'eu-1b'])
    const nothing = { ready: null, conditions: [], taints: [], unschedulable: false }
    expect(nodes).toEqual([
      { name: 'a', zone: null, ...nothing },
      { name: 'b', zone: 'eu-1b', ...nothing },
    ])
  })

  test('nodes: Ready as the condition says, null where there is none of the name', () => {
    const slice = aSlice([
      anEndpoint(1, { nodeName: 'a' }),
      anEndpoint(2, { nodeName: 'b' }),
      anEndpoint(3, { nodeName: 'c' }),
    ])
    const { nodes } = graphOf([slice], { nodes: [aNode('a', 'z'), aNode('b', 'z', false)] })
    expect(nodes.map(({ name, ready }) => [name, ready])).toEqual([
      ['a', true],
      ['b', false],
      ['c', null],
    ])
  })

  test('absent: pods that match, are not finished and are in no slice', () => {
    const pods = [
      aPod(1),
      aPod(2),
      aPod(3, { status: { phase: 'Succeeded' } }),
      aPod(4, { status: { phase: 'Failed' } }),
      aPod(5, { metadata: { labels: { app: 'other' } } }),
      aPod(6, { metadata: { namespace: 'elsewhere' } }),
      aPod(7, {
        metadata: { labels: { app: 'web', version: '2' } },
        status: { phase: 'Pending', podIP: undefined, podIPs: [] },
      }),
    ]
    const { absentPods, pods: all } = graphOf([aSlice([anEndpoint(1)])], { pods })
    expect(absentPods?.map(({ name, phase }) => [name, phase])).toEqual([
      ['web-2', 'Running'],
      ['web-7', 'Pending'],
    ])
    expect(all.map(({ name }) => name)).toEqual(['web-1', 'web-2', 'web-3', 'web-4', 'web-7'])
  })

  test('a pod that a slice lists without naming it is not absent', () => {
    expect(graphOf([aSlice([{ addresses: ['10.0.0.1'] }])], { pods: [aPod(1)] }).absentPods).toEqual([])
  })

  test.each(['loading', 'forbidden'] as const)('absent is not known while pods are %s; health is', coverage => {
    const cluster = new TestCluster()
    cluster.coverages.set('pods', coverage)
    cluster.set('services', aService())
    cluster.set('endpointslices', aSlice([anEndpoint(1)]))
    cluster.set('pods', aPod(1), aPod(2))
    const { absentPods, pods, summary } = cluster.graph('shop/web')
    expect(absentPods).toBeNull()
    expect(pods.map(({ name }) => name)).toEqual(coverage === 'forbidden' ? [] : ['web-1', 'web-2'])
    expect(summary.health).toBe('healthy')
  })

  test('pods named by a targetRef belong, in whatever namespace', () => {
    const other = { kind: 'Pod', namespace: 'elsewhere', name: 'web-2', uid: 'pod-2' }
    const byName = { kind: 'Pod', name: 'web-3', uid: '' }
    const pods = [aPod(2, { metadata: { namespace: 'elsewhere' } }), aPod(3, { metadata: { labels: {} } })]
    const slice = aSlice([anEndpoint(2, { targetRef: other }), anEndpoint(3, { targetRef: byName })])
    expect(graphOf([slice], { service: aService({ selector: undefined }), pods }).pods.map(({ name }) => name)).toEqual(
      ['web-2', 'web-3'],
    )
  })
})

describe("the facts' twelve traps", () => {
  test('[trap 1] null endpoints and ports are none', () => {
    const { slices, summary } = graphOf([aSlice(null, { ports: null })])
    expect(slices).toMatchObject([{ endpointCount: 0, ports: [] }])
    expect(summary).toMatchObject({ health: 'empty', slices: 1 })
  })

  test('[trap 2] nil conditions: ready and serving true, terminating false', () => {
    for (const change of [{}, { conditions: {} }, { conditions: { ready: null, serving: null, terminating: null } }]) {
      expect(graphOf([aSlice([anEndpoint(1, change)])]).endpoints).toMatchObject([
        { state: 'ready', conditions: READY },
      ])
    }
    expect(graphOf([aSlice([anEndpoint(1, { conditions: { ready: false } })])]).endpoints[0]?.state).toBe('not-ready')
    expect(
      graphOf([aSlice([anEndpoint(1, { conditions: { ready: false, terminating: true } })])]).endpoints[0]?.state,
    ).toBe('serving-terminating')
  })

  test('[trap 3] a ready endpoint in a slice without ports gets no traffic', () => {
    const { backends, summary } = graphOf([aSlice([anEndpoint(1)], { ports: [] })])
    expect(backends).toMatchObject([{ state: 'ready', ready: false }])
    expect(summary).toMatchObject({ health: 'down', counts: { ready: 0, total: 1 } })
  })

  test('[trap 4] publishNotReadyAddresses: ready to the data plane, yet not counted as ready', () => {
    const { backends, summary } = graphOf([
      aSlice([anEndpoint(1, { conditions: { ready: true, serving: false, terminating: false } })]),
    ])
    expect(backends).toMatchObject([{ state: 'not-ready', published: true, ready: false }])
    expect(summary.counts).toMatchObject({ ready: 0, total: 1 })
  })

  test('[trap 5] one IP in two slices, one of them terminating: the living one', () => {
    const slices = [
      aSlice([anEndpoint(1, { conditions: TERMINATING })]),
      aSlice([{ ...anEndpoint(2), addresses: ['10.0.0.1'] }], { name: 'web-2' }),
    ]
    const { backends, endpoints, summary } = graphOf(slices)
    expect(backends).toMatchObject([{ key: 'pod-2', state: 'ready', slices: ['web-1', 'web-2'] }])
    expect(endpoints.map(({ state, backend }) => [state, backend])).toEqual([
      ['terminating', 'pod-2'],
      ['ready', 'pod-2'],
    ])
    expect(summary.counts).toMatchObject({ ready: 1, total: 1, terminating: 0 })
  })

  test('[trap 6] a selector Service with only a placeholder is empty', () => {
    expect(graphOf([aSlice(null, { ports: null })]).summary.health).toBe('empty')
    expect(graphOf([]).summary.health).toBe('empty')
  })

  test('[trap 7] a selectorless Service without slices is unmanaged, not empty', () => {
    for (const selector of [undefined, {}, null])
      expect(graphOf([], { service: aService({ selector }) }).summary.health).toBe('unmanaged')
    expect(graphOf([aSlice(null)], { service: aService({ selector: undefined }) }).summary.health).toBe('empty')
  })

  test('[trap 8] default/kubernetes: no managed-by, no targetRef, ready alone', () => {
    const cluster = new TestCluster()
    const metadata = { name: 'kubernetes', namespace: 'default', uid: 'k' }
    cluster.set(
      'services',
      aService({ selector: undefined, ports: [{ name: 'https', port: 443, targetPort: 6443 }] }, metadata),
    )
    const change = {
      name: 'kubernetes',
      namespace: 'default',
      service: 'kubernetes',
      ports: [{ name: 'https', port: 6443 }],
    }
    cluster.set('endpointslices', aSlice([{ addresses: ['172.18.0.2'], conditions: { ready: true } }], change))
    const { slices, backends, summary } = cluster.graph('default/kubernetes')
    expect(slices).toMatchObject([{ managedBy: null }])
    expect(backends).toMatchObject([{ key: 'IPv4/172.18.0.2', name: '172.18.0.2', ready: true }])
    expect(summary.health).toBe('healthy')
  })

  test('[trap 9] dual-stack pods count once', () => {
    const { endpoints, summary } = graphOf([aSlice([anEndpoint(1)]), ipv6(1, READY)], { service: DUAL })
    expect(endpoints).toHaveLength(2)
    expect(summary.counts).toMatchObject({ ready: 1, total: 1 })
  })

  test('[trap 10] a slice of an old Service uid belongs by its label, as it does to kube-proxy', () => {
    const slice = aSlice([anEndpoint(1)])
    const owner = { apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'the-old-one', controller: true }
    const old = { ...slice, metadata: { ...Object(slice['metadata']), ownerReferences: [owner] } }
    expect(graphOf([old]).summary).toMatchObject({ health: 'healthy', counts: { total: 1 } })
  })

  test('[trap 11] a slice before its pod, and a pod before its slice', () => {
    const { backends, pods } = graphOf([aSlice([anEndpoint(1)])])
    expect([backends.length, pods.length]).toEqual([1, 0])
    expect(graphOf([], { pods: [aPod(1)] }).absentPods).toMatchObject([{ name: 'web-1' }])
  })
  // Trap 12, the watch ERROR 410 inside HTTP 200, is the reflector's.
})

describe('design.md section 6, health', () => {
  const cases: readonly (readonly [string, readonly Raw[], Raw, string])[] = [
    ['external', [], aService({ type: 'ExternalName', externalName: 'db.example.com' }), 'external'],
    [
      'external, whatever slices there are',
      [aSlice([anEndpoint(1)])],
      aService({ type: 'ExternalName', externalName: 'x' }),
      'external',
    ],
    ['empty', [aSlice([])], aService(), 'empty'],
    [
      'terminating ones are backends, so not empty',
      [aSlice([anEndpoint(1, { conditions: TERMINATING })])],
      aService(),
      'down',
    ],
    ['healthy', [aSlice([anEndpoint(1), anEndpoint(2, { conditions: TERMINATING })])], aService(), 'healthy'],
    ['degraded', [aSlice([anEndpoint(1), anEndpoint(2, { conditions: NOT_READY })])], aService(), 'degraded'],
    [
      'fallback',
      [aSlice([anEndpoint(1, { conditions: FALLBACK }), anEndpoint(2, { conditions: NOT_READY })])],
      aService(),
      'fallback',
    ],
    ['down', [aSlice([anEndpoint(1, { conditions: NOT_READY })])], aService(), 'down'],
  ]
  test.each(cases)('%s', (_name, slices, service, health) => {
    expect(graphOf(slices, { service }).summary.health).toBe(health)
  })

  test('none ready and one unknown is unknown, even with one that would serve', () => {
    const slices = [
      aSlice([anEndpoint(1, { conditions: READY }), anEndpoint(2, { conditions: FALLBACK })]),
      aSlice([anEndpoint(1, { conditions: NOT_READY })], { name: 'web-2' }),
    ]
    expect(graphOf(slices).summary.health).toBe('unknown')
  })

  test('an unknown one beside a ready one is a loss', () => {
    const slices = [
      aSlice([anEndpoint(1), anEndpoint(2)]),
      aSlice([anEndpoint(1, { conditions: NOT_READY })], { name: 'web-2' }),
    ]
    expect(graphOf(slices).summary).toMatchObject({ health: 'degraded', counts: { ready: 1, unknown: 1, total: 2 } })
  })

  test('no port served: the worst of them', () => {
    const service = aService({
      ports: [
        { name: 'http', port: 80 },
        { name: 'grpc', port: 81 },
      ],
    })
    const slice = aSlice([anEndpoint(1, { conditions: FALLBACK })])
    const { summary } = graphOf([slice], { service })
    expect(summary.ports.map(({ health }) => health)).toEqual(['fallback', 'down'])
    expect(summary.health).toBe('down')
  })

  test.each([
    ['services', 'loading'],
    ['services', 'forbidden'],
    ['endpointslices', 'loading'],
    ['endpointslices', 'forbidden'],
  ] as const)('[L5] %s %s: unknown, and no count or list claims anything', (resource, coverage) => {
    const cluster = new TestCluster()
    cluster.coverages.set(resource, coverage)
    cluster.set('services', aService())
    cluster.set('endpointslices', aSlice([anEndpoint(1)]))
    const { summary, backends, endpoints, slices } = cluster.graph('shop/web')
    expect(summary).toMatchObject({
      health: 'unknown',
      doubt: { resource, coverage },
      counts: null,
      slices: null,
      zones: [],
      ports: [],
    })
    expect([backends, endpoints, slices]).toEqual([[], [], []])
  })

  test('missing pods and nodes never make it unknown', () => {
    const cluster = new TestCluster()
    for (const resource of ['pods', 'nodes', 'namespaces']) cluster.coverages.set(resource, 'forbidden')
    cluster.set('services', aService())
    cluster.set('endpointslices', aSlice([anEndpoint(1)]))
    expect(cluster.graph('shop/web').summary.health).toBe('healthy')
  })
})
