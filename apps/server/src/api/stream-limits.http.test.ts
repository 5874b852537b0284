import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { problemSchema } from '@slicescope/answers'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { MAX_STREAMS, MAX_STREAMS_OF_BROWSER } from '../stream/stream-caps.ts'
import { SECRET, startTestServer, type TestServer, tokenIn } from '../testing/test-server.ts'

const STREAM = '/api/clusters/slicescope-demo/stream?overview=*'
const opened: IncomingMessage[] = []

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  await server.getWhenThere('/readyz?synced')
})

afterAll(async () => {
  for (const stream of opened) stream.destroy()
  await server.stop()
})

function open(token: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}` }
    const request = get(`${server.url}${STREAM}`, { headers, agent: false }, response => {
      opened.push(response)
      response.on('error', () => {})
      if (response.statusCode === 200) response.resume()
      resolve(response)
    })
    request.on('error', reject)
  })
}

async function openMany(count: number, token: string): Promise<readonly IncomingMessage[]> {
  return Promise.all(Array.from({ length: count }, () => open(token)))
}

/** The one sentence of a stream that is refused. */
async function refusalOf(stream: IncomingMessage | undefined): Promise<string> {
  if (stream === undefined) throw new Error('no stream was refused')
  expect(stream.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(stream.headers['retry-after']).toBe('10')
  const { status, detail } = problemSchema.parse(JSON.parse(await text(stream)))
  return `${status} ${detail}`
}

async function signIn(): Promise<string> {
  const { headers } = await server.ask(`/launch/${SECRET}`)
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  return tokenIn((await server.ask('/', { headers: { cookie } })).text)
}

test('40 streams of one browser: 32 open, the rest is refused in words until one ends; another browser gets in', async () => {
  const [token, other] = [await signIn(), await signIn()]
  const streams = await openMany(40, token)
  const refused = streams.filter(({ statusCode }) => statusCode !== 200)
  expect(refused).toHaveLength(40 - MAX_STREAMS_OF_BROWSER)
  expect(await refusalOf(refused[0])).toBe(
    '429 This browser has 32 open streams, the most that Slicescope allows: close some of its tabs.',
  )
  expect((await open(other)).statusCode).toBe(200)
  streams.find(({ statusCode }) => statusCode === 200)?.destroy()
  await vi.waitUntil(async () => (await open(token)).statusCode === 200, { timeout: 10_000 })
  for (const stream of opened.splice(0)) stream.destroy()
})

test('1,000 streams of all readers: the next is refused in words, and what is no stream is answered', async () => {
  const all = async () => {
    const clients = /^slicescope_stream_clients\{cluster="slicescope-demo"\} (\d+)/m
    return clients.exec(await (await server.get('/metrics')).text())?.[1]
  }
  await vi.waitUntil(async () => (await all()) === '0', { timeout: 10_000 })
  for (let count = 0; count < MAX_STREAMS; count += 100) {
    const statuses = (await openMany(100, SECRET)).map(({ statusCode }) => statusCode)
    expect(new Set(statuses)).toEqual(new Set([200]))
  }
  expect(await refusalOf(await open(SECRET))).toBe(
    '503 Slicescope has 1000 open streams, the most that it allows: close some pages, then retry.',
  )
  expect((await server.get('/api/clusters')).status).toBe(200)
  for (const stream of opened.splice(0)) stream.destroy()
  await vi.waitUntil(async () => (await all()) === '0', { timeout: 10_000 })
  expect((await open(SECRET)).statusCode).toBe(200)
})

test('more topics than one stream may have are refused in words', async () => {
  const services = Array.from({ length: 70 }, (_, index) => `service=odd/a-${index}`).join('&')
  const answer = await server.get(`/api/clusters/slicescope-demo/stream?${services}`)
  expect(answer.status).toBe(400)
  expect(problemSchema.parse(await answer.json()).detail).toMatch(/64/)
})
