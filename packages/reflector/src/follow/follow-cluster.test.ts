import { type Entry, RESOURCE_NAMES, RESOURCES } from '@slicescope/model'
import { afterEach, expect, test } from 'vitest'
import { VirtualCluster } from '../testing/virtual-cluster.ts'
import { followCluster, type FollowOptions } from './follow-cluster.ts'

const EVIDENCE = RESOURCE_NAMES.filter(resource => RESOURCES[resource].isEvidence)

let stop = new AbortController()
let running: Promise<void> = Promise.resolve()
let clock: VirtualCluster['clock'] | null = null

function follow(cluster: VirtualCluster, options: Partial<FollowOptions> = {}) {
  clock = cluster.clock
  stop = new AbortController()
  const { connection, store, context } = cluster
  const follower = followCluster({ connection, store, clock: cluster.clock, random: context.random, ...options })
  running = follower.run(stop.signal)
  return follower
}

function states(cluster: VirtualCluster): Record<string, string> {
  return Object.fromEntries(
    cluster.store
      .watches()
      .filter(({ resource }) => !RESOURCES[resource].isEvidence)
      .map(({ resource, namespace, phase }) => [`${resource}${namespace === null ? '' : ` in ${namespace}`}`, phase]),
  )
}

afterEach(async () => {
  stop.abort()
  await clock?.advance(1)
  await running
})

test('pods come after Services, slices and nodes; all count as loading from the beginning', async () => {
  const cluster = new VirtualCluster()
  follow(cluster)
  expect(cluster.store.watches().map(({ resource, hasSynced }) => `${resource} ${hasSynced}`)).toEqual([
    'services false',
    'endpointslices false',
    'nodes false',
    'pods false',
    'namespaces false',
    ...EVIDENCE.map(resource => `${resource} false`),
  ])
  await cluster.clock.advance(10_000)
  const order = cluster.asked.filter(line => line.startsWith('watch'))
  expect(new Set(order.slice(0, 3))).toEqual(new Set(['watch services', 'watch endpointslices', 'watch nodes']))
  expect(new Set(order.slice(3, 5))).toEqual(new Set(['watch pods', 'watch namespaces']))
  expect(new Set(order.slice(5))).toEqual(new Set(EVIDENCE.map(resource => `watch ${resource}`)))
  expect(cluster.store.watches().every(watch => watch.phase === 'watching' && watch.hasSynced)).toBe(true)
})

test('an abort ends it at once, however early it comes', async () => {
  const cluster = new VirtualCluster()
  follow(cluster)
  stop.abort()
  await cluster.clock.advance(1)
  await expect(running).resolves.toBeUndefined()
})

test('pods do not wait for ever for what comes first', async () => {
  const cluster = new VirtualCluster()
  cluster.server('nodes').faults.status = 500
  follow(cluster)
  await cluster.clock.advance(20_000)
  expect(states(cluster)).toMatchObject({ nodes: 'closed', pods: 'watching' })
})

test('says which cluster it is', async () => {
  const cluster = new VirtualCluster()
  const follower = follow(cluster)
  expect(follower.identity()).toEqual({ version: null, uid: null })
  await cluster.clock.advance(1_000)
  expect(follower.identity()).toEqual({ version: 'v1.37.2', uid: 'uid-1' })
})

test('without the right to read all namespaces those that are allowed are followed', async () => {
  const cluster = new VirtualCluster()
  const open = new Set(['services in ns-1', 'services in ns-2', 'pods in ns-2', 'namespaces', 'nodes'])
  cluster.allows = (_verb, scope) => open.has(scope)
  for (const name of ['ns-1', 'ns-2', 'ns-3']) cluster.write('namespaces', name)
  cluster.write('services in ns-1', 'ns-1/a')
  cluster.write('services in ns-2', 'ns-2/b')
  follow(cluster)
  await cluster.clock.advance(10_000)
  expect(cluster.keys('services')).toEqual(['a', 'b'])
  expect(states(cluster)).toEqual({
    services: 'forbidden',
    'services in ns-1': 'watching',
    'services in ns-2': 'watching',
    endpointslices: 'forbidden',
    nodes: 'watching',
    pods: 'forbidden',
    'pods in ns-2': 'watching',
    namespaces: 'watching',
  })
  // A namespace goes: what was in it goes too.
  cluster.server('namespaces').state.remove('ns-2')
  await cluster.clock.advance(2_000)
  expect(cluster.keys('services')).toEqual(['a'])
  expect(states(cluster)).not.toHaveProperty('services in ns-2')
  // All is allowed: one watch for all namespaces again.
  cluster.allows = () => true
  cluster.write('services', 'ns-1/a')
  await cluster.clock.advance(70_000)
  expect(states(cluster)).toEqual({
    services: 'watching',
    endpointslices: 'watching',
    nodes: 'watching',
    pods: 'watching',
    namespaces: 'watching',
  })
  expect(cluster.keys('services')).toEqual(['a'])
})

