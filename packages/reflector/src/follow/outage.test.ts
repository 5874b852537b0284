import { RESOURCE_NAMES } from '@slicescope/model'
import { afterEach, expect, test } from 'vitest'
import { type Faults, NO_FAULTS } from '../law/api-server.ts'
import { pick, seededRandom } from '../law/seeded-random.ts'
import { VirtualCluster } from '../testing/virtual-cluster.ts'
import { followCluster } from './follow-cluster.ts'

const OUTAGES: readonly [Partial<Faults>, ...Partial<Faults>[]] = [
  { status: 401 },
  { status: 404 },
  { status: 410 },
  { status: 429 },
  { status: 429, retryAfter: 100_000 },
  { status: 500 },
  { status: 503, retryAfter: 1 },
  { refuses: true },
  { denies: true },
  { endsWatches: true },
  { cutsLists: true, lacksWatchList: true },
  { garblesLists: true, lacksWatchList: true },
  { repeatsPages: true, lacksWatchList: true },
  { isSilent: true },
  { forgetsInitialEnd: true },
  {},
]

let stop = new AbortController()
let running: Promise<void> = Promise.resolve()
let followed: VirtualCluster | null = null

function follow(): VirtualCluster {
  const cluster = new VirtualCluster()
  followed = cluster
  stop = new AbortController()
  const { connection, store, clock, context } = cluster
  running = followCluster({ connection, store, clock, random: context.random }).run(stop.signal)
  return cluster
}

afterEach(async () => {
  stop.abort()
  await followed?.clock.advance(1)
  await running
})

/** All resources are as `faultsOf` says now, and whatever watches are open break. */
function strike(cluster: VirtualCluster, faultsOf: () => Partial<Faults>): void {
  for (const resource of RESOURCE_NAMES) {
    const server = cluster.server(resource)
    Object.assign(server.faults, { ...NO_FAULTS, ...faultsOf() })
    server.breakWatches()
  }
}

/** The most requests in any second, and the most for one resource on average. */
function loadSince(cluster: VirtualCluster, since: number): { readonly inAll: number; readonly each: number } {
  const times = cluster.requestedAt.filter(({ at }) => at >= since)
  const windows = times.map(({ at }, index) => times.slice(index).filter(other => other.at < at + 1_000).length)
  const seconds = (cluster.clock.now() - since) / 1_000
  const counts = Map.groupBy(times, ({ resource }) => resource)
  const each = RESOURCE_NAMES.map(resource => (counts.get(resource)?.length ?? 0) / seconds)
  return { inAll: Math.max(0, ...windows), each: Math.max(0, ...each) }
}

test('in any outage it asks at most once a second and resource, and ten times a second in all, after 30 s', async () => {
  for (const outage of OUTAGES) {
    const cluster = follow()
    await cluster.clock.advance(15_000)
    strike(cluster, () => outage)
    await cluster.clock.advance(30_000)
    const since = cluster.clock.now()
    await cluster.clock.advance(120_000)
    const { inAll, each } = loadSince(cluster, since)
    expect({ outage, inAll, isLittle: inAll <= 10 && each <= 1 }).toMatchObject({ outage, isLittle: true })
    stop.abort()
    await cluster.clock.advance(1)
    await running
  }
}, 60_000)

test('and in any mix of them, which changes', async () => {
  for (let seed = 1; seed <= 15; seed += 1) {
    const random = seededRandom(seed)
    const cluster = follow()
    await cluster.clock.advance(15_000)
    const begun = cluster.clock.now()
    while (cluster.clock.now() - begun < 150_000) {
      strike(cluster, () => pick(random, OUTAGES))
      await cluster.clock.advance(500 + random() * 10_000)
    }
    const { inAll, each } = loadSince(cluster, begun + 30_000)
    expect({ seed, inAll, isLittle: inAll <= 10 && each <= 1 }).toMatchObject({ seed, isLittle: true })
    strike(cluster, () => ({}))
    await cluster.clock.advance(400_000)
    const ill = cluster.store.watches().filter(({ phase, hasSynced }) => phase !== 'watching' || !hasSynced)
    expect({ seed, ill: ill.map(({ resource, phase, reason }) => [resource, phase, reason]) }).toEqual({
      seed,
      ill: [],
    })
    stop.abort()
    await cluster.clock.advance(1)
    await running
  }
}, 120_000)
