import { problemSchema } from '@slicescope/answers'
import { freshnessSchema, rowSchema, serviceViewSchema, provenanceSchema } from '@slicescope/view'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const CLUSTER = '/api/clusters/slicescope-demo'
const answerSchema = z.strictObject({
  services: z.array(rowSchema.strict()),
  freshness: freshnessSchema.strict(),
  ...provenanceSchema.shape,
})

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

async function getServices(query = ''): Promise<z.infer<typeof answerSchema>> {
  const response = await server.get(`${CLUSTER}/services${query}`)
  expect(response.status).toBe(200)
  return answerSchema.parse(await response.json())
}

async function getProblem(path: string, from = server): Promise<readonly [number, string]> {
  const response = await from.get(path)
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const { type, title, status, detail, ...rest } = problemSchema.loose().parse(await response.json())
  expect([type, status, rest]).toEqual(['about:blank', response.status, {}])
  expect(title).not.toBe('')
  return [status, detail]
}

/** As text that sorts: news, standing, recovered, the rest; and within each the order of lists but for shares and names. */
function rankOf({ standing, recovered, severity, dependedOn, health }: z.infer<typeof rowSchema>): string {
  const calm = recovered === null ? 3 : 2
  const news = severity === 'critical' || severity === 'warning' ? 0 : calm
  const healths = ['down', 'fallback', 'empty', 'degraded', 'unknown', 'unmanaged', 'external', 'healthy']
  const severities = ['critical', 'warning', 'info', null]
  const within = [severities.indexOf(severity), dependedOn ? 0 : 1, healths.indexOf(health)]
  return [standing ? 1 : news, ...within].join(' ')
}

describe('the clusters', () => {
  test('are told with who they are', async () => {
    const answer = await (await server.get('/api/clusters')).json()
    const uid = server.demo.storage.list('namespaces').find(({ metadata }) => metadata.name === 'kube-system')
      ?.metadata.uid
    const version = 'v1.37.2+slicescope-demo'
    const slug = 'slicescope-demo'
    expect(answer).toEqual({
      clusters: [{ slug, context: slug, uid, open: true, version, marks: ['LIVE'], state: 'LIVE' }],
    })
  })
})

describe('the Services', () => {
  test('are all of the cluster, as the schema has them', async () => {
    const { services, freshness } = await getServices()
    const names = server.demo.storage.list('services').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
    expect(new Set(services.map(({ key }) => key))).toEqual(new Set(names))
    expect(freshness.state).toBe('LIVE')
  })

  test('come in the order of lists: severity, what the cluster depends on, health', async () => {
    const { services } = await getServices()
    const ranks = services.map(rankOf)
    expect(ranks).toEqual(ranks.toSorted())
    expect(new Set(ranks).size).toBeGreaterThan(3)
  })

  test('are filtered by namespace, words and health, and keep their order', async () => {
    expect((await getServices('?namespace=*')).services.length).toBe((await getServices()).services.length)
    expect((await getServices('?q=SCTP')).services.map(({ key }) => key)).toEqual(['odd/sctp'])
    expect((await getServices('?q=tp%20odd/%20S')).services.map(({ key }) => key)).toContain('odd/sctp')
    expect((await getServices('?q=sctp%20nothing')).services).toEqual([])
    expect((await getServices('?namespace=&q=&health=')).services.length).toBe((await getServices()).services.length)
    // Causes are found one by one after the start: between two answers a sentence may change, until all are found.
    await vi.waitFor(async () => {
      const { services } = await getServices()
      const broken = services.filter(({ health }) => health === 'down' || health === 'empty')
      expect(broken.length).toBeGreaterThan(0)
      const ofOdd = services.filter(({ namespace }) => namespace === 'odd')
      expect((await getServices('?namespace=odd')).services).toEqual(ofOdd)
      expect((await getServices('?health=down&health=empty')).services).toEqual(broken)
      expect((await getServices('?health=down,empty')).services).toEqual(broken)
    }, 30_000)
  })

  test.each([
    ['?health=ill', '"health"'],
    ['?health=down&health=ill', '"health"'],
    ['?namespace=a&namespace=b', '"namespace"'],
    [`?q=${'x'.repeat(300)}`, '"q"'],
    ['?at=yesterday', '"at"'],
    ['?__proto__=x', '"__proto__"'],
  ])('%s is refused by name', async (query, name) => {
    const [status, detail] = await getProblem(`${CLUSTER}/services${query}`)
    expect([status, detail]).toEqual([400, expect.stringContaining(name)])
  })

  test('of an unknown namespace or cluster are a sentence', async () => {
    expect(await getProblem(`${CLUSTER}/services?namespace=nope`)).toEqual([
      404,
      'There is no namespace "nope" in cluster "slicescope-demo".',
    ])
    expect(await getProblem('/api/clusters/nope/services')).toEqual([
      404,
      'There is no cluster "nope" here: see /api/clusters for a list.',
    ])
    expect(await getProblem('/api/clusters/__proto__/services')).toEqual([404, expect.any(String)])
  })

  test('of a namespace without any are an empty list', async () => {
    server.demo.storage.create('namespaces', { metadata: { name: 'bare' } })
    await expect.poll(() => server.get(`${CLUSTER}/services?namespace=bare`).then(({ status }) => status)).toBe(200)
    expect((await getServices('?namespace=bare')).services).toEqual([])
  })
})