test('where namespaces cannot be listed, the context’s own is followed', async () => {
  const cluster = new VirtualCluster()
  cluster.allows = (_verb, scope) => scope.endsWith('in mine')
  follow(cluster, { contextNamespace: 'mine' })
  await cluster.clock.advance(5_000)
  expect(states(cluster)).toMatchObject({
    services: 'forbidden',
    'services in mine': 'watching',
    'endpointslices in mine': 'watching',
    'pods in mine': 'watching',
    namespaces: 'forbidden',
  })
})

test('with --namespace only these are asked for', async () => {
  const cluster = new VirtualCluster()
  follow(cluster, { namespaces: ['one', 'two'] })
  await cluster.clock.advance(5_000)
  const scopes = new Set(
    cluster.asked
      .filter(line => line.startsWith('watch'))
      .map(line => line.slice(6))
      .filter(scope => !EVIDENCE.some(resource => scope.startsWith(`${resource} `) || scope === resource)),
  )
  expect([...scopes].toSorted()).toEqual([
    'endpointslices in one',
    'endpointslices in two',
    'namespaces',
    'nodes',
    'pods in one',
    'pods in two',
    'services in one',
    'services in two',
  ])
})

test('the pods of an open Service come before the others', async () => {
  const cluster = new VirtualCluster()
  cluster.server('pods').faults.isSilent = true
  cluster.write('pods in ns-1', 'ns-1/wanted')
  cluster.write('pods', 'ns-1/wanted', 2)
  cluster.write('pods', 'ns-2/other')
  const follower = follow(cluster)
  await cluster.clock.advance(5_000)
  expect(cluster.keys('pods')).toEqual([])
  follower.prioritize('ns-1')
  follower.prioritize('ns-1')
  await cluster.clock.advance(1_000)
  expect(cluster.keys('pods')).toEqual(['wanted'])
  expect(cluster.asked.filter(line => line === 'list pods in ns-1')).toHaveLength(1)
  cluster.server('pods').faults.isSilent = false
  await cluster.clock.advance(80_000)
  expect(cluster.keys('pods')).toEqual(['other', 'wanted'])
  follower.prioritize('ns-2')
  await cluster.clock.advance(1_000)
  expect(cluster.asked).not.toContain('list pods in ns-2')
})

test('an unreachable API server is no end: it is followed once it is there', async () => {
  const cluster = new VirtualCluster()
  const all = ['services', 'endpointslices', 'nodes', 'pods', 'namespaces'].map(scope => cluster.server(scope))
  for (const server of all) server.faults.refuses = true
  follow(cluster)
  await cluster.clock.advance(600_000)
  expect(new Set(Object.values(states(cluster)))).toEqual(new Set(['closed']))
  for (const server of all) server.faults.refuses = false
  await cluster.clock.advance(62_000)
  expect(new Set(Object.values(states(cluster)))).toEqual(new Set(['watching']))
})

