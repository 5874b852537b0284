import { createServer } from 'node:http'
import { once } from 'node:events'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { LaunchSecrets } from '../access/launch-secrets.ts'
import { ClusterRegistry } from '../clusters/cluster-registry.ts'
import { Metrics } from '../operations/metrics.ts'
import { systemTimers } from '../stream/timers.ts'
import { SECRET } from '../testing/test-server.ts'
import { createApp } from './app.ts'
import { describeAddress } from './own-address.ts'

/** The product's app over no cluster at all, on a port of its own. */
async function startApp() {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0
  const registry = new ClusterRegistry({
    sources: [],
    start: { slug: 'none', origin: 'live', kube: EMPTY },
    open: () => {
      throw new Error('there is no cluster')
    },
    timers: systemTimers,
  })
  const app = createApp({
    registry,
    secrets: new LaunchSecrets(SECRET),
    metrics: new Metrics(),
    log: pino({ level: 'silent' }),
    webFolder: '/nowhere',
    links: [],
    publicUrl: null,
    version: '1.2.3',
    address: describeAddress('127.0.0.1', port),
    isEnding: () => false,
  })
  server.on('request', app)
  return { app, url: `http://127.0.0.1:${port}`, stop: () => server.close() }
}

const EMPTY = {
  slug: 'none',
  name: 'none',
  namespace: undefined,
  cluster: {
    server: undefined,
    caFile: undefined,
    caData: undefined,
    skipTlsVerify: false,
    tlsServerName: undefined,
    proxyUrl: undefined,
  },
  user: {
    token: undefined,
    tokenFile: undefined,
    username: undefined,
    password: undefined,
    certFile: undefined,
    certData: undefined,
    keyFile: undefined,
    keyData: undefined,
    exec: undefined,
    authProvider: undefined,
    impersonate: {},
  },
  problem: 'It is none.',
}

const PAGES = ['/', '/c', '/c/*path']

test('of all routes exactly health and the launch link answer without a session', async () => {
  const { app, url, stop } = await startApp()
  const paths = app.router.stack.flatMap(({ route }) => route?.path ?? []).flat()
  expect(paths).toEqual(expect.arrayContaining([...PAGES, '/metrics', '/api/clusters/:cluster/stream']))
  const open = new Map<string, number>([
    ['/healthz', 200],
    ['/readyz', 503],
    ['/launch/:secret', 303],
  ])
  for (const path of paths) {
    const { status } = await fetch(`${url}${path.replace(':secret', SECRET)}`, { redirect: 'manual' })
    expect([path, status]).toEqual([path, open.get(path) ?? 401])
  }
  const launched = await fetch(`${url}/launch/${SECRET}`, { redirect: 'manual' })
  const cookie = launched.headers.get('set-cookie')?.split(';')[0] ?? ''
  for (const path of paths.filter(each => !open.has(each))) {
    const { status } = await fetch(`${url}${path}`, { headers: { cookie } })
    // The page is not built here.
    expect([path, status]).toEqual([path, PAGES.includes(path) ? 503 : 401])
  }
  const answer = await fetch(`${url}/api/openapi.json`, { headers: { authorization: `Bearer ${SECRET}` } })
  const document = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(await answer.json())
  const described = Object.keys(document.paths).map(path => path.replaceAll(/\{(\w+)\}/g, ':$1'))
  expect(new Set([...described, ...PAGES, '/launch/:secret'])).toEqual(new Set(paths))
  stop()
})
