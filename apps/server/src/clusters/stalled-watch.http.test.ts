import { expect, test, vi } from 'vitest'
import { followApi } from '../testing/followed-api.ts'
import { hurriedClock } from '../testing/hurried-clock.ts'

test('a watch that stalls while its HTTP/2 connection works is noticed, and what it missed is brought in', async () => {
  const clock = hurriedClock(60)
  const { storage, server, store } = await followApi({ clock, bookmarkIntervalMs: 500 })
  const watch = () => store.watches().find(({ resource }) => resource === 'services')
  await vi.waitUntil(() => watch()?.phase === 'watching' && (watch()?.stalledAfter ?? null) !== null)
  const stalledAt = clock.now()
  expect(server.failWatches({ kind: 'stall' }, 'services')).toBe(1)
  storage.create('services', { metadata: { name: 'web', namespace: 'shop' }, spec: { ports: [{ port: 80 }] } })
  await vi.waitUntil(() => watch()?.phase === 'closed', { timeout: 20_000, interval: 1 })
  const minutes = (clock.now() - stalledAt) / 60_000
  expect(minutes).toBeGreaterThan(2)
  expect(minutes).toBeLessThan(4)
  expect(watch()).toMatchObject({ failures: 1, reason: expect.stringContaining('has stalled') })
  await vi.waitUntil(() => store.listers.services.get('shop/web') !== undefined)
  await vi.waitUntil(() => watch()?.phase === 'watching')
})