test('what is not served is not there, and refused evidence disturbs nobody', async () => {
  const cluster = new VirtualCluster()
  cluster.server('httproutes').faults.status = 404
  cluster.allows = (_verb, scope) => scope !== 'events'
  follow(cluster)
  await cluster.clock.advance(30_000)
  const phases = Object.fromEntries(cluster.store.watches().map(({ resource, phase }) => [resource, phase]))
  expect(phases).toMatchObject({
    httproutes: 'watching',
    events: 'forbidden',
    deployments: 'watching',
    pods: 'watching',
  })
  expect(cluster.store.watches().find(({ resource }) => resource === 'httproutes')?.hasSynced).toBe(true)
  // Installed later, it is followed.
  cluster.server('httproutes').faults.status = null
  await cluster.clock.advance(130_000)
  const since = cluster.store.watches().find(({ resource }) => resource === 'httproutes')
  expect(since).toMatchObject({ phase: 'watching', hasSynced: true })
  expect(since?.heard).not.toBeNull()
})

test('without rights everywhere, evidence is followed where somebody looks', async () => {
  const cluster = new VirtualCluster()
  for (const name of ['ns-1', 'ns-2']) cluster.write('namespaces', name)
  cluster.allows = (_verb, scope) => scope === 'namespaces' || scope === 'nodes' || / in ns-/.test(scope)
  const follower = follow(cluster)
  await cluster.clock.advance(80_000)
  expect(cluster.asked).toContain('watch pods in ns-2')
  expect(cluster.asked.filter(line => line.startsWith('watch deployments in'))).toEqual([])
  follower.prioritize('ns-2')
  await cluster.clock.advance(5_000)
  expect(cluster.asked).toContain('watch deployments in ns-2')
  expect(cluster.asked).not.toContain('watch deployments in ns-1')
})

test('who is stopped before all is here waits for nothing', async () => {
  const cluster = new VirtualCluster()
  for (const scope of ['services', 'pods']) cluster.server(scope).faults.isSilent = true
  follow(cluster)
  stop.abort()
  await cluster.clock.advance(1)
  await expect(running).resolves.toBeUndefined()
})

test('a clock that is set is an entry, and makes nothing older or newer', async () => {
  const cluster = new VirtualCluster()
  follow(cluster)
  await cluster.clock.advance(10_000)
  const ages = () => cluster.store.watches().map(({ heard, verified }) => [heard, verified].map(ageOf))
  const ageOf = (time: number | null) => (time === null ? null : cluster.clock.now() - time)
  const told: Entry[] = []
  cluster.store.subscribe(batch => told.push(...batch))
  const before = ages()
  cluster.clock.step(3_600_000)
  expect(ages()).toEqual(before)
  cluster.clock.step(-180_000)
  expect(ages()).toEqual(before)
  expect(told.filter(({ type }) => type === 'clock')).toMatchObject([{ stepped: 3_600_000 }, { stepped: -180_000 }])
  const requests = cluster.asked.length
  await cluster.clock.advance(1_000)
  expect(cluster.asked.length).toBe(requests)
})

function numberOf(scope: string): number {
  return Number(/ in ns-(\d+)$/.exec(scope)?.[1] ?? Infinity)
}

/** `count` namespaces of which those up to `allowed` may be read. */
function manyNamespaces(count: number, allowed: number): VirtualCluster {
  const cluster = new VirtualCluster()
  cluster.allows = (_verb, scope) => scope === 'namespaces' || scope === 'nodes' || numberOf(scope) < allowed
  for (let n = 0; n < count; n += 1) cluster.write('namespaces', `ns-${n}`)
  return cluster
}

function reachOf(cluster: VirtualCluster, resource: string) {
  return cluster.store.watches().find(watch => watch.resource === resource && watch.namespace === null)?.byNamespace
}

/** The most of them within any second. */
function mostInASecond(times: readonly number[]): number {
  return Math.max(...times.map((at, index) => times.slice(index).filter(other => other - at < 1_000).length))
}

test('with rights in 200 of 220 namespaces all 200 are followed, what is on screen first, and 20 are refused', async () => {
  const cluster = manyNamespaces(220, 200)
  const follower = follow(cluster)
  await cluster.clock.advance(3_000)
  follower.prioritize('ns-199')
  await cluster.clock.advance(3_000)
  const followed = () =>
    cluster.store.watches().flatMap(({ resource, namespace }) => (resource === 'services' ? (namespace ?? []) : []))
  expect(followed()).toContain('ns-199')
  expect(followed().length).toBeLessThan(100)
  expect(reachOf(cluster, 'services')?.named).toContain('ns-198')
  await cluster.clock.advance(120_000)
  for (const resource of ['services', 'endpointslices', 'pods'])
    expect(reachOf(cluster, resource)).toEqual({ followed: 200, denied: 20, unfollowed: 0, named: [] })
  // One question a namespace, not one for each resource and verb.
  expect(cluster.asked.filter(line => line.startsWith('review') && line.includes(' in '))).toEqual([])
  expect(mostInASecond(cluster.reviewedAt)).toBeLessThanOrEqual(5)
})

