import { connect } from 'node:http2'
import { gunzipSync } from 'node:zlib'
import { request } from 'node:https'
import { describe, expect, test } from 'vitest'
import { aPod, startTestApi, type TestApi } from '../testing/test-api.ts'

const PODS = '/api/v1/namespaces/shop/pods'

function makePods(api: TestApi, count: number): void {
  for (let i = 0; i < count; i++) api.storage.create('pods', aPod(`web-${i}`, { app: 'web', odd: String(i % 2) }))
}

function names(list: { items: readonly { metadata: { name: string } }[] }): readonly string[] {
  return list.items.map(item => item.metadata.name)
}

describe('pages', () => {
  test('are one consistent state, whatever is written between them', async () => {
    const api = await startTestApi()
    makePods(api, 5)
    const first = await api.get(`${PODS}?limit=2`)
    api.storage.create('pods', aPod('web-25'))
    api.storage.delete('pods', { namespace: 'shop', name: 'web-3' })
    const second = await api.get(`${PODS}?limit=2&continue=${first.metadata.continue}`)
    const third = await api.get(`${PODS}?limit=2&continue=${second.metadata.continue}`)
    expect([first, second, third].flatMap(names)).toEqual(['web-0', 'web-1', 'web-2', 'web-3', 'web-4'])
    expect(new Set([first, second, third].map(page => page.metadata.resourceVersion)).size).toBe(1)
    expect([first, second, third].map(page => page.metadata.remainingItemCount)).toEqual([3, 1, undefined])
    expect(third.metadata.continue).toBeUndefined()
  })

  test('whose state is forgotten are refused with a token that goes on with the present one', async () => {
    const api = await startTestApi()
    makePods(api, 4)
    const first = await api.get(`${PODS}?limit=2`)
    api.storage.create('pods', aPod('web-9'))
    api.storage.compact()
    const refused = await api.call(`${PODS}?limit=2&continue=${first.metadata.continue}`)
    expect(refused.status).toBe(410)
    const status = JSON.parse(refused.text)
    expect(status).toMatchObject({ kind: 'Status', reason: 'Expired', code: 410 })
    const rest = await api.get(`${PODS}?continue=${status.metadata.continue}`)
    expect(names(rest)).toEqual(['web-2', 'web-3', 'web-9'])
  })

  test('with a selector do not say how many remain; version 0 ignores the limit', async () => {
    const api = await startTestApi()
    makePods(api, 6)
    const page = await api.get(`${PODS}?limit=2&labelSelector=odd%3D1`)
    expect(names(page)).toEqual(['web-1', 'web-3'])
    expect(page.metadata).toEqual({ resourceVersion: expect.any(String), continue: expect.any(String) })
    expect(names(await api.get(`${PODS}?limit=2&resourceVersion=0`))).toHaveLength(6)
  })
})

describe('versions', () => {
  test('exactly, not older than, of the future', async () => {
    const api = await startTestApi()
    makePods(api, 1)
    const then = api.storage.resourceVersion
    api.storage.create('pods', aPod('later'))
    expect(names(await api.get(`${PODS}?resourceVersion=${then}&resourceVersionMatch=Exact`))).toEqual(['web-0'])
    expect(names(await api.get(`${PODS}?resourceVersion=${then}&limit=5`))).toEqual(['web-0'])
    expect(names(await api.get(`${PODS}?resourceVersion=${then}`))).toEqual(['later', 'web-0'])
    const future = await api.call(`${PODS}?resourceVersion=${then + 1000}`)
    expect([future.status, future.headers['retry-after']]).toEqual([504, '1'])
    expect(JSON.parse(future.text).details.causes).toEqual([
      { reason: 'ResourceVersionTooLarge', message: 'Too large resource version' },
    ])
  })
})

test('items of a list carry no kind, a single object does; the other namespaces are left out', async () => {
  const api = await startTestApi()
  makePods(api, 1)
  expect(await api.get('/api/v1/namespaces/default/pods')).toMatchObject({ kind: 'PodList', items: [] })
  const [item] = (await api.get('/api/v1/pods')).items
  expect(item.kind).toBeUndefined()
  expect(await api.get(`${PODS}/web-0`)).toMatchObject({ kind: 'Pod', apiVersion: 'v1' })
})

test('a large list is compressed for those who ask', async () => {
  const api = await startTestApi()
  makePods(api, 300)
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const headers = { authorization: `Bearer ${api.server.tokenOf('admin')}`, 'accept-encoding': 'gzip' }
  const call = request(new URL(PODS, api.server.url), { ca: api.server.ca, agent: false, headers }, answer => {
    expect(answer.headers['content-encoding']).toBe('gzip')
    const pieces: Buffer[] = []
    answer.on('data', (piece: Buffer) => pieces.push(piece))
    answer.on('end', () => resolve(Buffer.concat(pieces)))
  })
  call.on('error', reject)
  call.end()
  expect(JSON.parse(gunzipSync(await promise).toString()).items).toHaveLength(300)
})

test('speaks HTTP/2 to those who offer it, several requests over one connection', async () => {
  const api = await startTestApi()
  makePods(api, 3)
  const session = connect(api.server.url, { ca: api.server.ca })
  const get = (path: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const stream = session.request({ ':path': path, authorization: `Bearer ${api.server.tokenOf('admin')}` })
    let text = ''
    stream.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
    stream.on('end', () => resolve(text)).on('error', reject)
    return promise
  }
  const answers = await Promise.all([get(PODS), get('/version'), get('/api/v1/nodes')])
  expect(session.alpnProtocol).toBe('h2')
  expect(answers.map(text => JSON.parse(text).kind ?? JSON.parse(text).major)).toEqual(['PodList', '1', 'NodeList'])
  session.close()
})

test('Endpoints warn of their end', async () => {
  const api = await startTestApi()
  const { headers } = await api.call('/api/v1/endpoints')
  expect(headers['warning']).toBe('299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"')
})

test('requests are counted by verb and resource', async () => {
  const api = await startTestApi()
  await api.call(PODS)
  await api.call(PODS)
  await api.call('/version')
  expect(api.server.requests()).toEqual({ 'list pods': 2, 'get other': 1 })
  api.server.clearRequests()
  expect(api.server.requests()).toEqual({})
})
