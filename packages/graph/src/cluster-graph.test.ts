import { describe, expect, test } from 'vitest'
import { ClusterGraph, type Touched } from './cluster-graph.ts'
import { aNode, anEndpoint, aPod, aService, aSlice, NOT_READY, TestCluster } from './testing/test-cluster.ts'

/** Services `web` and `other` of shop, and what each change touches. */
function setUp() {
  const cluster = new TestCluster()
  cluster.set('services', aService(), aService({ selector: { app: 'other' } }, { name: 'other', uid: 'service-other' }))
  cluster.set(
    'endpointslices',
    aSlice([anEndpoint(1, { nodeName: 'n-1' })]),
    aSlice([anEndpoint(9)], { name: 'other-1', service: 'other' }),
  )
  cluster.set('pods', aPod(1))
  cluster.set('nodes', aNode('n-1', 'eu-1a'))
  const graph = new ClusterGraph(cluster.inputs, cluster.now)
  const touched: Touched[] = []
  cluster.onDeltas(deltas => touched.push(graph.apply(deltas, cluster.now)))
  const last = () => ({
    summaries: [...(touched.at(-1)?.summaries ?? [])],
    graphs: [...(touched.at(-1)?.graphs ?? [])],
  })
  return { cluster, graph, last }
}

function late(selector: object) {
  return aService({ selector }, { name: 'late', uid: 'service-late' })
}

describe('cost follows the change: what a Delta touches', () => {
  test('a slice, its Service', () => {
    const { cluster, graph, last } = setUp()
    cluster.set('endpointslices', aSlice([anEndpoint(1, { conditions: NOT_READY })]))
    expect(last()).toEqual({ summaries: ['shop/web'], graphs: [] })
    expect(graph.summary('shop/web')?.health).toBe('down')
  })

  test('a slice that changes its Service, both', () => {
    const { cluster, graph, last } = setUp()
    cluster.set('endpointslices', aSlice([anEndpoint(1)], { service: 'other' }))
    expect(last().summaries.toSorted()).toEqual(['shop/other', 'shop/web'])
    expect([graph.summary('shop/web')?.health, graph.summary('shop/other')?.counts?.total]).toEqual(['empty', 2])
  })

  test("a Node's zone, the Services that only it tells a zone", () => {
    const { cluster, graph, last } = setUp()
    cluster.set('nodes', aNode('n-1', 'eu-1b'))
    expect(last().summaries).toEqual(['shop/web'])
    expect(graph.summary('shop/web')?.zones).toMatchObject([{ zone: 'eu-1b', total: 1 }])
    cluster.set('nodes', aNode('n-1', 'eu-1b', false))
    expect(last().summaries).toEqual([])
    cluster.delete('nodes', aNode('n-1', 'eu-1b'))
    expect(graph.summary('shop/web')?.zones).toMatchObject([{ zone: null, total: 1 }])
  })

  test('a pod, the Services that select its labels before or after', () => {
    const { cluster, graph, last } = setUp()
    cluster.set('pods', aPod(2))
    expect(last().summaries).toEqual(['shop/web'])
    expect([graph.absent('shop/web'), graph.absent('shop/other')]).toEqual([1, 0])
    cluster.set('pods', aPod(2, { metadata: { labels: { app: 'other' } } }))
    expect(last().summaries.toSorted()).toEqual(['shop/other', 'shop/web'])
    expect([graph.absent('shop/web'), graph.absent('shop/other')]).toEqual([0, 1])
    cluster.delete('pods', aPod(2, { metadata: { labels: { app: 'other' } } }))
    expect(graph.absent('shop/other')).toBe(0)
  })

  test("a pod's readiness, no summary", () => {
    const { cluster, last } = setUp()
    cluster.set('pods', aPod(1, { status: { conditions: [{ type: 'Ready', status: 'False' }] } }))
    expect(last()).toEqual({ summaries: [], graphs: [] })
  })

  test("a pod's address, who lists it by address alone", () => {
    const { cluster, graph } = setUp()
    cluster.set('endpointslices', aSlice([{ addresses: ['10.0.0.2'] }]))
    cluster.set('pods', aPod(2, { status: { podIPs: [] } }))
    expect(graph.absent('shop/web')).toBe(2)
    cluster.set('pods', aPod(2))
    expect(graph.absent('shop/web')).toBe(1)
  })

  test('a Service that comes, changes its selector and goes', () => {
    const { cluster, graph, last } = setUp()
    cluster.set('services', late({ app: 'web' }))
    expect(last().summaries).toEqual(['shop/late'])
    expect(graph.absent('shop/late')).toBe(1)
    cluster.set('services', late({ app: 'nobody' }))
    expect(graph.absent('shop/late')).toBe(0)
    cluster.delete('services', late({}))
    expect([graph.summary('shop/late'), graph.absent('shop/late'), [...graph.keys()].length]).toEqual([
      undefined,
      null,
      2,
    ])
  })
})

