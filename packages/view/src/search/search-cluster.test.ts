import { type EndpointSlice, Interner, RESOURCES } from '@slicescope/model'
import { expect, test } from 'vitest'
import { listFacets } from './facets.ts'
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

const aDeployment = (name: string, labels: object, more: object = {}) =>
  RESOURCES.deployments.keep(
    { metadata: { name, namespace: 'shop', uid: name, ...more }, spec: { template: { metadata: { labels } } } },
    interner,
  )

const WORKLOADS = [aDeployment('web', { app: 'web', track: 'canary' }), aDeployment('importer', { app: 'importer' })]

const INGRESS = RESOURCES.ingresses.keep(
  {
    metadata: { name: 'front', namespace: 'shop', uid: 'front' },
    spec: {
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [
              { path: '/', backend: { service: { name: 'web' } } },
              { path: '/checkout', backend: { service: { name: 'web-canary' } } },
            ],
          },
        },
        { host: '*.cdn.example.com', http: { paths: [{ backend: { service: { name: 'web' } } }] } },
      ],
    },
  },
  interner,
)

const ROUTE = RESOURCES.httproutes.keep(
  {
    metadata: { name: 'api', namespace: 'shop', uid: 'api' },
    spec: {
      hostnames: ['api.example.com'],
      rules: [{ matches: [{ path: { value: '/db' } }], backendRefs: [{ name: 'db' }] }],
    },
  },
  interner,
)

interface InNamespace {
  readonly metadata: { readonly name: string; readonly namespace?: string }
}

function lister<T extends InNamespace>(items: readonly T[], values: readonly string[] = []) {
  return {
    size: items.length,
    get: () => undefined,
    list: () => items.values(),
    byIndex: (index: string, value: string) =>
      index === 'namespace' ? items.filter(({ metadata }) => metadata.namespace === value) : [],
    countByIndex: () => items.length,
    indexValues: () => values.values(),
  }
}

function sliceLister(slices: readonly EndpointSlice[]) {
  const byIndex = (index: string, value: string) =>
    index === 'pod' ? slices.filter(({ endpoints }) => endpoints.some(({ targetRef }) => targetRef?.uid === value)) : []
  return { ...lister(slices), byIndex }
}

const LISTERS = {
  services: lister(SERVICES, ['shop', 'shop-db']),
  endpointslices: sliceLister(SLICES),
  nodes: lister(NODES, ['eu-1a']),
  deployments: lister(WORKLOADS),
  statefulsets: lister([]),
  daemonsets: lister([]),
  replicasets: lister([]),
  jobs: lister([]),
  ingresses: lister([INGRESS]),
  httproutes: lister([ROUTE]),
}

const search = (query: string) => searchCluster(query, { listers: LISTERS, coverage: () => 'known' })

const find = (query: string) =>
  search(query).hits.map(({ kind, title, services }) => `${kind} ${title} ${services.join(' ')}`.trimEnd())

test('an address leads to its pod and every Service that it stands behind, with or without a port', () => {
  const expected = ['address web-7d9f-abcde shop/web shop/web-canary']
  expect(find('10.42.0.12')).toEqual(expected)
  expect(find('10.42.0.12:8080')).toEqual(expected)
  expect(find('10.42.0.1')).toEqual([])
  expect(find('10.96.0.7')).toEqual(['address web shop/web'])
  expect(find('[fd00:96::7]:80')).toEqual(['address web shop/web'])
})

