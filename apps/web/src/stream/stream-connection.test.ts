import type { Message } from '@slicescope/protocol'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRow } from '@slicescope/view/testing'
import type { Link } from './link.ts'
import { StreamConnection } from './stream-connection.ts'
import { helloText, overviewPartText, patchText, snapshotText, StreamWorld, until } from './stream-world.ts'

const SEED = 20261124

/** A connection with all that it told. The address counts up, so that each attempt shows when it was asked for. */
function setUp() {
  const world = new StreamWorld()
  const messages: Message[] = []
  const links: Link[] = []
  const told = { bytes: 0, outdated: 0, addresses: 0 }
  const connection = new StreamConnection(world, {
    url: () => `/stream?n=${told.addresses++}`,
    onMessage: message => messages.push(message),
    onLink: link => links.push(link),
    onBytes: () => {
      told.bytes += 1
    },
    onOutdated: () => {
      told.outdated += 1
    },
  })
  return { world, connection, messages, links, told }
}

type Setup = ReturnType<typeof setUp>

/** Watermarks of the patches that were told. */
function patches({ messages }: Setup): readonly string[] {
  return messages.flatMap(message => (message.type === 'patch' ? [message.watermark] : []))
}

async function heard({ told }: Setup, send: () => void): Promise<void> {
  const before = told.bytes
  send()
  await until('the bytes are heard', () => told.bytes > before)
}

async function openOne(): Promise<Setup> {
  const setup = setUp()
  setup.connection.reopen()
  await heard(setup, () => setup.world.last.open().send(helloText()))
  return setup
}

/** An open stream, and one that is to take its place. */
async function openTwo(): Promise<Setup> {
  const setup = await openOne()
  setup.connection.reopen()
  return setup
}

async function cut(setup: Setup, cutOff: () => void): Promise<void> {
  const before = setup.links.length
  cutOff()
  await until('the link is told', () => setup.links.length > before)
}

describe('reading', () => {
  test(`messages are the same wherever their bytes are split (seed ${SEED})`, async () => {
    const row = aRow({ name: 'größe-店-🛒', verdict: 'Zwei – drei' })
    const text = [helloText(), ': a comment\n\n', snapshotText(1, { rows: [row] }), patchText(2)].join('')
    const bytes = new TextEncoder().encode(text)
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(bytes.length), { maxLength: 40 }), async cuts => {
        const setup = setUp()
        setup.connection.reopen()
        const ends = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = ends.slice(1).map((end, index) => bytes.slice(ends[index], end))
        setup.world.last.open().sendBytes(...chunks.filter(({ length }) => length > 0))
        await until('all is read', () => patches(setup).length > 0)
        expect(setup.messages.map(({ type }) => type)).toEqual(['hello', 'snapshot', 'patch'])
        const [, snapshot] = setup.messages
        expect(snapshot?.type === 'snapshot' && snapshot.overviews.get('*')?.services).toEqual([row])
      }),
      { seed: SEED, numRuns: 60 },
    )
  })

  test('an event of a name not known here is skipped', async () => {
    const setup = await openOne()
    await heard(setup, () => setup.world.last.send('event: news\ndata: {"a":1}\n\n', patchText(1)))
    expect(setup.messages.map(({ type }) => type)).toEqual(['hello', 'patch'])
  })

  test('a stream that cannot be understood is given back, not left open beside the next', async () => {
    const setup = await openOne()
    await cut(setup, () => setup.world.last.send('event: patch\ndata: {}\n\n'))
    expect(setup.links.at(-1)).toMatchObject({ state: 'waiting' })
    await until('the request is cut', () => setup.world.request(0).isCut)
  })
})