describe('one Service', () => {
  test('of every kind is as the schema has it', async () => {
    const { services } = await getServices()
    for (const { namespace, name, ready, total, health } of services) {
      const response = await server.get(`${CLUSTER}/namespaces/${namespace}/services/${name}`)
      expect([name, response.status]).toEqual([name, 200])
      const view = serviceViewSchema
        .extend(provenanceSchema.shape)
        .strict()
        .parse(await response.json())
      expect(view).toMatchObject({ service: { namespace, name }, ready, total, health })
    }
  })

  test('that is not there is a sentence', async () => {
    expect(await getProblem(`${CLUSTER}/namespaces/odd/services/nope`)).toEqual([
      404,
      'There is no Service "nope" in namespace "odd".',
    ])
    expect(await getProblem(`${CLUSTER}/namespaces/nope/services/nope`)).toEqual([
      404,
      'There is no namespace "nope" in cluster "slicescope-demo".',
    ])
    expect(await getProblem('/api/nothing')).toEqual([
      404,
      'There is nothing at /api/nothing: /api/openapi.json lists the API.',
    ])
  })
})

describe('what is not known yet', () => {
  test('is 503 with Retry-After before Services are listed, never 404 or an empty list', async () => {
    const refuse = { onRequest: () => ({ kind: 'status', code: 500 }) as const }
    const early = await startTestServer({ prepare: ({ server: api }) => api.setFaults(refuse) })
    for (const path of ['services', 'services?namespace=nope', 'namespaces/odd/services/nope']) {
      const response = await early.get(`${CLUSTER}/${path}`)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2'])
      expect(problemSchema.parse(await response.json()).detail).toMatch(
        /^The Services of cluster "slicescope-demo" are not listed yet.*\.$/,
      )
    }
    expect(await getProblem('/readyz?synced', early)).toEqual([503, expect.stringContaining('services')])
    expect((await early.get('/readyz')).status).toBe(200)
    early.demo.server.setFaults({})
    expect((await early.getWhenThere(`${CLUSTER}/namespaces/odd/services/sctp`)).status).toBe(200)
    expect((await early.getWhenThere('/readyz?synced')).status).toBe(200)
    await early.stop()
  })
})

describe('what cannot be read', () => {
  test('a user without any right is told so, and the server counts as ready', async () => {
    const blind = await startTestServer({ user: 'nobody' })
    expect((await blind.getWhenThere('/readyz?synced')).status).toBe(200)
    expect(await getProblem(`${CLUSTER}/services?namespace=odd`, blind)).toEqual([
      403,
      'Services in namespace "odd" cannot be listed: permission denied (RBAC). Grant this user list and watch on Services.',
    ])
    expect(await getProblem(`${CLUSTER}/services`, blind)).toEqual([
      403,
      'Services cannot be listed in all namespaces: permission denied (RBAC). Grant this user list and watch on Services, or list the namespaces that it can read with --namespace.',
    ])
    expect((await getProblem(`${CLUSTER}/namespaces/odd/services/sctp`, blind))[0]).toBe(403)
    await blind.stop()
  })

  test('a namespace that is not watched is told by the option that would', async () => {
    const narrow = await startTestServer({ args: ['--namespace', 'odd'] })
    expect((await narrow.getWhenThere(`${CLUSTER}/services?namespace=odd`)).status).toBe(200)
    expect(await getProblem(`${CLUSTER}/services?namespace=kube-system`, narrow)).toEqual([
      404,
      'Namespace "kube-system" is not watched: add --namespace kube-system to see it.',
    ])
    await narrow.stop()
  })
})

const documentSchema = z.looseObject({
  openapi: z.literal('3.1.1'),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  paths: z.record(
    z.string(),
    z.object({
      get: z.looseObject({
        parameters: z.array(z.looseObject({ in: z.string(), name: z.string() })),
        responses: z.record(
          z.string(),
          z.looseObject({ content: z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) })) }),
        ),
      }),
    }),
  ),
})

describe('the OpenAPI document', () => {
  test('describes queries and answers', async () => {
    const document = documentSchema.parse(await (await server.get('/api/openapi.json')).json())
    const operation = document.paths['/api/clusters/{cluster}/services']?.get
    expect(operation?.parameters.map(parameter => `${parameter.in} ${parameter.name}`)).toEqual([
      'path cluster',
      'query at',
      'query namespace',
      'query q',
      'query health',
    ])
    const described = z.fromJSONSchema(operation?.responses['200']?.content['application/json']?.schema ?? {})
    const answer = await getServices()
    expect(described.parse(answer)).toEqual(answer)
    expect(described.safeParse({ ...answer, services: [{}] }).success).toBe(false)
  })

  test('names no schema that it lacks', async () => {
    const text = await (await server.get('/api/openapi.json')).text()
    const { components } = documentSchema.parse(JSON.parse(text))
    const named = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(match => match[1] ?? '')
    expect(named.length).toBeGreaterThan(0)
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(named))
  })
})

test('metrics tell of objects, watches and streams', async () => {
  const text = await (await server.get('/metrics')).text()
  const services = server.demo.storage.list('services').length
  expect(text).toContain(`slicescope_objects{cluster="slicescope-demo",resource="services"} ${services}\n`)
  expect(text).toContain(
    'slicescope_watch_state{cluster="slicescope-demo",resource="pods",namespace="",phase="watching"} 1\n',
  )
  expect(text).toMatch(/slicescope_watch_starts_total\{cluster="slicescope-demo",resource="nodes",namespace=""\} [1-9]/)
  for (const name of [
    'bytes_total',
    'lag_seconds_count',
    'resets_total',
    'cut_readers_total',
    'digest_mismatches_total',
  ])
    expect(text).toMatch(new RegExp(`^slicescope_stream_${name} \\d`, 'm'))
  expect(text).toMatch(/^slicescope_stream_clients\{cluster="slicescope-demo"\} \d/m)
})
