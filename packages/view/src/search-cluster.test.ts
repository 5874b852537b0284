import { Interner, RESOURCES } from '@slicescope/model'
import { expect, test } from 'vitest'
import { searchCluster } from './search-cluster.ts'
import { searchWords } from './search-words.ts'

const interner = new Interner()

const aService = (name: string, spec: object, namespace = 'shop') =>
  RESOURCES.services.keep({ metadata: { name, namespace, uid: name }, spec }, interner)

const SERVICES = [
  aService('web', {
    clusterIPs: ['10.96.0.7', 'fd00:96::7'],
    selector: { app: 'web' },
    ports: [{ port: 80, nodePort: 30_080 }],
  }),
  aService('web-canary', { clusterIPs: ['10.96.0.8'], selector: { app: 'web', track: 'canary' } }),
  aService('db', { clusterIPs: ['None'], selector: { app: 'db' } }),
]

const aSlice = (service: string, endpoints: readonly object[]) =>
  RESOURCES.endpointslices.keep(
    {
      metadata: {
        name: `${service}-1`,
        namespace: 'shop',
        uid: `${service}-1`,
        labels: { 'kubernetes.io/service-name': service },
      },
      addressType: 'IPv4',
      endpoints,
      ports: [],
    },
    interner,
  )

const pod = (name: string, address: string, more: object = {}) => ({
  addresses: [address],
  conditions: {},
  nodeName: 'node-a',
  targetRef: { kind: 'Pod', namespace: 'shop', name, uid: `uid-${name}` },
  ...more,
})

const SLICES = [
  aSlice('web', [pod('web-7d9f-abcde', '10.42.0.12'), pod('web-7d9f-fghij', '10.42.0.13', { nodeName: 'node-b' })]),
  aSlice('web-canary', [pod('web-7d9f-abcde', '10.42.0.12')]),
  aSlice('db', [pod('db-0', '10.42.1.5', { hostname: 'db-0' })]),
]

const NODES = ['node-a', 'node-b'].map(name =>
  RESOURCES.nodes.keep({ metadata: { name, uid: name, labels: { 'topology.kubernetes.io/zone': 'eu-1a' } } }, interner),
)

function lister<T>(items: readonly T[]) {
  return {
    size: items.length,
    get: () => undefined,
    list: () => items.values(),
    byIndex: () => [],
    countByIndex: () => 0,
    indexValues: () => ['shop', 'shop-db'].values(),
  }
}

const find = (query: string) =>
  searchCluster(query, {
    listers: { services: lister(SERVICES), endpointslices: lister(SLICES), nodes: lister(NODES) },
    notSearched: [],
  }).hits.map(({ kind, title, services }) => `${kind} ${title} ${services.join(' ')}`.trimEnd())

test('an address leads to its pod and every Service that it stands behind, with or without a port', () => {
  const expected = ['address web-7d9f-abcde shop/web shop/web-canary']
  expect(find('10.42.0.12')).toEqual(expected)
  expect(find('10.42.0.12:8080')).toEqual(expected)
  expect(find('10.42.0.1')).toEqual([])
  expect(find('10.96.0.7')).toEqual(['address web shop/web'])
  expect(find('[fd00:96::7]:80')).toEqual(['address web shop/web'])
})

test('a pasted log line leads to the address, or the names, in it', () => {
  const line = '2026-11-24T03:11:19Z ERROR upstream connect error 10.42.1.5:5432 connection refused, retry in 5s'
  expect(find(line)).toEqual(['address db-0 shop/db'])
  expect(find('warning Unhealthy on pod web-7d9f-fghij at 03:11:19 readiness probe failed')).toEqual([
    'pod web-7d9f-fghij shop/web',
  ])
})

test('DNS names of Services and of pods, short and whole', () => {
  expect(find('web.shop')).toEqual(['dns web shop/web'])
  expect(find('web.shop.svc.cluster.local:80')).toEqual(['dns web shop/web'])
  expect(find('db-0.db.shop.svc.cluster.local')).toEqual(['dns db-0 shop/db'])
})

test('names, the exact one first; labels, node ports, nodes and namespaces', () => {
  expect(find('web').slice(0, 2)).toEqual(['service web shop/web', 'service web-canary shop/web-canary'])
  expect(find('abcde')).toEqual(['pod web-7d9f-abcde shop/web shop/web-canary'])
  expect(find('track=canary')).toEqual(['service web-canary shop/web-canary'])
  expect(find('30080')).toEqual(['service web shop/web'])
  expect(find('node-b')).toEqual(['node node-b shop/web'])
  expect(find('shop-db')).toEqual(['namespace shop-db'])
})

test('what is empty or not there finds nothing; what cannot be searched is named', () => {
  expect(find('  ')).toEqual([])
  expect(find('.*')).toEqual([])
  const { hits, notSearched } = searchCluster('x-y', {
    listers: { services: lister(SERVICES), endpointslices: lister(SLICES), nodes: lister([]) },
    notSearched: ['nodes'],
  })
  expect([hits, notSearched]).toEqual([[], ['nodes']])
})

test('a time of day is no address', () => {
  expect(searchWords('at 03:11:19 and fd00::1').addresses).toEqual(['fd00::1'])
})
