import { get, type IncomingMessage } from 'node:http'
import { problemSchema } from '@slicescope/answers'
import {
  applyMessage,
  EMPTY_STREAM,
  formatDigest,
  type Message,
  type StreamState,
  streamQuery,
  type Topic,
} from '@slicescope/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { EventReader } from '../testing/read-events.ts'
import { SECRET, startTestServer, type TestServer } from '../testing/test-server.ts'

const CLUSTER = '/api/clusters/slicescope-demo'
const OVERVIEW: Topic = { type: 'overview', namespace: '*' }
const SCTP: Topic = { type: 'service', key: 'odd/sctp' }

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
  await server.getWhenThere('/readyz?synced')
})

afterAll(() => server.stop())

/** A page, as far as its stream goes. */
class Reader {
  readonly messages: Message[] = []
  state: StreamState = EMPTY_STREAM
  readonly #ending = new AbortController()

  async open(query: string): Promise<void> {
    const response = await fetch(`${server.url}${CLUSTER}/stream?${query}`, {
      headers: { authorization: `Bearer ${SECRET}` },
      signal: this.#ending.signal,
    })
    if (response.status !== 200) throw new Error(`the stream was answered with ${response.status}`)
    void this.#read(response).catch(() => {})
  }

  close(): void {
    this.#ending.abort()
  }

  get types(): readonly string[] {
    return this.messages.map(({ type }) => type)
  }

  async waitFor(type: Message['type']): Promise<void> {
    await vi.waitUntil(() => this.types.includes(type), { timeout: 20_000 })
  }

  async #read(response: Response): Promise<void> {
    const reader = new EventReader()
    if (response.body === null) return
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      for (const message of reader.feed(text)) {
        this.messages.push(message)
        this.state = applyMessage(this.state, message)
      }
    }
  }
}

/** A change that every reader gets. */
function relabel(value: string): void {
  server.demo.storage.patch('services', { namespace: 'odd', name: 'sctp' }, { metadata: { labels: { round: value } } })
}

async function countOf(metric: string): Promise<number> {
  const text = await (await server.get('/metrics')).text()
  return Number(new RegExp(`^slicescope_${metric} (\\d+)`, 'm').exec(text)?.[1])
}

function labelSeen({ state }: Reader): string | undefined {
  return state.services.get('odd/sctp')?.value?.service.labels['round']
}

test('says hello and state, then a snapshot equal to what HTTP answers, then its digests, then changes', async () => {
  const reader = new Reader()
  await reader.open(streamQuery([OVERVIEW, SCTP], EMPTY_STREAM))
  await reader.waitFor('heartbeat')
  const told = reader.types.filter((type, index) => type !== reader.types[index - 1])
  expect(told.slice(0, 4)).toEqual(['hello', 'state', 'snapshot', 'heartbeat'])
  expect(reader.state.mismatches).toEqual([])
  const answer: unknown = await (await server.get(`${CLUSTER}/namespaces/odd/services/sctp`)).json()
  const ages = { heard: null, progressed: null, verified: null }
  const held = reader.state.services.get('odd/sctp')?.value
  const position = expect.stringMatching(/^[0-9a-f]{12}-\d+$/)
  const provenance = { position, origin: 'live', moment: 'now' }
  expect({ ...held, ...provenance, freshness: { ...held?.freshness, ...ages } }).toEqual({
    ...(typeof answer === 'object' ? answer : {}),
    freshness: { ...held?.freshness, ...ages },
  })
  relabel('one')
  await expect.poll(() => labelSeen(reader)).toBe('one')
  expect(reader.types).toContain('patch')
  reader.close()
})

test('heartbeats come every 10 s and agree', { timeout: 30_000 }, async () => {
  const reader = new Reader()
  await reader.open(streamQuery([OVERVIEW], EMPTY_STREAM))
  await expect
    .poll(() => reader.types.filter(type => type === 'heartbeat').length, { timeout: 20_000 })
    .toBeGreaterThan(1)
  const beat = reader.messages.findLast(message => message.type === 'heartbeat')
  const held = reader.state.overviews.get('*')
  expect(beat?.type === 'heartbeat' && beat.topics.get('overview:*')?.digest).toBe(held && formatDigest(held.digest))
  reader.close()
})

test('who comes back is told what it missed, and nothing else', async () => {
  const first = new Reader()
  await first.open(streamQuery([SCTP], EMPTY_STREAM))
  await first.waitFor('heartbeat')
  first.close()
  relabel('while-away')
  const second = new Reader()
  second.state = first.state
  await second.open(streamQuery([SCTP], first.state))
  await expect.poll(() => labelSeen(second)).toBe('while-away')
  expect(second.types).not.toContain('snapshot')
  expect(second.types).not.toContain('reset')
  expect(second.state.mismatches).toEqual([])
  second.close()
})

