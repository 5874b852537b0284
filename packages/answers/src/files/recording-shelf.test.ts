import { expect, test } from 'vitest'
import type { Packing } from '../packing.ts'
import { RecordingShelf } from './recording-shelf.ts'

const encoder = new TextEncoder()
const WRITTEN = Date.parse('2026-01-31T03:12:00Z')

/** Nothing of these files is packed. */
const NO_PACKING: Packing = {
  pack: async text => encoder.encode(text),
  unpack: async bytes => new TextDecoder().decode(bytes),
  gunzip: async () => 'damaged',
  unzstd: async () => 'damaged',
}

function newShelf(): RecordingShelf {
  return new RecordingShelf({ packing: NO_PACKING, timers: { now: () => WRITTEN, after: () => () => {} } })
}

function file(name: string, content: string) {
  return { name, bytes: encoder.encode(content), modified: WRITTEN }
}

const HOSTILE = '</script><script>alert(1)</script>'

const LIST = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { namespace: 'shop', name: 'web', uid: 'u1', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: {
        type: 'ClusterIP',
        clusterIP: '10.96.0.7',
        clusterIPs: ['10.96.0.7'],
        ipFamilies: ['IPv4'],
        selector: { app: HOSTILE, constructor: 'x' },
        ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
      },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { namespace: 'shop', name: 'web-x1', uid: 'u2', labels: { 'kubernetes.io/service-name': 'web' } },
      addressType: 'IPv4',
      ports: [{ name: '', port: 8080, protocol: 'TCP' }],
      endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true }, nodeName: 'n1' }],
    },
  ],
})

const WEB = '/api/clusters/shop/namespaces/shop/services/web'

test('files stand side by side, each under a name of its own, and one that cannot be read says why', async () => {
  const shelf = newShelf()
  const asked = await Promise.all([
    shelf.open(file('shop.json', LIST), ['prod']),
    shelf.open(file('Prod!.yaml', LIST), ['prod']),
    shelf.open(file('notes.txt', 'buy: milk'), []),
    shelf.open(file('x.gz', '\u001F'), []),
  ])
  expect(asked).toMatchObject([
    { slug: 'shop', from: WRITTEN, to: WRITTEN, service: 'shop/web', damaged: null },
    { slug: 'prod-2' },
    expect.stringMatching(/^it holds no Kubernetes object/),
    expect.any(String),
  ])
  const again = await shelf.open(file('shop.json', LIST), [])
  expect(again).toMatchObject({ slug: 'shop-2' })
  const { clusters } = await json(shelf, '/api/clusters')
  expect(clusters).toMatchObject([
    { slug: 'shop', context: 'shop.json', state: 'RECORDING' },
    { slug: 'prod-2' },
    { slug: 'shop-2' },
  ])
})

test('paths of the HTTP API are answered as the server does', async () => {
  const shelf = newShelf()
  await shelf.open(file('shop.json', LIST), [])
  const at = new Date(WRITTEN).toISOString()
  expect(await json(shelf, '/api/clusters/shop/services')).toMatchObject({ services: [{ key: 'shop/web', ready: 1 }] })
  const view = await json(shelf, `${WEB}?at=${at}`)
  expect(view).toMatchObject({ origin: 'recording', moment: 'past', service: { selector: { app: HOSTILE } } })
  expect(await json(shelf, `${WEB}/dns`)).toMatchObject({ zone: 'cluster.local' })
  expect(await json(shelf, `${WEB}/traffic`)).toHaveProperty('detail', expect.stringContaining('Node'))
  expect(await json(shelf, '/api/clusters/shop/history')).toMatchObject({ recording: false, from: at, to: at })
  expect(await json(shelf, `${WEB}?__proto__=1`)).toMatchObject({ status: 400 })
  expect(await json(shelf, `${WEB}?at=2020-01-01T00:00:00Z`)).toMatchObject({ status: 404 })
  expect(await json(shelf, '/api/clusters/other/services')).toMatchObject({ status: 404 })
  expect(await json(shelf, '/api/clusters/%E0%A4%A/services')).toMatchObject({ status: 404 })
  expect(await json(shelf, '/api/clusters/shop/object?name=x')).toMatchObject({ status: 404 })
})

test('a stream begins and ends with all that is known', async () => {
  const shelf = newShelf()
  await shelf.open(file('shop.json', LIST), [])
  const { status, body } = await shelf.answer('/api/clusters/shop/stream?overview=*&service=shop%2Fweb')
  expect(status).toBe(200)
  expect([...body.matchAll(/^event: (.*)$/gm)].map(([, event]) => event)).toEqual(['hello', 'state', 'snapshot'])
  expect(body).toContain(`"time":"${new Date(WRITTEN).toISOString()}"`)
  expect(await json(shelf, '/api/clusters/shop/stream')).toMatchObject({ status: 400 })
})

async function json(shelf: RecordingShelf, address: string) {
  return JSON.parse((await shelf.answer(address)).body)
}
