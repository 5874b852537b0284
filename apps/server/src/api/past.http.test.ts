import { comparisonSchema, serviceViewSchema, provenanceSchema } from '@slicescope/view'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const CLUSTER = '/api/clusters/slicescope-demo'
const SERVICE = `${CLUSTER}/namespaces/odd/services/sctp`
const viewSchema = serviceViewSchema.extend(provenanceSchema.shape).strict()

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ args: ['--history', 'memory'] })
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

async function view(query = '') {
  const response = await server.get(`${SERVICE}${query}`)
  if (response.status !== 200) throw new Error(await response.text())
  return viewSchema.parse(await response.json())
}

test('a Service is shown as it was', async () => {
  await expect.poll(async () => (await server.get(`${SERVICE}?at=${new Date().toISOString()}`)).status).toBe(200)
  const then = new Date().toISOString()
  const was = await view()
  const { storage } = server.demo
  const slice = storage
    .list('endpointslices')
    .find(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'sctp')
  storage.delete('endpointslices', { namespace: 'odd', name: String(slice?.metadata.name) })
  await expect.poll(async () => (await view()).total).not.toBe(was.total)
  const past = await view(`?at=${then}`)
  expect([past.total, past.ready, past.health]).toEqual([was.total, was.ready, was.health])
  expect(past.freshness.state).toBe('PAST')
  expect([past.moment, past.freshness.moment]).toEqual(['past', 'past'])
  const differs = comparisonSchema.strict().parse(await (await server.get(`${SERVICE}/compare?from=${then}`)).json())
  expect(differs.from).toMatchObject({ exists: true, ready: was.ready, total: was.total, health: was.health })
  expect(differs.to.total).not.toBe(was.total)
  expect(differs.slices.gone).toEqual([slice?.metadata.name])
  expect(differs.sentence).toContain(`slice ${slice?.metadata.name} is gone`)
})

async function detail(query: string, path = SERVICE): Promise<string> {
  const response = await server.get(`${path}/compare${query}`)
  const body: unknown = await response.json()
  return `${response.status} ${typeof body === 'object' && body !== null && 'detail' in body ? String(body.detail) : ''}`
}

test('what cannot be compared says why', async () => {
  const now = new Date().toISOString()
  expect(await detail('')).toContain('400')
  expect(await detail('?from=yesterday')).toContain('use a time such as')
  expect(await detail('?from=2020-01-01T00:00:00Z')).toContain('404 Nothing is recorded of that moment.')
  expect(await detail(`?from=${now}&to=${now}`)).toContain('400 Invalid query parameter "from"')
  expect(await detail(`?from=${now}`, `${CLUSTER}/namespaces/odd/services/none`)).toContain('404 There is no Service')
})
