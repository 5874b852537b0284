import { Random } from '@slicescope/model/random'
import { describe, expect, test } from 'vitest'
import { randomFaults, type RequestFault, type WatchFault } from './faults.ts'
import { aPod, startTestApi } from '../testing/test-api.ts'

const PODS = '/api/v1/namespaces/shop/pods'

/** The fault meets the next request only. */
function once(fault: RequestFault) {
  let isSpent = false
  return {
    onRequest: () => {
      if (isSpent) return undefined
      isSpent = true
      return fault
    },
  }
}

describe('requests', () => {
  test.each([
    [{ kind: 'status', code: 429, retryAfterSeconds: 2 }, 429, 'TooManyRequests'],
    [{ kind: 'status', code: 500 }, 500, 'InternalError'],
    [{ kind: 'status', code: 401 }, 401, 'Unauthorized'],
    [{ kind: 'status', code: 410 }, 410, 'Expired'],
  ] as const)('%j once, then all is well', async (fault, code, reason) => {
    const api = await startTestApi({ faults: once(fault) })
    const answer = await api.call(PODS)
    expect(answer.status).toBe(code)
    expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', reason, code })
    expect(answer.headers['retry-after']).toBe(code === 429 ? '2' : undefined)
    expect((await api.call(PODS)).status).toBe(200)
  })

  test('a reset ends the connection without an answer', async () => {
    const api = await startTestApi({ faults: once({ kind: 'reset' }) })
    await expect(api.call(PODS)).rejects.toThrow(/socket|ECONNRESET|aborted/)
    expect((await api.call(PODS)).status).toBe(200)
  })

  test('a cut answer is seen to be cut', async () => {
    const api = await startTestApi({ faults: once({ kind: 'cut' }) })
    await expect(api.call(PODS)).rejects.toThrow('aborted')
  })

  test('a slow answer is whole', async () => {
    const api = await startTestApi({ faults: once({ kind: 'slow', milliseconds: 1 }) })
    expect(JSON.parse((await api.call(PODS)).text)).toMatchObject({ kind: 'PodList' })
  })

  test('history forgotten: an older version is Expired', async () => {
    const api = await startTestApi()
    const then = api.storage.resourceVersion
    api.storage.create('pods', aPod('a'))
    api.server.setFaults(once({ kind: 'forget' }))
    const watch = await api.watch(`${PODS}?watch=1&resourceVersion=${then}`)
    expect(await watch.next()).toMatchObject({ type: 'ERROR', object: { code: 410 } })
  })
})

/** A watch that has told of `a` and meets the fault in the place of `b`. */
async function watchUntilFault(fault: WatchFault) {
  const api = await startTestApi({
    faults: {
      onEvent: ({ object }) =>
        'metadata' in object && JSON.stringify(object).includes('"name":"b"') ? fault : undefined,
    },
  })
  const watch = await api.watch(`${PODS}?watch=1`)
  api.storage.create('pods', aPod('a'))
  // What a reader has not taken yet is lost with a connection that breaks.
  expect((await watch.next()).object.metadata.name).toBe('a')
  api.storage.create('pods', aPod('b'))
  return { api, watch }
}

describe('watches', () => {
  test('closed in the place of an event', async () => {
    const { watch } = await watchUntilFault({ kind: 'close' })
    expect(await watch.line()).toBeUndefined()
  })

  test('an ERROR event', async () => {
    const { watch } = await watchUntilFault({ kind: 'error', code: 410 })
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    })
    expect(await watch.line()).toBeUndefined()
  })

  test('a line that is no JSON', async () => {
    const { watch } = await watchUntilFault({ kind: 'garbage-line' })
    const line = await watch.line()
    expect(() => JSON.parse(line ?? '{}')).toThrow(SyntaxError)
  })

  test('a line cut in its middle', async () => {
    const { watch } = await watchUntilFault({ kind: 'cut-line' })
    await expect(
      (async () => {
        const line = await watch.line()
        JSON.parse(line ?? '')
      })(),
    ).rejects.toThrow(/aborted|JSON/)
  })

  test('a reset', async () => {
    const { watch } = await watchUntilFault({ kind: 'reset' })
    await expect(watch.line()).rejects.toThrow('aborted')
  })

  test('a stalled one stays open and says nothing more', async () => {
    const { api, watch } = await watchUntilFault({ kind: 'stall' })
    const other = await api.watch(`${PODS}?watch=1&resourceVersion=${api.storage.resourceVersion}`)
    api.storage.create('pods', aPod('c'))
    expect((await other.next()).object.metadata.name).toBe('c')
    const winner = await Promise.race([watch.line().then(() => 'spoke'), api.call(PODS).then(() => 'silent')])
    expect(winner).toBe('silent')
    expect(api.server.watchCount('pods')).toBe(2)
  })

  test('all at once, between events', async () => {
    const api = await startTestApi()
    const pods = await api.watch(`${PODS}?watch=1`)
    await api.watch('/api/v1/nodes?watch=1')
    expect(api.server.failWatches({ kind: 'close' }, 'pods')).toBe(1)
    expect(await pods.line()).toBeUndefined()
    expect(api.server.watchCount()).toBe(1)
  })
})

test('dropped connections break what runs over them', async () => {
  const api = await startTestApi()
  const watch = await api.watch(`${PODS}?watch=1`)
  api.server.dropConnections()
  await expect(watch.line()).rejects.toThrow('aborted')
  expect((await api.call(PODS)).status).toBe(200)
})

/** What a fresh API with seeded faults answers to the same twelve calls. */
async function statusesUnderFaults(): Promise<readonly string[]> {
  const api = await startTestApi({
    faults: randomFaults({ random: new Random(11).next, requestRate: 0.5, eventRate: 0 }),
  })
  const seen: string[] = []
  for (let i = 0; i < 12; i++)
    seen.push(
      await api.call(PODS).then(
        answer => String(answer.status),
        () => 'broken',
      ),
    )
  return seen
}

test('a seeded schedule repeats, and spares what is no reading', async () => {
  const first = await statusesUnderFaults()
  expect(first).toEqual(await statusesUnderFaults())
  expect(new Set(first).size).toBeGreaterThan(1)
  const always = randomFaults({ random: new Random(1).next, requestRate: 1, eventRate: 0 })
  expect(
    always.onRequest?.({ verb: 'create', resource: 'pods', namespace: 'shop', query: new URLSearchParams() }),
  ).toBeUndefined()
})