test('what single namespaces hold stays when the right to list namespaces is taken away', async () => {
  const cluster = manyNamespaces(3, 3)
  const { allows } = cluster
  cluster.write('services in ns-1', 'ns-1/web')
  follow(cluster)
  await cluster.clock.advance(60_000)
  expect(cluster.keys('services')).toEqual(['web'])
  cluster.allows = (verb, scope) => scope !== 'namespaces' && allows(verb, scope)
  await cluster.clock.advance(180_000)
  const namespaces = cluster.store.watches().find(({ resource }) => resource === 'namespaces')
  expect(namespaces).toMatchObject({ phase: 'forbidden', hasSynced: true })
  expect(cluster.keys('services')).toEqual(['web'])
})

test('refusals are kept: namespaces that come and go cost their own questions only', async () => {
  const cluster = manyNamespaces(60, 0)
  follow(cluster)
  await cluster.clock.advance(60_000)
  const rules = () => cluster.asked.filter(line => line.startsWith('rules')).length
  const before = rules()
  expect(before).toBe(60)
  for (let n = 0; n < 40; n += 1) {
    cluster.write('namespaces', `ns-new-${n}`)
    await cluster.clock.advance(5_000)
  }
  expect(rules() - before).toBe(40)
})

test('a namespace that comes, and is looked at, while thousands are still asked about is not kept waiting', async () => {
  const cluster = manyNamespaces(1_999, 2_000)
  cluster.hasIncompleteRules = true
  const follower = follow(cluster)
  await cluster.clock.advance(30_000)
  expect(reachOf(cluster, 'services')).toMatchObject({ isLooking: true })
  cluster.write('namespaces', 'ns-1999')
  cluster.write('services in ns-1999', 'ns-1999/web')
  await cluster.clock.advance(2_000)
  follower.prioritize('ns-1999')
  await cluster.clock.advance(10_000)
  expect(cluster.keys('services')).toContain('web')
  expect(mostInASecond(cluster.reviewedAt)).toBeLessThanOrEqual(5)
})

test('where rules are incomplete each resource is asked about, at the same pace', async () => {
  const cluster = manyNamespaces(20, 10)
  cluster.hasIncompleteRules = true
  follow(cluster)
  await cluster.clock.advance(60_000)
  expect(reachOf(cluster, 'services')).toMatchObject({ followed: 10, denied: 10, unfollowed: 0 })
  expect(cluster.asked.filter(line => line.startsWith('rules')).length).toBeLessThan(10)
  expect(mostInASecond(cluster.reviewedAt)).toBeLessThanOrEqual(5)
})

test('above the most that are followed the rest is said so, and is followed when somebody looks', async () => {
  const cluster = manyNamespaces(510, 510)
  const follower = follow(cluster)
  await cluster.clock.advance(240_000)
  const { followed = 0, denied, unfollowed, named = [] } = reachOf(cluster, 'services') ?? {}
  expect({ followed, denied, unfollowed }).toEqual({ followed: 500, denied: 0, unfollowed: 10 })
  const [wanted = ''] = named
  follower.prioritize(wanted)
  await cluster.clock.advance(30_000)
  expect(reachOf(cluster, 'services')?.named).not.toContain(wanted)
  expect(reachOf(cluster, 'services')).toMatchObject({ followed: 500, unfollowed: 10 })
}, 60_000)

test('a busy server is left alone with reviews for as long as it asks', async () => {
  const cluster = manyNamespaces(20, 20)
  cluster.busyFor = 30
  follow(cluster)
  await cluster.clock.advance(29_000)
  expect(cluster.reviewedAt.length).toBeLessThanOrEqual(5)
})