describe('reopen', () => {
  test('the open stream is left only when the new one speaks', async () => {
    const setup = await openTwo()
    const [old, fresh] = setup.world.requests
    expect([old?.isCut, fresh?.isCut]).toEqual([false, false])
    fresh?.open()
    await heard(setup, () => fresh?.send(': nothing said yet\n\n'))
    expect(old?.isCut).toBe(false)
    await heard(setup, () => fresh?.send(helloText()))
    expect([old?.isCut, fresh?.isCut]).toEqual([true, false])
  })

  test('what the old one brings meanwhile is dropped once the new one speaks', async () => {
    const setup = await openTwo()
    const [old, fresh] = setup.world.requests
    await heard(setup, () => old?.send(patchText(1)))
    expect(patches(setup)).toEqual([])
    await heard(setup, () => fresh?.open().send(helloText(), patchText(2)))
    expect(patches(setup)).toEqual(['e-2'])
  })

  test('what was dropped is not told later either, where the next attempt fails', async () => {
    const setup = await openTwo()
    await heard(setup, () => setup.world.request(0).send(patchText(1)))
    await heard(setup, () => setup.world.last.open().send(helloText(), patchText(2)))
    setup.connection.reopen()
    await heard(setup, () => setup.world.request(1).send(patchText(3)))
    setup.world.last.refuse(503)
    await until('the old one goes on', () => patches(setup).length > 1)
    expect(patches(setup)).toEqual(['e-2', 'e-3'])
  })

  test('what the old one brings meanwhile is told, in order, if the new one fails', async () => {
    const setup = await openTwo()
    const [old, fresh] = setup.world.requests
    await heard(setup, () => old?.send(patchText(1)))
    await heard(setup, () => old?.send(patchText(2)))
    fresh?.refuse(503)
    await until('the old one goes on', () => patches(setup).length === 2)
    await heard(setup, () => old?.send(patchText(3)))
    expect(patches(setup)).toEqual(['e-1', 'e-2', 'e-3'])
    expect(setup.links.map(({ state }) => state)).toEqual(['connecting', 'open'])
  })

  test('of two asked for at once only the last is waited for', async () => {
    const setup = await openTwo()
    setup.connection.reopen()
    expect(setup.world.requests.map(({ isCut }) => isCut)).toEqual([false, true, false])
    await heard(setup, () => setup.world.last.open().send(helloText()))
    expect(setup.world.requests.map(({ isCut, url }) => `${url} ${isCut}`)).toEqual([
      '/stream?n=0 true',
      '/stream?n=1 true',
      '/stream?n=2 false',
    ])
  })

  test('the old one may end first; the new one then takes its place without another attempt', async () => {
    const setup = await openTwo()
    const [old, fresh] = setup.world.requests
    await heard(setup, () => old?.send(patchText(1)))
    await cut(setup, () => old?.end())
    await heard(setup, () => fresh?.open().send(helloText(), patchText(2)))
    setup.world.pass(20_000)
    expect(patches(setup)).toEqual(['e-2'])
    expect(setup.world.requests).toHaveLength(2)
    expect(setup.links.map(({ state }) => state)).toEqual(['connecting', 'open', 'waiting', 'open'])
  })
})

describe('silence', () => {
  test('after 27 s without a byte the stream is taken for dead and opened again', async () => {
    const setup = await openOne()
    setup.world.pass(26_999)
    expect(setup.world.requests).toHaveLength(1)
    setup.world.pass(1)
    expect(setup.world.requests.map(({ isCut }) => isCut)).toEqual([true, false])
  })

  test('a comment is a sign of life', async () => {
    const setup = await openOne()
    setup.world.pass(20_000)
    await heard(setup, () => setup.world.last.send(': still here\n\n'))
    setup.world.pass(20_000)
    expect(setup.world.requests).toHaveLength(1)
  })

  test('an attempt that nothing answers is given up too, and the next follows', async () => {
    const setup = setUp()
    setup.connection.reopen()
    setup.world.pass(27_000)
    expect(setup.world.request(0).isCut).toBe(true)
    expect(setup.links.at(-1)).toMatchObject({ state: 'waiting', problem: 'The server does not answer.' })
    setup.world.pass(300)
    expect(setup.world.requests).toHaveLength(2)
  })

  test('a new stream that never speaks does not keep what the old one brings for ever', async () => {
    const setup = await openTwo()
    const [old] = setup.world.requests
    setup.world.pass(20_000)
    await heard(setup, () => old?.send(patchText(1)))
    setup.world.pass(7000)
    expect(patches(setup)).toEqual(['e-1'])
    expect(old?.isCut).toBe(false)
  })
})

describe('wake', () => {
  test('does not wait for the backoff', async () => {
    const setup = setUp()
    setup.connection.reopen()
    await cut(setup, () => setup.world.last.refuse(401))
    setup.connection.wake()
    expect(setup.world.requests).toHaveLength(2)
    setup.world.pass(20_000)
    expect(setup.world.requests).toHaveLength(2)
  })

  test('leaves alone what spoke lately, and what is being opened', async () => {
    const setup = await openOne()
    setup.world.pass(12_000)
    setup.connection.wake()
    expect(setup.world.requests).toHaveLength(1)
    setup.connection.reopen()
    setup.connection.wake()
    expect(setup.world.requests).toHaveLength(2)
  })

  test('opens again what left out a heartbeat, as after a sleep', async () => {
    const setup = await openOne()
    setup.world.pass(12_001)
    setup.connection.wake()
    expect(setup.world.requests.map(({ isCut }) => isCut)).toEqual([true, false])
  })
})

