import { expect, test, vi } from 'vitest'
import { followApi } from '../testing/followed-api.ts'
import { hurriedClock } from '../testing/hurried-clock.ts'

type Fault = NonNullable<ReturnType<NonNullable<Parameters<Server['setFaults']>[0]['onRequest']>>>
type Server = Awaited<ReturnType<typeof followApi>>['server']

const OUTAGES: readonly Fault[] = [
  { kind: 'status', code: 410 },
  { kind: 'status', code: 401 },
  { kind: 'status', code: 429 },
  { kind: 'status', code: 429, retryAfterSeconds: 90_000 },
  { kind: 'status', code: 500 },
  { kind: 'status', code: 503, retryAfterSeconds: 1 },
  { kind: 'reset' },
  { kind: 'cut' },
]

const FACTOR = 60

/** One of them for each resource, by a number that decides which. */
function faultFor(resource: string, number: number): Fault | undefined {
  return OUTAGES[(resource.length * 7 + resource.charCodeAt(0) + number) % OUTAGES.length]
}

const MIXES = [
  ...OUTAGES.map(fault => ({ name: JSON.stringify(fault), of: () => fault })),
  ...[1, 2, 3].map(number => ({ name: `mix ${number}`, of: (resource: string) => faultFor(resource, number) })),
]

test.each(MIXES)('in an outage an API server is left alone: $name', async ({ of }) => {
  const clock = hurriedClock(FACTOR)
  const { server, store } = await followApi({ clock, bookmarkIntervalMs: 500 })
  const areAll = () => {
    const watches = store.watches()
    return watches.length > 10 && watches.every(({ phase, hasSynced }) => phase === 'watching' && hasSynced)
  }
  await vi.waitUntil(areAll, { timeout: 20_000 })
  server.setFaults({ onRequest: ({ resource, verb }) => of(resource ?? verb) })
  server.dropConnections()
  await pass(clock, 30_000)
  server.clearRequests()
  const begun = clock.elapsed()
  await pass(clock, 120_000)
  const seconds = (clock.elapsed() - begun) / 1_000
  const counts = Object.values(server.requests())
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10 * seconds)
  expect(Math.max(0, ...counts)).toBeLessThanOrEqual(seconds)
  server.setFaults({})
  await vi.waitUntil(areAll, { timeout: 20_000 })
})

function pass(clock: ReturnType<typeof hurriedClock>, ms: number): Promise<void> {
  return clock.sleep(ms, new AbortController().signal)
}
