import { afterEach, expect, test } from 'vitest'
import { VirtualCluster } from '../testing/virtual-cluster.ts'
import { ScopeFollower } from './scope-follower.ts'

let stop = new AbortController()
let running: Promise<void> = Promise.resolve()
let clock: VirtualCluster['clock'] | null = null

/** Follows Services in all namespaces of a cluster with two of them, and lets it settle. */
async function follow(cluster: VirtualCluster, pageSize = 500) {
  clock = cluster.clock
  stop = new AbortController()
  cluster.write('services', 'ns/a')
  cluster.write('services', 'ns/b')
  const follower = new ScopeFollower({ ...cluster.context, pageSize }, { resource: 'services', namespace: null })
  running = follower.run(stop.signal)
  await cluster.clock.advance(4_000)
  return { server: cluster.server('services'), state: () => cluster.store.watches()[0] }
}

/** Of everything asked for since, reviews left out. */
function askedSince(cluster: VirtualCluster): readonly string[] {
  return cluster.asked.splice(0).filter(line => !line.startsWith('review'))
}

afterEach(async () => {
  stop.abort()
  await clock?.advance(1)
  await running
})

test('lists by watch where the server offers it', async () => {
  const cluster = new VirtualCluster()
  const { state } = await follow(cluster)
  expect(askedSince(cluster)).toEqual(['watch services'])
  expect(cluster.keys('services')).toEqual(['a', 'b'])
  expect(state()).toMatchObject({ phase: 'watching', hasSynced: true, loaded: 2, expected: 2, silenceLimit: 20_000 })
})

test('lists page by page where it does not, and remembers that', async () => {
  const cluster = new VirtualCluster()
  cluster.server('services').faults.lacksWatchList = true
  const { server } = await follow(cluster, 1)
  expect(askedSince(cluster)).toEqual(['watch services', 'list services', 'list services', 'watch services'])
  server.state.compact()
  server.failWatches({ code: 410, reason: 'Expired' })
  await cluster.clock.advance(5_000)
  expect(askedSince(cluster)).toEqual(['list services', 'list services', 'watch services'])
})

test('over HTTP/1.1 it goes on with a shorter watch once the state is told', async () => {
  const cluster = new VirtualCluster('http/1.1')
  const { state } = await follow(cluster)
  expect(askedSince(cluster)).toEqual(['watch services', 'watch services'])
  expect(state()).toMatchObject({ phase: 'watching', hasSynced: true, silenceLimit: 75_000 })
})

test('a watch that ends well is reopened at once, without a list and without a word', async () => {
  const cluster = new VirtualCluster()
  const { server } = await follow(cluster)
  const phases = cluster.recordPhases()
  askedSince(cluster)
  server.endWatches()
  await cluster.clock.advance(100)
  expect(askedSince(cluster)).toEqual(['watch services'])
  expect(phases).toEqual([])
})

test('a broken watch is reopened after a moment, from where it was', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  askedSince(cluster)
  server.breakWatches()
  cluster.write('services', 'ns/c')
  await cluster.clock.advance(100)
  expect(state()).toMatchObject({
    phase: 'closed',
    failures: 0,
    hasSynced: true,
    reason: 'The connection to the API server was lost.',
  })
  await cluster.clock.advance(2_000)
  expect(askedSince(cluster)).toEqual(['watch services'])
  expect(state()).toMatchObject({ phase: 'watching', failures: 0, reason: null })
  expect(cluster.keys('services')).toEqual(['a', 'b', 'c'])
})

test('what has expired is listed again at once; the old state stays until the last page', async () => {
  const cluster = new VirtualCluster()
  cluster.server('services').faults.lacksWatchList = true
  const { server } = await follow(cluster, 1)
  await cluster.clock.advance(61_000)
  for (const name of ['c', 'd', 'e']) cluster.write('services', `ns/${name}`)
  await cluster.clock.advance(1_000)
  const seen: string[] = []
  cluster.store.subscribe(() => seen.push(cluster.keys('services').join('')))
  server.state.hide(() => {
    server.state.remove('ns/a')
    cluster.write('services', 'ns/f')
  })
  server.state.compact()
  server.breakWatches()
  await cluster.clock.advance(5_000)
  expect(seen.at(-1)).toBe('bcdef')
  // a is held until all pages of the list are in, f among them.
  expect(seen.filter(keys => keys.includes('f') && keys.includes('a')).length).toBeGreaterThan(0)
  expect(seen.filter(keys => keys.length < 5)).toEqual([])
})

