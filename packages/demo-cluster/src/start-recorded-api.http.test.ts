import { afterAll, beforeAll, expect, test } from 'vitest'
import { callsOf, type TestCalls } from './testing/test-api.ts'
import { type RecordedApi, startRecordedApi } from './start-recorded-api.ts'

const NOW = Date.parse('2026-01-01T03:00:00Z')
const SLICES = '/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices'
const AS_READER = { user: 'recording' }
const TABLE = { ...AS_READER, headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' } }

let api: RecordedApi
let calls: TestCalls

function metadata(name: string) {
  return { namespace: 'shop', name, uid: name, creationTimestamp: '2026-01-01T00:00:00Z' }
}

function slice(ready: boolean) {
  const endpoints = [{ addresses: ['10.0.0.1'], conditions: { ready } }]
  const meta = metadata('web-x1')
  return { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', metadata: meta, addressType: 'IPv4', endpoints }
}

/** As little as is stored of it. */
function bare(apiVersion: string, kind: string, name: string) {
  return { apiVersion, kind, metadata: metadata(name) }
}

beforeAll(async () => {
  api = await startRecordedApi({ now: () => NOW, version: 'v1.31.4' })
  calls = callsOf(api.server)
  api.put('endpointslices', slice(true))
  api.put('pods', bare('v1', 'Pod', 'web-1'))
  api.put('deployments', bare('apps/v1', 'Deployment', 'web'))
  api.put('httproutes', bare('gateway.networking.k8s.io/v1', 'HTTPRoute', 'web'))
  api.allow([
    { resource: 'endpointslices', namespace: 'shop' },
    { resource: 'pods', namespace: null },
    { resource: 'deployments', namespace: null },
  ])
})

afterAll(() => api.server.stop())

test('what was recorded is listed and read as it was, by a client of the real API', async () => {
  const list = await calls.get(SLICES, AS_READER)
  expect(list).toMatchObject({ kind: 'EndpointSliceList', items: [{ endpoints: slice(true).endpoints }] })
  expect(await calls.get(`${SLICES}/web-x1`, AS_READER)).toMatchObject(slice(true))
  expect(await calls.get('/version', AS_READER)).toMatchObject({ gitVersion: 'v1.31.4', minor: '31' })
})

test('kubectl prints tables, also of objects of which little is stored; ages are of then', async () => {
  const pods = await calls.get('/api/v1/pods', TABLE)
  expect(pods.rows.map(({ cells }: { cells: unknown }) => cells)).toEqual([
    ['web-1', '0/0', '', '0', '3h', '<none>', '<none>', '<none>', '<none>'],
  ])
  const deployments = await calls.get('/apis/apps/v1/deployments', TABLE)
  expect(deployments.rows[0].cells.slice(0, 2)).toEqual(['web', '0/0'])
})

test('a watch is told what changes; what is put again as it was is no change', async () => {
  const { resourceVersion } = (await calls.get(SLICES, AS_READER)).metadata
  const watch = await calls.watch(`${SLICES}?watch=1&resourceVersion=${resourceVersion}`, AS_READER)
  api.put('endpointslices', slice(true))
  api.put('endpointslices', slice(false))
  expect(await watch.next()).toMatchObject({ type: 'MODIFIED', object: slice(false) })
  api.removeOthers(resource => resource !== 'endpointslices')
  expect(await watch.next()).toMatchObject({ type: 'DELETED' })
  api.put('endpointslices', slice(true))
  api.remove('endpointslices', { namespace: 'shop', name: 'web-x1' })
  expect([(await watch.next()).type, (await watch.next()).type]).toEqual(['ADDED', 'DELETED'])
})

test.each([
  ['POST', '/api/v1/namespaces/shop/pods', 403, 'cannot create resource "pods"'],
  ['DELETE', '/api/v1/namespaces/shop/pods/web-1', 403, 'cannot delete resource "pods"'],
  ['PATCH', '/api/v1/namespaces/shop/pods/web-1', 403, 'cannot patch resource "pods"'],
  ['PUT', '/apis/apps/v1/namespaces/shop/deployments/web/scale', 403, 'cannot update resource "deployments/scale"'],
  ['GET', '/api/v1/nodes', 403, 'cannot list resource "nodes"'],
  ['GET', '/apis/discovery.k8s.io/v1/endpointslices', 403, 'at the cluster scope'],
  ['GET', '/apis/gateway.networking.k8s.io/v1/httproutes', 403, 'cannot get path'],
])(
  '%s %s: %i, for nothing can be changed, and what was not recorded cannot be read',
  async (method, path, code, why) => {
    const { status, text } = await calls.call(path, {
      ...AS_READER,
      method,
      ...(method === 'GET' || method === 'DELETE' ? {} : { body: {} }),
    })
    expect([status, JSON.parse(text)]).toEqual([code, expect.objectContaining({ kind: 'Status', code })])
    expect(text).toContain(why.replaceAll('"', '\\"'))
  },
)
