import { Random } from '@slicescope/model/random'
import { describe, expect, test } from 'vitest'
import { aPod, startTestApi, type TestEvent } from '../testing/test-api.ts'

const PODS = '/api/v1/namespaces/shop/pods'
const MINUTES_MS = 600_000

function brief({ type, object }: TestEvent): string {
  return `${type} ${object.metadata.name ?? object.reason}`
}

describe('beginning', () => {
  test('from a version: only what came later', async () => {
    const api = await startTestApi()
    api.storage.create('pods', aPod('a'))
    const watch = await api.watch(`${PODS}?watch=1&resourceVersion=${api.storage.resourceVersion}`)
    api.storage.patch('pods', { namespace: 'shop', name: 'a' }, { metadata: { labels: { x: 'y' } } })
    api.storage.delete('pods', { namespace: 'shop', name: 'a' })
    expect([brief(await watch.next()), brief(await watch.next())]).toEqual(['MODIFIED a', 'DELETED a'])
  })

  test('from an older version: first what happened since', async () => {
    const api = await startTestApi()
    const then = api.storage.resourceVersion
    api.storage.create('pods', aPod('a'))
    const watch = await api.watch(`${PODS}?watch=1&resourceVersion=${then}`)
    expect(brief(await watch.next())).toBe('ADDED a')
  })

  test.each(['', '&resourceVersion=0'])('without a version (%j): first what there is', async query => {
    const api = await startTestApi()
    api.storage.create('pods', aPod('a'))
    const watch = await api.watch(`${PODS}?watch=1${query}`)
    expect(brief(await watch.next())).toBe('ADDED a')
  })

  test('from a forgotten version: an ERROR event under HTTP 200, and the end', async () => {
    const api = await startTestApi({ window: 2 })
    const then = api.storage.resourceVersion
    for (const name of ['a', 'b', 'c', 'd']) api.storage.create('pods', aPod(name))
    const watch = await api.watch(`${PODS}?watch=1&resourceVersion=${then}`)
    expect(watch.status).toBe(200)
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: { kind: 'Status', code: 410, reason: 'Expired' },
    })
    expect(await watch.line()).toBeUndefined()
  })

  test('with initial events: all, the end mark, then changes', async () => {
    const api = await startTestApi()
    api.storage.create('pods', aPod('a'))
    const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true'
    const watch = await api.watch(`${PODS}?${query}`)
    expect(brief(await watch.next())).toBe('ADDED a')
    expect(await watch.next()).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: {
          resourceVersion: String(api.storage.resourceVersion),
          annotations: { 'k8s.io/initial-events-end': 'true' },
        },
        spec: { containers: null },
        status: {},
      },
    })
    api.storage.create('pods', aPod('b'))
    expect(brief(await watch.next())).toBe('ADDED b')
  })
})

test('a selector turns entering into ADDED and leaving into DELETED', async () => {
  const api = await startTestApi()
  const ref = { namespace: 'shop', name: 'a' }
  api.storage.create('pods', aPod('a'))
  const watch = await api.watch(
    `${PODS}?watch=1&labelSelector=tier+in+(front)&resourceVersion=${api.storage.resourceVersion}`,
  )
  for (const tier of ['front', 'front ', 'back'])
    api.storage.patch('pods', ref, { metadata: { labels: { tier: tier.trim(), t: tier } } })
  const events = [await watch.next(), await watch.next(), await watch.next()]
  expect(events.map(brief)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a'])
  expect(events[2]?.object.metadata).toMatchObject({
    labels: { tier: 'front' },
    resourceVersion: String(api.storage.resourceVersion),
  })
})

test('ends without an error when its time is over', async () => {
  const api = await startTestApi()
  const watch = await api.watch(`${PODS}?watch=1&timeoutSeconds=1`)
  expect(await watch.line()).toBeUndefined()
  await expect.poll(() => api.server.watchCount()).toBe(0)
})

test('rights taken away do not end it', async () => {
  const api = await startTestApi()
  const watch = await api.watch(`${PODS}?watch=1`, { user: 'reader' })
  api.server.setRules('reader', [])
  api.storage.create('pods', aPod('a'))
  expect(brief(await watch.next())).toBe('ADDED a')
  expect((await api.call(`${PODS}?watch=1`, { user: 'reader' })).status).toBe(403)
})

test.each([3, 4, 5])('no bookmark overtakes an event (seed %i)', async seed => {
  const api = await startTestApi({ bookmarkIntervalMs: 1, watchTimeoutMs: () => MINUTES_MS, window: 10_000 })
  const random = new Random(seed).next
  const start = api.storage.resourceVersion
  const watch = await api.watch(`${PODS}?watch=1&allowWatchBookmarks=true&resourceVersion=${start}`)
  const writer = (async () => {
    for (let round = 0; round < 60; round++) {
      for (let i = 0; i < random() * 8; i++) {
        api.storage.create('pods', aPod(`p-${round}-${i}`))
        if (random() < 0.3) api.storage.create('nodes', { metadata: { name: `n-${round}-${i}` } })
      }
      await new Promise(resolve => setTimeout(resolve, random() * 3))
    }
    return api.storage.create('pods', aPod('last'))
  })()
  const seen: number[] = []
  const atBookmarks: (readonly [readonly number[], readonly number[]])[] = []
  for (let event = await watch.next(); event.object.metadata.name !== 'last'; event = await watch.next()) {
    const version = Number(event.object.metadata.resourceVersion)
    if (event.type !== 'BOOKMARK') seen.push(version)
    else {
      const made = api.storage.table('pods').changesSince(start) ?? []
      const before = made.map(change => change.resourceVersion).filter(one => one <= version)
      atBookmarks.push([[...seen], before])
    }
  }
  await writer
  expect(atBookmarks.length).toBeGreaterThan(0)
  for (const [told, made] of atBookmarks) expect(told).toEqual(made)
})

test('kubectl gets rows: columns once, then cells beside the metadata', async () => {
  const api = await startTestApi()
  api.storage.create('pods', aPod('a'))
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
  const watch = await api.watch(`${PODS}?watch=1`, { headers: { accept } })
  api.storage.create('pods', aPod('b'))
  const [first, second] = [await watch.next(), await watch.next()]
  expect(first.object).toMatchObject({
    kind: 'Table',
    columnDefinitions: expect.arrayContaining([expect.objectContaining({ name: 'Ready' })]),
    rows: [{ cells: ['a', '0/1', 'Pending', '0', expect.any(String), '<none>', '<none>', '<none>', '<none>'] }],
  })
  expect(second.object).toMatchObject({
    columnDefinitions: null,
    rows: [{ object: { kind: 'PartialObjectMetadata', metadata: { name: 'b' } } }],
  })
})
