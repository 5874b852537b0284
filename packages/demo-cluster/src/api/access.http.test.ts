import { describe, expect, test } from 'vitest'
import { startTestApi, type TestApi } from '../testing/test-api.ts'

const PODS = '/api/v1/pods'

async function mayI(api: TestApi, user: string, attributes: object): Promise<boolean> {
  const body = { spec: { resourceAttributes: attributes } }
  const answer = await api.call('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    method: 'POST',
    body,
    user,
  })
  expect(answer.status).toBe(201)
  return JSON.parse(answer.text).status.allowed
}

/** A length-delimited field of protobuf's wire format. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes])
}

describe('who asks', () => {
  test('an unknown token is refused, and so is one that was renewed', async () => {
    const api = await startTestApi()
    const old = api.server.tokenOf('reader')
    expect((await api.call(PODS, { token: old })).status).toBe(200)
    api.server.renewToken('reader')
    const refused = await api.call(PODS, { token: old })
    expect(refused.status).toBe(401)
    expect(JSON.parse(refused.text)).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Unauthorized',
      reason: 'Unauthorized',
      code: 401,
    })
    expect((await api.call(PODS, { user: 'reader' })).status).toBe(200)
  })

  test('without a token one is anonymous: version and health, no more', async () => {
    const api = await startTestApi()
    const statuses = ['/version', '/healthz', '/api', PODS].map(
      async path => (await api.call(path, { token: '' })).status,
    )
    expect(await Promise.all(statuses)).toEqual([200, 200, 403, 403])
  })
})

describe('what one may', () => {
  test('who may do everything may act as somebody else, and then may no more than they; others may not', async () => {
    const api = await startTestApi()
    const as = (name: string, user = 'admin') => api.call(PODS, { user, headers: { 'impersonate-user': name } })
    expect((await as('reader')).status).toBe(200)
    const refused = JSON.parse((await as('nobody')).text)
    expect(refused).toMatchObject({ code: 403, message: expect.stringContaining('User "nobody" cannot list') })
    const other = JSON.parse((await as('admin', 'reader')).text)
    expect(other).toMatchObject({ code: 403, message: expect.stringContaining('User "reader" cannot impersonate') })
  })

  test('a refusal names user, verb, resource and place', async () => {
    const api = await startTestApi()
    const path = '/apis/apps/v1/namespaces/shop/deployments/web/scale'
    expect(await api.get(path, { user: 'nobody' })).toMatchObject({
      message:
        'deployments.apps "web" is forbidden: User "nobody" cannot get resource "deployments/scale" in API group "apps" in the namespace "shop"',
      reason: 'Forbidden',
      details: { name: 'web', group: 'apps', kind: 'deployments' },
      code: 403,
    })
    expect((await api.get(PODS, { user: 'without-pods' })).message).toBe(
      'pods is forbidden: User "without-pods" cannot list resource "pods" in API group "" at the cluster scope',
    )
  })

  test('rights in one namespace hold there alone', async () => {
    const api = await startTestApi()
    const paths = ['/api/v1/namespaces/shop/pods', '/api/v1/namespaces/default/pods', PODS, '/api/v1/nodes']
    const statuses = paths.map(async path => (await api.call(path, { user: 'one-namespace' })).status)
    expect(await Promise.all(statuses)).toEqual([200, 403, 403, 403])
  })

  test('rules can change while it runs', async () => {
    const api = await startTestApi()
    expect((await api.call(PODS, { user: 'nobody' })).status).toBe(403)
    api.server.setRules('nobody', [{ verbs: ['list'], groups: [''], resources: ['pods'] }])
    expect((await api.call(PODS, { user: 'nobody' })).status).toBe(200)
    expect((await api.call(`${PODS}?watch=1`, { user: 'nobody' })).status).toBe(403)
  })

  test('a reader cannot write', async () => {
    const api = await startTestApi()
    const body = { metadata: { name: 'x' } }
    expect((await api.call('/api/v1/namespaces', { method: 'POST', body, user: 'reader' })).status).toBe(403)
  })
})

describe('reviews', () => {
  test('of oneself', async () => {
    const api = await startTestApi()
    const list = { verb: 'list', group: '', resource: 'pods' }
    expect(await mayI(api, 'reader', list)).toBe(true)
    expect(await mayI(api, 'without-pods', list)).toBe(false)
    expect(await mayI(api, 'one-namespace', list)).toBe(false)
    expect(await mayI(api, 'one-namespace', { ...list, namespace: 'shop' })).toBe(true)
    expect(await mayI(api, 'admin', { verb: 'delete', group: 'apps', resource: 'deployments' })).toBe(true)
  })

  test('of others, for those who may', async () => {
    const api = await startTestApi()
    const path = '/apis/authorization.k8s.io/v1/subjectaccessreviews'
    const spec = { user: 'reader', resourceAttributes: { verb: 'list', group: '', resource: 'pods' } }
    const answer = await api.call(path, { method: 'POST', body: { spec } })
    expect(JSON.parse(answer.text).status.allowed).toBe(true)
    expect((await api.call(path, { method: 'POST', body: { spec }, user: 'nobody' })).status).toBe(403)
  })

  test('of the rules in one namespace', async () => {
    const api = await startTestApi()
    const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews'
    const ask = async (namespace: string) => {
      const answer = await api.call(path, { method: 'POST', body: { spec: { namespace } }, user: 'one-namespace' })
      return JSON.parse(answer.text).status.resourceRules.length
    }
    expect([await ask('shop'), await ask('default')]).toEqual([2, 1])
  })

  test('as protobuf, the way kubectl auth can-i asks', async () => {
    const api = await startTestApi()
    const text = (number: number, value: string) => field(number, Buffer.from(value))
    const type = Buffer.concat([text(1, 'authorization.k8s.io/v1'), text(2, 'SelfSubjectAccessReview')])
    const attributes = Buffer.concat([text(1, 'shop'), text(2, 'list'), text(3, ''), text(5, 'pods')])
    const spec = field(2, field(1, attributes))
    const body = Buffer.concat([Buffer.from('k8s\0'), field(1, type), field(2, spec)])
    const answer = await fetchRaw(api, body)
    expect(answer).toMatchObject({ status: { allowed: true }, spec: { resourceAttributes: { namespace: 'shop' } } })
  })
})

async function fetchRaw(api: TestApi, body: Buffer): Promise<unknown> {
  const { request } = await import('node:https')
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const headers = {
    authorization: `Bearer ${api.server.tokenOf('one-namespace')}`,
    'content-type': 'application/vnd.kubernetes.protobuf',
  }
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
  const call = request(
    new URL(path, api.server.url),
    { method: 'POST', ca: api.server.ca, agent: false, headers },
    answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => resolve(text))
    },
  )
  call.on('error', reject)
  call.end(body)
  return JSON.parse(await promise)
}