describe('what ends is opened again', () => {
  test('after delays that double, until it speaks', async () => {
    const setup = setUp()
    setup.connection.reopen()
    const delays: (number | undefined)[] = []
    for (let failure = 0; failure < 8; failure += 1) {
      await cut(setup, () => setup.world.last.fail())
      delays.push(setup.world.nextTimer)
      setup.world.pass(delays.at(-1) ?? 0)
    }
    expect(delays).toEqual([300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000])
    await heard(setup, () => setup.world.last.open().send(helloText()))
    await cut(setup, () => setup.world.last.end())
    expect(setup.world.nextTimer).toBe(300)
  })

  test('it is told since when it is cut off, not when the last attempt failed', async () => {
    const setup = await openOne()
    const since = setup.world.now()
    await cut(setup, () => setup.world.last.end())
    setup.world.pass(300)
    await cut(setup, () => setup.world.last.fail())
    expect(setup.links.slice(2)).toEqual([
      { state: 'waiting', since, problem: 'The server ended the stream.' },
      { state: 'waiting', since, problem: 'The server does not answer.' },
    ])
  })

  test('an attempt asks for the address of its own time', async () => {
    const setup = await openOne()
    await cut(setup, () => setup.world.last.end())
    setup.world.pass(300)
    expect(setup.world.last.url).toBe('/stream?n=1')
  })
})

describe('refusals', () => {
  test.each([
    [401, 'Sign in.', 'refused', 8000],
    [403, 'Not from there.', 'refused', 8000],
    [404, 'There is no cluster prod.', 'refused', 8000],
    [429, 'Too many streams.', 'waiting', 300],
    [503, 'Not listed yet.', 'waiting', 300],
  ] as const)('%i is told in the words of the server (%s): %s, again in %i ms', async (...expected) => {
    const [status, detail, state, delay] = expected
    const setup = setUp()
    setup.connection.reopen()
    await cut(setup, () => setup.world.last.refuse(status, { detail }))
    expect(setup.links.at(-1)).toMatchObject({ state, problem: detail })
    expect(setup.world.nextTimer).toBe(delay)
  })

  test('an answer that is not ours is told by its number', async () => {
    const setup = setUp()
    setup.connection.reopen()
    await cut(setup, () => setup.world.last.refuse(502))
    expect(setup.links.at(-1)).toMatchObject({ state: 'waiting', problem: 'The server answered 502.' })
  })

  test.each([
    ['20', 20_000],
    ['0', 300],
    ['99999999999', 300_000],
    ['-5', 300],
    ['Tue, 24 Nov 2026 03:00:20 GMT', 300],
  ])('Retry-After: %s waits %i ms', async (retryAfter, delay) => {
    const setup = setUp()
    setup.connection.reopen()
    await cut(setup, () => setup.world.last.refuse(503, { retryAfter }))
    expect(setup.world.nextTimer).toBe(delay)
  })
})

test('Retry-After holds also where the stream was open just before', async () => {
  const setup = await openOne()
  await cut(setup, () => setup.world.last.end())
  setup.world.pass(300)
  await cut(setup, () => setup.world.last.refuse(503, { retryAfter: '60' }))
  setup.world.pass(59_999)
  expect(setup.world.requests).toHaveLength(2)
  setup.world.pass(1)
  expect(setup.world.requests).toHaveLength(3)
})

test('a server of another protocol ends it: the page is outdated, and nothing of the stream is told', async () => {
  const setup = setUp()
  setup.connection.reopen()
  setup.world.last.open().send(helloText(99), overviewPartText([aRow()]))
  await until('it is outdated', () => setup.told.outdated === 1)
  await until('the request is cut', () => setup.world.last.isCut)
  setup.world.pass(60_000)
  expect(setup.messages).toEqual([])
  expect(setup.world.requests).toHaveLength(1)
})

test('closed, it gives up both streams and leaves no timer', async () => {
  const setup = await openTwo()
  setup.connection.close()
  expect(setup.world.requests.map(({ isCut }) => isCut)).toEqual([true, true])
  expect(setup.world.nextTimer).toBeUndefined()
})