test('Retry-After is waited for', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  Object.assign(server.faults, { status: 429, retryAfter: 20 })
  server.breakWatches()
  await cluster.clock.advance(3_000)
  expect(state()).toMatchObject({ phase: 'closed', reason: 'The API server is busy (429). Retrying later.' })
  askedSince(cluster)
  server.faults.status = null
  await cluster.clock.advance(15_000)
  expect(askedSince(cluster)).toEqual([])
  await cluster.clock.advance(5_000)
  expect(askedSince(cluster)).toEqual(['watch services'])
})

test('in an outage it asks ever less, and failures are counted', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  server.faults.refuses = true
  server.breakWatches()
  await cluster.clock.advance(30_000)
  askedSince(cluster)
  await cluster.clock.advance(300_000)
  const { length } = askedSince(cluster)
  expect(length).toBeGreaterThan(3)
  expect(length).toBeLessThan(12)
  expect(state()?.failures).toBeGreaterThan(8)
  expect(state()).toMatchObject({
    phase: 'closed',
    reason: 'The API server cannot be reached: connection refused.',
  })
})

test('a refusal is said, doubted after 5, 10, 20 and 40 s, and then asked about every minute', async () => {
  const cluster = new VirtualCluster()
  cluster.allows = verb => verb !== 'watch'
  const { state } = await follow(cluster)
  expect(state()).toMatchObject({
    phase: 'forbidden',
    reason: 'Permission denied (RBAC): cannot list and watch services in all namespaces. Ask for these permissions.',
  })
  const asks: number[] = []
  cluster.asked.splice(0)
  for (let at = 1; at <= 200; at += 1) {
    await cluster.clock.advance(1_000)
    if (cluster.asked.splice(0).includes('review watch services')) asks.push(at)
  }
  const pauses = asks.map((at, index) => at - (asks[index - 1] ?? 0))
  expect(pauses.slice(1)).toEqual([10, 20, 40, 60, 60])
  expect(asks[0]).toBeLessThanOrEqual(5)
  cluster.allows = () => true
  await cluster.clock.advance(62_000)
  expect(state()).toMatchObject({ phase: 'watching', reason: null })
})

test('a refusal of what was followed is doubted after 1, 2, 4 ... s, and believed from the second on', async () => {
  const cluster = new VirtualCluster()
  let forbidden = 0
  clock = cluster.clock
  stop = new AbortController()
  const scope = { resource: 'services', namespace: null } as const
  running = new ScopeFollower(cluster.context, scope, { onForbidden: () => (forbidden += 1) }).run(stop.signal)
  await cluster.clock.advance(61_000)
  cluster.allows = () => false
  const isRefused = () => cluster.store.watches()[0]?.phase === 'forbidden'
  while (!isRefused()) await cluster.clock.advance(500)
  expect(forbidden).toBe(0)
  const seconds: number[] = []
  for (let at = 1; at <= 125; at += 1) {
    cluster.asked.splice(0)
    await cluster.clock.advance(1_000)
    if (cluster.asked.includes('review list services')) seconds.push(at)
  }
  const pauses = seconds.map((at, index) => at - (seconds[index - 1] ?? 0))
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60])
  expect(forbidden).toBe(pauses.length)
})

test('what belongs to no namespace is refused without a word of namespaces', async () => {
  const cluster = new VirtualCluster()
  cluster.allows = () => false
  clock = cluster.clock
  stop = new AbortController()
  running = new ScopeFollower(cluster.context, { resource: 'nodes', namespace: null }).run(stop.signal)
  await cluster.clock.advance(1_000)
  expect(cluster.store.watches()[0]?.reason).toBe(
    'Permission denied (RBAC): cannot list and watch nodes. Ask for these permissions.',
  )
})

