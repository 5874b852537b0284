import { problemSchema } from '@slicescope/answers'
import { objectAnswerSchema } from '@slicescope/view'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/test-server.ts'

const SECRET = 'hunter2'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ scenario: 'shop' })
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

const ask = (query: string) => server.get(`/api/clusters/slicescope-demo/object?${query}`)
const read = async (query: string) => objectAnswerSchema.strict().parse(await (await ask(query)).json())

test('a Service, a slice with what it should hold, a pod and a Node, read now; secrets never leave the server', async () => {
  server.demo.storage.create('services', {
    metadata: {
      namespace: 'shop',
      name: 'noted',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': SECRET },
    },
    spec: { selector: { app: 'noted' }, ports: [{ port: 80 }] },
  })
  await expect.poll(async () => (await ask('resource=services&namespace=shop&name=noted')).status).toBe(200)
  const answer = await ask('resource=services&namespace=shop&name=noted')
  const text = await answer.text()
  expect(text).not.toContain(SECRET)
  const service = objectAnswerSchema.parse(JSON.parse(text))
  expect(service.object).toMatchObject({ kind: 'Service', metadata: { name: 'noted' } })
  expect(service.hidden.join(' ')).toContain('last-applied-configuration')
  expect(Date.parse(service.asOf)).toBeGreaterThan(0)

  const slice = server.demo.storage.list('endpointslices').find(({ metadata }) => metadata.name.startsWith('cart-'))
  const { object, should } = await read(`resource=endpointslices&namespace=shop&name=${slice?.metadata.name}`)
  expect(object).toMatchObject({ kind: 'EndpointSlice' })
  expect(should?.endpoints.length).toBeGreaterThan(0)

  const node = await read('resource=nodes&name=eu-1a-node-01')
  expect(node.object).toMatchObject({ kind: 'Node' })
})

test('what is not watched, and what is no resource of the list, is refused in words', async () => {
  const absent = await ask('resource=pods&namespace=kube-system&name=no-such-pod')
  expect(problemSchema.parse(await absent.json())).toMatchObject({
    status: 404,
    detail: 'There is no Pod "no-such-pod", or Slicescope does not watch it.',
  })
  for (const query of [
    'resource=secrets&namespace=shop&name=token',
    'resource=pods&namespace=shop',
    'resource=pods&namespace=shop&name=a&path=/api/v1/secrets',
  ])
    expect((await ask(query)).status).toBe(400)
  const escaping = await ask(`resource=pods&namespace=shop&name=${encodeURIComponent('../../secrets/token')}`)
  expect(escaping.status).toBe(404)
})
