import { serviceViewSchema, provenanceSchema } from '@slicescope/view'
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
})
