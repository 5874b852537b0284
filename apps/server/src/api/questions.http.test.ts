import { problemSchema } from '@slicescope/answers'
import {
  clusterOverviewSchema,
  dnsAnswerSchema,
  facetsSchema,
  nodeTrafficSchema,
  searchAnswerSchema,
  trafficGroupsSchema,
  provenanceSchema,
} from '@slicescope/view'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ scenario: 'shop', args: ['--cluster-domain', 'example.internal.'] })
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

const askCluster = async (path: string): Promise<unknown> =>
  (await server.get(`/api/clusters/slicescope-demo/${path}`)).json()

const ask = (path: string): Promise<unknown> => askCluster(`namespaces/${path}`)

test('traffic: every Node stands in one group, and says from itself what its group says', async () => {
  const { groups, rulesOf } = trafficGroupsSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await ask('shop/services/checkout/traffic'))
  const nodes = server.demo.storage.list('nodes').map(({ metadata }) => metadata.name)
  expect(groups.flatMap(group => group.nodes).toSorted()).toEqual(nodes.toSorted())
  expect(rulesOf).toBe('1.37')
  const [group] = groups
  const node = group?.nodes[0] ?? ''
  const own = nodeTrafficSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await ask(`shop/services/checkout/traffic?node=${node}`))
  expect(own.ports.map(({ name, external }) => [name, external])).toEqual([
    ['http', null],
    ['grpc', null],
  ])
  expect(own.node).toBe(node)
})

test('what is told of the cluster carries the position too', async () => {
  const overview = clusterOverviewSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await askCluster('overview'))
  const found = searchAnswerSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await askCluster('search?q=checkout'))
  const facets = facetsSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await askCluster('facets?by=node&name=eu-1a-node-01'))
  expect(facets.facets.map(({ name }) => name)).toEqual(['eu-1a-node-01'])
  expect([facets.services.includes('shop/checkout'), facets.notRead]).toEqual([true, []])
  for (const { position } of [overview, found, facets]) expect(position).toMatch(/^[0-9a-f]{12}-\d+$/)
})

test('traffic from a zone: its Nodes and no others', async () => {
  const nodes = server.demo.storage.list('nodes')
  const zoneOf = ({ metadata }: (typeof nodes)[number]) => metadata.labels?.['topology.kubernetes.io/zone']
  const zone = nodes.map(zoneOf)[0]
  const path = `shop/services/checkout/traffic?zone=${zone}`
  const { groups } = trafficGroupsSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await ask(path))
  const there = nodes.filter(node => zoneOf(node) === zone).map(({ metadata }) => metadata.name)
  expect(groups.flatMap(group => group.nodes).toSorted()).toEqual(there.toSorted())
  expect(groups.map(group => group.zone)).toEqual(groups.map(() => zone))
  expect(problemSchema.parse(await ask(`${path}&node=n1`))).toMatchObject({ status: 400 })
})

test('a Node, a Service and a namespace that there are not are each said so', async () => {
  const problems = await Promise.all(
    [
      'shop/services/checkout/traffic?node=none',
      'shop/services/checkout/traffic?zone=none',
      'shop/services/none/dns',
      'none/services/none/dns',
    ].map(async path => {
      const { status, detail } = problemSchema.parse(await ask(path))
      return [status, detail]
    }),
  )
  expect(problems).toEqual([
    [404, 'There is no Node of that name: run kubectl get nodes for a list.'],
    [404, 'There is no Node in that zone: run kubectl get nodes -L topology.kubernetes.io/zone for a list.'],
    [404, 'There is no Service "none" in namespace "shop".'],
    [404, 'There is no namespace "none" in cluster "slicescope-demo".'],
  ])
})

test('DNS: the pods of a StatefulSet by their names, under the domain that was given', async () => {
  const [key = ''] = server.demo.storage
    .list('statefulsets')
    .map(({ metadata }) => `${metadata.namespace}/services/${metadata.name}`)
  const { zone, names } = dnsAnswerSchema
    .extend(provenanceSchema.shape)
    .strict()
    .parse(await ask(`${key}/dns`))
  expect(zone).toBe('example.internal')
  const [namespace, , name] = key.split('/')
  expect(names.map(each => `${each.type} ${each.name} ${each.rcode}`)).toEqual(
    expect.arrayContaining([0, 1, 2].map(n => `A ${name}-${n}.${name}.${namespace}.svc.example.internal NOERROR`)),
  )
})
