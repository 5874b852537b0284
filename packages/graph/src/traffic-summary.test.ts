import { expect, test } from 'vitest'
import { anEndpoint, aNode, aService, aSlice, FALLBACK, NOT_READY, TestCluster } from './testing/test-cluster.ts'
import { summarizeTraffic, type TrafficFact } from './traffic-summary.ts'

type Raw = ReturnType<typeof aService>

/** Nodes a1 to a3 in zone a, b1 and so on. */
const NODES = ['a1', 'a2', 'a3', 'b1', 'b2', 'c1'].map(name => aNode(name, name.slice(0, 1)))

interface Story {
  readonly service?: Raw
  readonly slices?: readonly Raw[]
  readonly nodes?: readonly Raw[]
}

function summary({ service = aService(), slices = [], nodes = NODES }: Story) {
  const cluster = new TestCluster()
  cluster.set('services', service)
  cluster.set('endpointslices', ...slices)
  cluster.set('nodes', ...nodes)
  const { listers } = cluster.inputs
  const [kept] = listers.services.list()
  if (kept === undefined) throw new Error('the test made no Service')
  const own = listers.endpointslices.byIndex('service', 'shop/web')
  return summarizeTraffic(cluster.graph('shop/web'), { service: kept, slices: own, nodes: [...listers.nodes.list()] })
}

function facts(story: Story): readonly Partial<TrafficFact>[] {
  return summary(story).facts.map(({ kind, way, nodes, examples, zones }) => ({ kind, way, nodes, examples, zones }))
}

/** Ready and in the zone of the node that it is on. */
function on(node: string, n: number, change: Raw = {}): Raw {
  return anEndpoint(n, { nodeName: node, zone: node.slice(0, 1), ...change })
}

function hints(zone: string) {
  return { hints: { forZones: [{ name: zone }] } }
}

/** For the clients of its own zone. */
function hinted(node: string, n: number): Raw {
  return on(node, n, hints(node.slice(0, 1)))
}

const EVERYWHERE = ['a1', 'b1', 'c1'].map((node, n) => on(node, n + 1))

test('answered everywhere from its own zone: nothing to be known', () => {
  expect(summary({ slices: [aSlice(EVERYWHERE)] })).toEqual({ nodes: 6, groups: 1, unserved: null, facts: [] })
})

test('zones served from other zones, where the zones of all that answer are known', () => {
  const elsewhere = { kind: 'elsewhere', way: 'internal', nodes: 3, examples: ['b1', 'b2', 'c1'], zones: ['b', 'c'] }
  expect(facts({ slices: [aSlice([on('a1', 1), on('a2', 2)])] })).toEqual([elsewhere])
  expect(facts({ slices: [aSlice([on('a1', 1), anEndpoint(2)])] })).toEqual([])
  expect(facts({ slices: [aSlice([anEndpoint(1, { nodeName: 'a1' })])] })).toEqual([elsewhere])
})

test('nothing answers: every node is refused', () => {
  const story = { slices: [aSlice([on('a1', 1, { conditions: NOT_READY })])] }
  expect(summary(story).facts).toMatchObject([
    {
      kind: 'unanswered',
      way: 'internal',
      nodes: 6,
      examples: ['a1', 'a2', 'a3'],
      why: expect.stringContaining('ready'),
    },
  ])
})

test('policy Local: the nodes without an endpoint, within and from outside', () => {
  const slices = [aSlice(EVERYWHERE)]
  const bare = { nodes: 3, examples: ['a2', 'a3', 'b2'], zones: ['a', 'b'] }
  expect(facts({ service: aService({ internalTrafficPolicy: 'Local' }), slices })).toEqual([
    { kind: 'unanswered', way: 'internal', ...bare },
  ])
  const service = aService({
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }],
  })
  expect(facts({ service, slices })).toEqual([{ kind: 'unanswered', way: 'external', ...bare }])
})

test('fallback: on all nodes, or under a policy Local on those alone that have nothing ready', () => {
  const leaving = on('a1', 1, { conditions: FALLBACK })
  expect(facts({ slices: [aSlice([leaving])] })).toMatchObject([
    { kind: 'fallback', nodes: 6 },
    { kind: 'elsewhere', zones: ['b', 'c'] },
  ])
  const local = aService({ internalTrafficPolicy: 'Local' })
  expect(facts({ service: local, slices: [aSlice([leaving, on('b1', 2)])] })).toMatchObject([
    { kind: 'unanswered', nodes: 4 },
    { kind: 'fallback', nodes: 1, examples: ['a1'] },
  ])
})

test('overload through hints: counted by nodes, and not where a policy Local sends them there', () => {
  const many = Array.from({ length: 11 }, (_, n) => hinted('c1', n + 3))
  const slices = [aSlice([hinted('a1', 1), hinted('b1', 2), ...many])]
  const [fact, ...others] = summary({ slices }).facts
  expect(fact).toMatchObject({
    kind: 'overload',
    nodes: 3,
    zones: ['a'],
    load: { endpoints: 1, ready: 13, times: 6.5 },
  })
  expect(others).toEqual([])
  expect(facts({ service: aService({ internalTrafficPolicy: 'Local' }), slices }).map(({ kind }) => kind)).toEqual([
    'unanswered',
  ])
  // Half of the nodes fall on a third of the endpoints.
  expect(facts({ slices: [aSlice([hinted('a1', 1), hinted('b1', 2), hinted('c1', 3)])] })).toEqual([])
})

test('what kube-proxy leaves undefined is told as that', () => {
  const slices = [
    aSlice([on('a1', 1), on('b1', 2), on('c1', 3)]),
    aSlice([on('a1', 1, { conditions: NOT_READY })], { name: 'web-2' }),
  ]
  expect(summary({ slices }).facts).toMatchObject([
    { kind: 'undefined', way: 'internal', nodes: 6, why: expect.stringContaining('10.0.0.1') },
  ])
})

test('ports of which the same holds are told together', () => {
  const ports = ['http', 'admin'].map((name, at) => ({ name, port: 80 + at, targetPort: 8080 + at }))
  const slice = aSlice(EVERYWHERE, { ports: [{ name: 'http', port: 8080 }] })
  expect(summary({ service: aService({ ports }), slices: [slice] }).facts).toMatchObject([
    { kind: 'unanswered', ports: [{ name: 'admin', protocol: 'TCP', family: 'IPv4' }] },
  ])
  const [fact] = summary({ service: aService({ ports }), slices: [] }).facts
  expect(fact?.ports.map(({ name }) => name)).toEqual(['http', 'admin'])
})

test.each([
  ['external-name', { type: 'ExternalName', externalName: 'x.example.com' }],
  ['headless', { clusterIP: 'None', clusterIPs: ['None'] }],
  ['no-ports', { ports: [] }],
  ['no-cluster-ip', { clusterIP: '', clusterIPs: [] }],
] as const)('kube-proxy has no rule: %s', (unserved, spec) => {
  expect(summary({ service: aService(spec), slices: [aSlice(EVERYWHERE)] })).toMatchObject({ unserved, facts: [] })
})

test('kube-proxy has no rule: other-proxy', () => {
  const labels = { 'service.kubernetes.io/service-proxy-name': 'other' }
  expect(summary({ service: aService({}, { labels }), slices: [aSlice(EVERYWHERE)] })).toMatchObject({
    unserved: 'other-proxy',
    facts: [],
  })
})

test('without Nodes nothing is said of them', () => {
  expect(summary({ slices: [aSlice(EVERYWHERE)], nodes: [] })).toMatchObject({ nodes: 0, groups: 0, facts: [] })
})
