import { readdir, readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeRawRequest } from '../attack/raw-requests.ts'
import { sendRaw } from '../attack/send-raw.ts'
import { Random } from '@slicescope/model/random'
import { type SlicescopeProcess, startSlicescope } from '../slicescope-process.ts'

const PAGES = ['/', '/c/demo/ns/odd/svc/sctp', '/launch/x', '/assets/x.js'] as const
const SEEDS = [1, 2]
const REQUESTS_OF_A_SEED = 400
/** Connections that are open at a time. */
const SIDE_BY_SIDE = 10

let slicescope: SlicescopeProcess

beforeAll(async () => {
  slicescope = await startSlicescope({ args: ['--demo', 'odd'] })
  await vi.waitUntil(async () => (await slicescope.get('/readyz?synced')).ok, { timeout: 30_000 })
})

afterAll(() => slicescope.stop())

/** The router's own list, for a Service that exists. */
async function paths(): Promise<readonly [string, ...string[]]> {
  const document = await (await slicescope.get('/api/openapi.json')).json()
  const described = Object.keys(document.paths)
  const filled = described.map(path =>
    path.replace('{cluster}', 'demo').replace('{namespace}', 'odd').replace('{name}', 'sctp'),
  )
  return [...PAGES, ...filled.map(path => (path.endsWith('/stream') ? `${path}?overview=*` : path))]
}

/** Other people's open stream. */
async function openStream() {
  const ending = new AbortController()
  const response = await fetch(`${slicescope.url}/api/clusters/demo/stream?overview=*`, {
    headers: { authorization: `Bearer ${slicescope.secret}` },
    signal: ending.signal,
  })
  const seen = { text: '', hasEnded: false }
  void (async () => {
    if (response.body === null) return
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) seen.text += text
  })()
    .catch(() => {})
    .finally(() => (seen.hasEnded = true))
  await vi.waitUntil(() => seen.text.includes('event: heartbeat'), { timeout: 20_000 })
  return { seen, close: () => ending.abort() }
}

async function openFiles(): Promise<number> {
  return (await readdir(`/proc/${slicescope.pid}/fd`)).length
}

interface Attack {
  readonly seed: number
  readonly host: string
  readonly paths: readonly [string, ...string[]]
  readonly bearer: string
  readonly open: () => Socket
}

/** Answers the kinds of requests that it sent. */
async function attack({ seed, open, ...target }: Attack): Promise<ReadonlySet<string>> {
  const random = new Random(seed)
  const kinds = new Set<string>()
  for (let sent = 0; sent < REQUESTS_OF_A_SEED; sent += SIDE_BY_SIDE) {
    const requests = Array.from({ length: SIDE_BY_SIDE }, () => makeRawRequest(random, target))
    await Promise.all(
      requests.map(async request => {
        kinds.add(request.kind)
        await sendRaw(open(), request)
      }),
    )
  }
  return kinds
}

/** What is left of the server after that. */
async function survivorsOf(act: () => Promise<void>) {
  const readers = await Promise.all([openStream(), openStream()])
  const before = await openFiles()
  await act()
  const beats = () => readers.map(({ seen }) => seen.text.split('event: heartbeat').length)
  const then = beats()
  await vi.waitUntil(() => beats().every((count, index) => count > (then[index] ?? 0)), { timeout: 30_000 })
  await vi.waitUntil(async () => (await openFiles()) <= before, { timeout: 20_000 })
  const { status } = await slicescope.get('/healthz')
  const ended = readers.filter(({ seen }) => seen.hasEnded).length
  for (const { close } of readers) close()
  return { status, ended }
}

const UNMOVED = { status: 200, ended: 0 }

test.each(SEEDS)(
  'seed %i: whatever bytes come to any route, the server lives, its readers stay, files are closed',
  async seed => {
    const { port, host } = new URL(slicescope.url)
    const target = { host, paths: await paths(), bearer: slicescope.secret }
    const left = await survivorsOf(async () => {
      const kinds = await attack({ ...target, seed, open: () => connect(Number(port), '127.0.0.1') })
      expect(kinds.size).toBeGreaterThan(15)
    })
    expect(left).toEqual(UNMOVED)
  },
)

test.each(SEEDS)('seed %i: the same at the API server of the demo', async seed => {
  const kubeconfig = /--kubeconfig (\S+)\)/.exec(slicescope.output())?.[1] ?? ''
  const text = await readFile(kubeconfig, 'utf8')
  const { host, port } = new URL(/https:\/\/[\d.:]+/.exec(text)?.[0] ?? '')
  const bearer = /token: *"?([^"\s]+)/.exec(text)?.[1] ?? ''
  const target = { host, bearer, paths: API_PATHS }
  const tls = { host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }
  const left = await survivorsOf(async () => {
    await attack({ ...target, seed, open: () => connectTls({ ...tls, ALPNProtocols: ['http/1.1'] }) })
    await attack({ ...target, seed: seed + 100, open: () => connectTls({ ...tls, ALPNProtocols: ['h2'] }) })
    await attack({ ...target, seed: seed + 200, open: () => connect(Number(port), '127.0.0.1') })
  })
  expect(left).toEqual(UNMOVED)
})

const API_PATHS: readonly [string, ...string[]] = [
  '/',
  '/version',
  '/readyz',
  '/api',
  '/apis',
  '/api/v1',
  '/openapi/v3/apis/discovery.k8s.io/v1',
  '/api/v1/pods?limit=1&continue=x',
  '/api/v1/namespaces/odd/pods/%',
  '/api/v1/namespaces/odd/services/sctp',
  '/api/v1/services?watch=1&resourceVersion=x&allowWatchBookmarks=true',
  '/apis/discovery.k8s.io/v1/endpointslices?watch=1&timeoutSeconds=-1&labelSelector=%',
  '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
]