describe('open Services', () => {
  test('what a graph shows beyond its summary touches it while it is open', () => {
    const { cluster, graph, last } = setUp()
    graph.open('shop/web')
    graph.graph('shop/web')
    cluster.set('pods', aPod(1, { status: { conditions: [{ type: 'Ready', status: 'False' }] } }))
    expect(last()).toEqual({ summaries: [], graphs: ['shop/web'] })
    expect(graph.graph('shop/web')?.pods).toMatchObject([{ name: 'web-1', ready: false }])
    cluster.set('nodes', aNode('n-1', 'eu-1a', false))
    expect(last()).toEqual({ summaries: [], graphs: ['shop/web'] })
    graph.graph('shop/web')
    cluster.set('nodes', aNode('n-2', 'eu-1a'))
    cluster.set('pods', aPod(5, { metadata: { labels: { app: 'nobody' } } }))
    expect(graph.graph('shop/web')?.nodes).toMatchObject([{ name: 'n-1', ready: false }])
    expect(last()).toEqual({ summaries: [], graphs: [] })
  })

  test('an unchanged graph is not built again, a closed one is let go', () => {
    const { cluster, graph, last } = setUp()
    graph.open('shop/web')
    graph.open('shop/web')
    const built = graph.graph('shop/web')
    graph.close('shop/web')
    expect(graph.graph('shop/web')).toBe(built)
    graph.close('shop/web')
    expect(graph.graph('shop/web')).not.toBe(built)
    cluster.set('endpointslices', aSlice([]))
    expect(last().graphs).toEqual([])
  })
})

test('coverage: the Services it concerns, and what they say', () => {
  const { cluster, graph } = setUp()
  cluster.coverages.set('endpointslices/shop', 'forbidden')
  expect([...graph.coverageChanged('endpointslices', 'shop').summaries].toSorted()).toEqual(['shop/other', 'shop/web'])
  expect(graph.summary('shop/web')).toMatchObject({ health: 'unknown', counts: null })
  expect([...graph.coverageChanged('endpointslices', 'elsewhere').summaries]).toEqual([])
})

test('an event that gives a pod more time, its Services', () => {
  const { cluster, graph, last } = setUp()
  const time = new Date(cluster.now - 90_000).toISOString()
  cluster.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, { conditions: NOT_READY })]))
  cluster.set(
    'pods',
    aPod(2, {
      metadata: { creationTimestamp: time },
      spec: { nodeName: 'n-1' },
      status: {
        conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: time }],
        containerStatuses: [{ name: 'main', state: { waiting: { reason: 'ContainerCreating' } } }],
      },
    }),
  )
  expect(graph.summary('shop/web')).toMatchObject({ health: 'degraded', counts: { starting: 0 } })
  cluster.set('events', {
    metadata: { name: 'e', namespace: 'shop', uid: 'e' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web-2', uid: 'pod-2' },
    type: 'Normal',
    reason: 'Pulling',
  })
  expect(last().summaries).toEqual(['shop/web'])
  expect(graph.summary('shop/web')).toMatchObject({ health: 'healthy', counts: { starting: 1 } })
})