test('of more backends than anybody reads not all are counted; one that is named exactly still comes first', () => {
  const many = Array.from({ length: 1_200 }, (_, at) => pod(`api-${at}`, `10.43.${at >> 8}.${at & 255}`))
  const slices = [aSlice('api', many), aSlice('last', [pod('api', '10.44.0.1')])]
  const inputs = { listers: { ...LISTERS, endpointslices: sliceLister(slices) }, coverage: () => 'known' as const }
  const answer = searchCluster('api', inputs)
  expect(answer.hits[0]).toMatchObject({ kind: 'pod', title: 'api', services: ['shop/last'] })
  expect([answer.hits.length, answer.more, answer.moreStill]).toEqual([40, 961, true])
  expect(searchCluster('api-11', inputs)).toMatchObject({ more: 71, moreStill: false })
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

test('names, the exact one first; labels, node ports, nodes, zones and namespaces', () => {
  expect(find('web').slice(0, 3)).toEqual([
    'service web shop/web',
    'workload web shop/web shop/web-canary',
    'service web-canary shop/web-canary',
  ])
  expect(find('abcde')).toEqual(['pod web-7d9f-abcde shop/web shop/web-canary'])
  expect(find('track=canary')).toEqual(['service web-canary shop/web-canary', 'workload web shop/web shop/web-canary'])
  expect(find('30080')).toEqual(['service web shop/web'])
  expect(find('node-b')).toEqual(['node node-b shop/web'])
  expect(find('eu-1a')).toEqual(['zone eu-1a'])
  expect(find('shop-db')).toEqual(['namespace shop-db'])
})

test('workloads, also those behind no Service; what a Deployment owns is left out', () => {
  expect(search('importer').hits).toEqual([
    {
      kind: 'workload',
      title: 'importer',
      detail: 'Deployment in shop, no Service selects its pods',
      services: [],
      select: null,
      namespace: null,
      narrows: { by: 'workload', value: 'shop/Deployment/importer' },
    },
  ])
  const owner = { kind: 'Deployment', name: 'web', uid: 'web', controller: true }
  const set = aDeployment('web-7d9f', { app: 'web' }, { ownerReferences: [owner] })
  const listers = { ...LISTERS, deployments: lister([set]) }
  expect(searchCluster('web-7d9f', { listers, coverage: () => 'known' }).hits.map(({ kind }) => kind)).not.toContain(
    'workload',
  )
})

test('host names and paths of Ingresses and HTTPRoutes, the longest path first', () => {
  expect(find('https://shop.example.com/checkout/42?x=1')).toEqual([
    'host shop.example.com/checkout shop/web-canary',
    'host shop.example.com/ shop/web',
  ])
  expect(find('shop.example.com')).toEqual([
    'host shop.example.com/ shop/web',
    'host shop.example.com/checkout shop/web-canary',
  ])
  expect(find('eu.cdn.example.com/a.js')).toEqual(['host *.cdn.example.com/ shop/web'])
  expect(find('api.exam')).toEqual(['host api.example.com/db shop/db'])
  expect(find('/checkout')).toEqual(['host shop.example.com/checkout shop/web-canary'])
  expect(find('https://api.example.com/other')).toEqual([])
  expect(find('GET https://api.example.com/db failed with 503 at the edge')).toEqual([
    'host api.example.com/db shop/db',
  ])
})

test('what is empty or not there finds nothing; what was searched is named, and what could not be', () => {
  expect(find('  ')).toEqual([])
  expect(find('.*')).toEqual([])
  const { hits, searched, notSearched } = searchCluster('x-y', {
    listers: LISTERS,
    coverage: resource => (resource === 'nodes' || resource === 'httproutes' ? 'forbidden' : 'known'),
  })
  expect([hits, notSearched]).toEqual([[], ['nodes', 'httproutes']])
  expect(searched).toContain('services')
  expect(searched).not.toContain('nodes')
})

test('a time of day is no address', () => {
  expect(searchWords('at 03:11:19 and fd00::1').addresses).toEqual(['fd00::1'])
})

test('nodes and workloads with the Services that they stand behind, all or one', () => {
  const inputs = { listers: LISTERS, coverage: () => 'known' as const }
  expect(listFacets({ by: 'node' }, inputs)).toEqual({
    by: 'node',
    services: ['shop/web', 'shop/web-canary', 'shop/db'],
    facets: [
      { name: 'node-a', services: [0, 1, 2] },
      { name: 'node-b', services: [0] },
    ],
    notRead: [],
  })
  expect(listFacets({ by: 'node', name: 'node-b' }, inputs).facets).toEqual([{ name: 'node-b', services: [0] }])
  const workloads = listFacets({ by: 'workload' }, { ...inputs, coverage: () => 'loading' })
  expect(workloads.facets).toEqual([{ name: 'shop/Deployment/web', services: [0, 1] }])
  expect(workloads.notRead).toContain('deployments')
})