test('a refusal stands while nothing answers, and is asked about when somebody does', async () => {
  const cluster = new VirtualCluster()
  cluster.allows = () => false
  const { state } = await follow(cluster)
  cluster.isDown = true
  const phases = cluster.recordPhases()
  await cluster.clock.advance(300_000)
  expect([state()?.phase, new Set(phases)]).toEqual(['forbidden', new Set()])
  cluster.isDown = false
  cluster.allows = () => true
  await cluster.clock.advance(62_000)
  expect(state()).toMatchObject({ phase: 'watching', reason: null })
})

test('a right that is taken away is noticed within 65 s though the watch stays open', async () => {
  const cluster = new VirtualCluster()
  const { state } = await follow(cluster)
  await cluster.clock.advance(30_000)
  cluster.allows = () => false
  await cluster.clock.advance(64_000)
  expect(state()).toMatchObject({ phase: 'forbidden', hasSynced: true })
})

test('a server that does not answer reviews is tried all the same', async () => {
  const cluster = new VirtualCluster()
  cluster.allows = (verb, scope) => verb !== 'watch' || scope !== 'services'
  const { state } = await follow(cluster)
  expect(state()?.phase).toBe('forbidden')
})

test('heard follows pings and bytes, verified the last complete list', async () => {
  const cluster = new VirtualCluster('http/1.1')
  const begun = cluster.clock.now()
  const { server, state } = await follow(cluster)
  const { verified } = state() ?? {}
  expect(verified).toBeGreaterThan(begun)
  await cluster.clock.advance(20_000)
  server.bookmark()
  await cluster.clock.advance(1_000)
  expect(state()).toMatchObject({ heard: cluster.clock.now() - 1_000, verified })
})

test.each([500, 302, 401])('answers of %i are no news of what is held: it stays as of before', async status => {
  const cluster = new VirtualCluster('http/1.1')
  const { server, state } = await follow(cluster)
  const heard = state()?.heard
  await cluster.clock.advance(1_000)
  server.faults.status = status
  server.breakWatches()
  await cluster.clock.advance(60_000)
  expect(state()).toMatchObject({ blind: true, heard, asOf: heard })
})

test('what the watch lost is found by comparing, counted and put right', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  const before = state()?.verified ?? 0
  await cluster.clock.advance(800_000)
  expect(state()?.verified).toBeGreaterThan(before)
  // Three changes that no watch will ever tell.
  server.state.hide(() => {
    cluster.write('services', 'ns/a', 9)
    cluster.write('services', 'ns/new')
    server.state.remove('ns/b')
  })
  const counters = () => [...cluster.context.counters.values()][0]?.counters.mismatches
  expect(counters()).toBe(0)
  await cluster.clock.advance(900_000)
  expect(cluster.keys('services')).toEqual(['a', 'new'])
  expect(counters()).toBe(3)
})

test('changes that come during a comparison are no mismatch', async () => {
  const cluster = new VirtualCluster()
  await follow(cluster, 1)
  for (let at = 0; at < 1_000; at += 1) {
    cluster.write('services', `ns/${at % 7}`, at)
    await cluster.clock.advance(1_000)
  }
  expect(cluster.asked.filter(line => line === 'list services').length).toBeGreaterThan(0)
  expect([...cluster.context.counters.values()][0]?.counters.mismatches).toBe(0)
})

test('a watch that brings nothing for 3 minutes has stalled, however well its connection works', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  await cluster.clock.advance(61_000)
  const progressed = state()?.progressed ?? 0
  expect(cluster.clock.now() - progressed).toBeLessThan(10_000)
  server.stallWatches()
  server.state.hide(() => cluster.write('services', 'ns/missed'))
  const phases = cluster.recordPhases()
  askedSince(cluster)
  await cluster.clock.advance(179_000)
  expect([askedSince(cluster), cluster.keys('services')]).toEqual([[], ['a', 'b']])
  expect((state()?.stalledAfter ?? 0) - (state()?.progressed ?? 0)).toBe(180_000)
  await cluster.clock.advance(1_500)
  expect(state()).toMatchObject({ phase: 'closed', failures: 1, reason: expect.stringContaining('has stalled') })
  await cluster.clock.advance(3_000)
  expect(cluster.keys('services')).toEqual(['a', 'b', 'missed'])
  expect(phases.filter(line => line.endsWith('closed'))).toHaveLength(1)
  expect(state()).toMatchObject({ phase: 'watching', failures: 0, reason: null })
  expect(state()?.stalledAfter).toBeGreaterThan(cluster.clock.now())
})

