import { expect, test } from 'vitest'
import { VirtualCluster } from '../testing/virtual-cluster.ts'
import { ScopeFollower } from '../follow/scope-follower.ts'

test('a cache that gives the first page again and again is told of, and asked ever less', async () => {
  const cluster = new VirtualCluster()
  cluster.write('services', 'ns/a')
  Object.assign(cluster.server('services').faults, { lacksWatchList: true, repeatsPages: true })
  const stop = new AbortController()
  const running = new ScopeFollower(cluster.context, { resource: 'services', namespace: null }).run(stop.signal)
  await cluster.clock.advance(120_000)
  const asked = cluster.requestedAt.filter(({ resource }) => resource === 'services').length
  expect(asked).toBeLessThan(60)
  expect(cluster.store.watches()[0]).toMatchObject({
    hasSynced: false,
    reason: 'Cannot parse the response of the API server: a list goes on with a page that it has had.',
  })
  cluster.server('services').faults.repeatsPages = false
  await cluster.clock.advance(120_000)
  expect(cluster.store.watches()[0]).toMatchObject({ phase: 'watching', hasSynced: true, reason: null })
  stop.abort()
  await cluster.clock.advance(1)
  await running
})