test('topics that are new to a reader come whole, the others go on', async () => {
  const first = new Reader()
  await first.open(streamQuery([OVERVIEW], EMPTY_STREAM))
  await first.waitFor('heartbeat')
  const second = new Reader()
  second.state = first.state
  await second.open(streamQuery([OVERVIEW, SCTP], first.state))
  await second.waitFor('heartbeat')
  expect(second.types).not.toContain('snapshot')
  expect([...second.state.services.keys(), ...second.state.overviews.keys()]).toEqual(['odd/sctp', '*'])
  expect(second.state.mismatches).toEqual([])
  first.close()
  second.close()
})

test.each(['otherepoch-1', 'nonsense', '-1'])('since=%s is reset, and a snapshot follows', async since => {
  const reader = new Reader()
  await reader.open(`overview=*&since=${since}`)
  await reader.waitFor('heartbeat')
  expect(reader.types).toEqual(['hello', 'state', 'reset', 'snapshot', 'heartbeat'])
  reader.close()
})

test('a Service that is not there is a topic, too: null until it comes', async () => {
  const reader = new Reader()
  await reader.open('service=odd/newborn')
  await reader.waitFor('heartbeat')
  expect(reader.state.services.get('odd/newborn')?.value).toBeNull()
  server.demo.storage.create('services', {
    metadata: { namespace: 'odd', name: 'newborn' },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 80, protocol: 'TCP' }] },
  })
  await expect.poll(() => reader.state.services.get('odd/newborn')?.value?.service.name).toBe('newborn')
  reader.close()
})

describe('what is no stream', () => {
  test.each([
    ['', 400, /^A stream needs a topic: add overview=\* or service=namespace\/name\.$/],
    ['overview=No!', 400, /Invalid query parameter "overview": expected a namespace, or \* for all/],
    ['service=web', 400, /Invalid query parameter "service": expected Services as namespace\/name/],
    [`service=shop/${'a'.repeat(64)}`, 400, /names have at most 63 lowercase letters, digits and hyphens/],
    ['service=shop/Web', 400, /names have at most 63 lowercase letters, digits and hyphens/],
    ['overview=*&fresh=x', 400, /Invalid query parameter "fresh"/],
    ['overview=*&because=fun', 400, /Invalid query parameter "because"/],
    ['overview=*&at=1', 400, /Unknown query parameter "at"/],
    [
      Array.from({ length: 65 }, (_, n) => `service=a/b${n}`).join('&'),
      400,
      /Invalid query parameter "service": at most 64/,
    ],
    [['overview=*', ...Array.from({ length: 64 }, (_, n) => `service=a/b${n}`)].join('&'), 400, /at most 64 topics/],
  ])('%s', async (query, status, sentence) => {
    const response = await server.get(`${CLUSTER}/stream?${query}`)
    const problem = problemSchema.parse(await response.json())
    expect([response.status, problem.detail]).toEqual([status, expect.stringMatching(sentence)])
  })

  test('of an unknown cluster', async () => {
    expect((await server.get('/api/clusters/nope/stream?overview=*')).status).toBe(404)
  })
})

test('a reader that restarted for a digest that differed is counted', async () => {
  const before = await countOf('stream_digest_mismatches_total')
  const reader = new Reader()
  await reader.open('overview=*&because=digest')
  await reader.waitFor('snapshot')
  expect(await countOf('stream_digest_mismatches_total')).toBe(before + 1)
  reader.close()
})

test('who leaves is no client any more', async () => {
  const reader = new Reader()
  await reader.open('overview=*')
  await reader.waitFor('snapshot')
  reader.close()
  await expect
    .poll(async () => (await server.get('/metrics')).text())
    .toContain('slicescope_stream_clients{cluster="slicescope-demo"} 0\n')
})

test('a reader that takes nothing is cut, and the others are told on', { timeout: 60_000 }, async () => {
  const lively = new Reader()
  await lively.open('service=odd/sctp')
  await lively.waitFor('heartbeat')
  const stalled = await new Promise<IncomingMessage>(resolve => {
    const headers = { authorization: `Bearer ${SECRET}` }
    get(`${server.url}${CLUSTER}/stream?overview=*&service=odd/sctp`, { headers }, resolve)
  })
  stalled.on('error', () => {})
  stalled.pause()
  // Labels long enough that what waits for the reader soon fills what the network takes for it.
  for (let round = 0; (await countOf('stream_cut_readers_total')) === 0; round += 1) {
    const labels = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`l${n}`, `${round}${'x'.repeat(50)}`]))
    server.demo.storage.patch('services', { namespace: 'odd', name: 'sctp' }, { metadata: { labels } })
    await expect
      .poll(() => lively.state.services.get('odd/sctp')?.value?.service.labels['l0'], { timeout: 15_000 })
      .toBe(labels['l0'])
  }
  expect(stalled.destroyed || stalled.readableEnded).toBe(false)
  stalled.resume()
  await expect.poll(() => stalled.destroyed).toBe(true)
  lively.close()
})