test('a watch of bookmarks alone goes on', async () => {
  const cluster = new VirtualCluster()
  await follow(cluster)
  askedSince(cluster)
  await cluster.clock.advance(290_000)
  expect(askedSince(cluster)).toEqual([])
})

test('where no bookmarks come, silence is no stall', async () => {
  const cluster = new VirtualCluster()
  const server = cluster.server('services')
  Object.assign(server.faults, { lacksWatchList: true, sendsNoBookmarks: true })
  const { state } = await follow(cluster)
  askedSince(cluster)
  await cluster.clock.advance(290_000)
  expect(askedSince(cluster)).toEqual([])
  expect(state()).toMatchObject({ phase: 'watching', stalledAfter: null })
})

test('a server that answers nothing is told of within 20 s', async () => {
  const cluster = new VirtualCluster()
  cluster.server('services').faults.isSilent = true
  const { state } = await follow(cluster)
  await cluster.clock.advance(15_000)
  expect(state()?.reason).toMatch(/^The API server accepts connections, but has not answered for 8 s/)
  cluster.server('services').faults.isSilent = false
  await cluster.clock.advance(120_000)
  expect(state()).toMatchObject({ phase: 'watching', reason: null })
})

test('that lists by watch never end is learned once for all resources', async () => {
  const cluster = new VirtualCluster()
  for (const scope of ['services', 'nodes', 'pods']) cluster.server(scope).faults.forgetsInitialEnd = true
  const { state } = await follow(cluster)
  const others = (['nodes', 'pods'] as const).map(resource =>
    new ScopeFollower(cluster.context, { resource, namespace: null }).run(stop.signal),
  )
  await cluster.clock.advance(85_000)
  expect(state()).toMatchObject({ phase: 'watching', hasSynced: true })
  expect(cluster.store.watches().map(({ hasSynced }) => hasSynced)).toEqual([true, true, true])
  stop.abort()
  await cluster.clock.advance(1)
  await Promise.all(others)
})

test('410 to everything: one list at once, then ever less', async () => {
  const cluster = new VirtualCluster()
  const { server } = await follow(cluster)
  await cluster.clock.advance(61_000)
  askedSince(cluster)
  server.faults.status = 410
  server.breakWatches()
  await cluster.clock.advance(30_000)
  expect(askedSince(cluster).length).toBeLessThan(12)
  await cluster.clock.advance(300_000)
  expect(askedSince(cluster).length).toBeLessThan(15)
})

test('all that lost the server are back as soon as the first one is', async () => {
  const cluster = new VirtualCluster()
  const { server } = await follow(cluster)
  const other = new ScopeFollower(cluster.context, { resource: 'nodes', namespace: null })
  const alsoRunning = other.run(stop.signal)
  await cluster.clock.advance(5_000)
  for (const each of [server, cluster.server('nodes')]) {
    each.faults.refuses = true
    each.breakWatches()
  }
  await cluster.clock.advance(300_000)
  for (const each of [server, cluster.server('nodes')]) each.faults.refuses = false
  const back: number[] = []
  cluster.store.subscribe(batch => {
    if (batch.some(entry => entry.type === 'watch' && entry.watch.phase === 'watching')) back.push(cluster.clock.now())
  })
  await cluster.clock.advance(61_000)
  expect(back).toHaveLength(2)
  expect((back[1] ?? 0) - (back[0] ?? 0)).toBeLessThan(200)
  stop.abort()
  await cluster.clock.advance(1)
  await alsoRunning
})

/** Writes a Service with a field of another type. */
function writeOdd(cluster: VirtualCluster, key: string): void {
  cluster.server('services').state.write(key, resourceVersion => {
    const [namespace = '', name = ''] = key.split('/')
    return { metadata: { name, namespace, uid: `uid of ${key}`, resourceVersion }, spec: { ports: 'none' } }
  })
}

test.for([true, false])('one odd object is left out, named and counted (from the beginning: %s)', async isEarly => {
  const cluster = new VirtualCluster()
  if (isEarly) writeOdd(cluster, 'ns/odd')
  const { state } = await follow(cluster)
  if (!isEarly) writeOdd(cluster, 'ns/odd')
  await cluster.clock.advance(5_000)
  expect(cluster.keys('services')).toEqual(['a', 'b'])
  const leftOut = { count: 1, objects: [{ key: 'ns/odd', why: '.spec.ports is not a list' }] }
  expect(state()).toMatchObject({ phase: 'watching', hasSynced: true, leftOut })
  // It may change as often as it likes.
  askedSince(cluster)
  for (let times = 0; times < 20; times += 1) writeOdd(cluster, 'ns/odd')
  cluster.write('services', 'ns/c')
  await cluster.clock.advance(1_000)
  expect([askedSince(cluster), cluster.keys('services')]).toEqual([[], ['a', 'b', 'c']])
  cluster.write('services', 'ns/odd', 2)
  await cluster.clock.advance(1_000)
  expect(cluster.keys('services')).toEqual(['a', 'b', 'c', 'odd'])
  expect(state()?.leftOut).toEqual({ count: 0, objects: [] })
})

test('what turns odd is left out; what only the stream made odd is not', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  writeOdd(cluster, 'ns/a')
  await cluster.clock.advance(5_000)
  expect(cluster.keys('services')).toEqual(['b'])
  server.garbleNext(
    Buffer.from('{"type":"MODIFIED","object":{"metadata":{"name":"b","namespace":"ns","resourceVersion":"9"}}}'),
  )
  cluster.write('services', 'ns/b', 7)
  await cluster.clock.advance(5_000)
  expect([cluster.keys('services'), state()?.leftOut?.count]).toEqual([['b'], 1])
})

test('what is served in another version only is not known, and not absent', async () => {
  const cluster = new VirtualCluster()
  cluster.server('horizontalpodautoscalers').faults.status = 404
  cluster.server('httproutes').faults.status = 404
  await follow(cluster)
  const others = (['horizontalpodautoscalers', 'httproutes'] as const).map(resource =>
    new ScopeFollower(cluster.context, { resource, namespace: null }).run(stop.signal),
  )
  await cluster.clock.advance(5_000)
  const [, autoscalers, routes] = cluster.store.watches()
  expect(autoscalers).toMatchObject({
    hasSynced: false,
    reason: expect.stringContaining('only in a version that Slicescope does not support'),
  })
  expect(routes).toMatchObject({ phase: 'watching', hasSynced: true, reason: null })
  stop.abort()
  await cluster.clock.advance(1)
  await Promise.all(others)
})

test('a server without EndpointSlices v1 is told to be too old', async () => {
  const cluster = new VirtualCluster()
  cluster.server('services').faults.status = 404
  const { state } = await follow(cluster)
  expect(state()?.reason).toContain('needs Kubernetes 1.21 or newer')
})

test('a bookmark that goes back is no place to go on from: all is listed', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  await cluster.clock.advance(61_000)
  askedSince(cluster)
  server.state.hide(() => cluster.write('services', 'ns/hidden'))
  server.bookmark(1)
  await cluster.clock.advance(5_000)
  expect(askedSince(cluster)).toEqual(['watch services'])
  expect(cluster.keys('services')).toEqual(['a', 'b', 'hidden'])
  expect(state()).toMatchObject({ phase: 'watching', failures: 0 })
})

test('a person who asks to try again waits for no Retry-After', async () => {
  const cluster = new VirtualCluster()
  const { server, state } = await follow(cluster)
  Object.assign(server.faults, { status: 429, retryAfter: 100_000 })
  server.breakWatches()
  await cluster.clock.advance(5_000)
  Object.assign(server.faults, { status: null, retryAfter: null })
  await cluster.clock.advance(20_000)
  expect(state()?.phase).toBe('closed')
  cluster.context.revival.retry()
  await cluster.clock.advance(1_000)
  expect(state()?.phase).toBe('watching')
})
