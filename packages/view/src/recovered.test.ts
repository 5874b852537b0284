import { describe, expect, test } from 'vitest'
import { aPod, aService, aSlice, endpointsIn, NOT_READY, ViewHarness } from './testing/view-harness.ts'

const ZONES = ['eu-1a', 'eu-1b', 'eu-1c'] as const
const PODS = Array.from({ length: 30 }, (_, n) => n)

function statusOf(isReady: boolean, since: number) {
  const lastTransitionTime = new Date(since).toISOString()
  const conditions = [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime }]
  return { phase: 'Running', startTime: '2026-01-01T00:00:00Z', conditions }
}

function zoneOf(n: number): string {
  return ZONES[n % 3] ?? ''
}

/** shop/web with 30 pods in three zones. */
class Shop {
  readonly #harness = new ViewHarness()

  constructor(lost: readonly number[] = []) {
    this.#harness.set('services', aService())
    this.lose(lost)
    this.#harness.synced()
    this.#harness.settle()
  }

  /** These are not ready from now on, and all others are. */
  lose(lost: readonly number[]): void {
    const gone = new Set(lost)
    this.#harness.set('pods', ...PODS.map(n => ({ ...aPod(n), status: statusOf(!gone.has(n), this.#harness.now) })))
    const endpoints = PODS.flatMap(n => endpointsIn(zoneOf(n), [n], gone.has(n) ? NOT_READY : {}))
    this.#harness.set('endpointslices', aSlice(endpoints))
    this.#harness.heard()
    this.#harness.settle()
  }

  wait(seconds: number): void {
    for (let passed = 0; passed < seconds; passed += 5) {
      this.#harness.now += Math.min(5, seconds - passed) * 1000
      this.#harness.heard()
      this.#harness.settle()
    }
  }

  /** One is being deleted, and out of its slice. */
  replace(n: number): void {
    const deletionTimestamp = new Date(this.#harness.now).toISOString()
    this.#harness.set('pods', { ...aPod(n, { deletionTimestamp }), status: statusOf(true, this.#harness.now) })
    const rest = PODS.filter(each => each !== n)
    this.#harness.set('endpointslices', aSlice(rest.flatMap(each => endpointsIn(zoneOf(each), [each]))))
    this.#harness.heard()
    this.#harness.settle()
  }

  /** Time passes, and nothing is diagnosed yet. */
  passTime(seconds: number): void {
    this.#harness.now += seconds * 1000
    this.#harness.heard()
    this.#harness.store.noteTime()
  }

  open(): void {
    this.#harness.view.open('shop/web')
    this.#harness.settle()
  }

  delete(): void {
    this.#harness.delete('services', aService())
  }

  get view() {
    return this.#harness.view.serviceView('shop/web', this.#harness.now)
  }

  get row() {
    const { severity, health, recovered, since, verdict = '' } = this.#harness.view.row('shop/web') ?? {}
    return { severity, health, recovered, since, verdict }
  }
}

const IN_B = PODS.filter(n => zoneOf(n) === 'eu-1b')

/** After an outage of eu-1b that lasted 95 s. */
function recovered(): Shop {
  const shop = new Shop()
  shop.wait(60)
  shop.lose(IN_B)
  shop.wait(95)
  shop.lose([])
  return shop
}

describe('what was lost and is back', () => {
  test('is told as over at once, with how long it took', () => {
    expect(recovered().row).toMatchObject({
      severity: 'info',
      health: 'healthy',
      recovered: { lastedMs: 95_000, was: { severity: 'critical', lost: 10, of: 10 } },
      verdict: expect.stringMatching(/^Recovered at 03:02:35 UTC after 95 s: eu-1b had lost all 10 backends/),
    })
  })

  test('for 15 minutes', () => {
    const shop = recovered()
    shop.wait(899)
    expect(shop.row.recovered).not.toBeNull()
    shop.wait(1)
    expect(shop.row).toMatchObject({ recovered: null, verdict: expect.stringMatching(/^Backends are/) })
  })

  test('is not told of a loss that was short, which is held for 10 s: backends are serving again', () => {
    const shop = new Shop()
    shop.lose([1, 2, 3, 4])
    expect(shop.row.severity).toBe('warning')
    shop.wait(20)
    shop.lose([])
    const again = expect.stringMatching(/^Backends are serving again: Kubernetes routes to 30 of 30 ready backends/)
    expect(shop.row).toMatchObject({ severity: 'warning', recovered: null, verdict: again })
    shop.wait(10)
    const calm = expect.stringMatching(/^Backends are serving: /)
    expect(shop.row).toMatchObject({ severity: 'info', recovered: null, verdict: calm })
  })

  test('does not head what lacks something again, however little; nor single pods that come and go', () => {
    const shop = recovered()
    shop.wait(20)
    shop.lose([3])
    const few = 'Backends are serving: 1 of 30 backends not ready (web-3), 29 of 30 still ready.'
    expect(shop.row).toMatchObject({ severity: 'info', health: 'degraded', recovered: null, verdict: few })
    shop.wait(10)
    shop.lose([])
    expect(shop.row).toMatchObject({ severity: 'info', health: 'healthy' })
    expect(shop.row.verdict).toMatch(/^Backends are serving: Kubernetes routes to 30 of 30 ready backends/)
    shop.wait(120)
    expect(shop.row.verdict).toMatch(/^Recovered at 03:02:35 UTC/)
  })

  test('a small loss is given 30 seconds, and then is a warning', () => {
    const shop = recovered()
    shop.wait(20)
    shop.lose([3])
    shop.wait(29)
    expect(shop.row.severity).toBe('info')
    shop.wait(1)
    expect(shop.row.severity).toBe('warning')
    expect(shop.row.verdict).toMatch(/1 of 30 backends not ready/)
  })

  test('a small loss that becomes a warning has its cause at once', () => {
    const shop = new Shop()
    shop.wait(60)
    shop.lose([3])
    shop.wait(29)
    expect(shop.row.severity).toBe('info')
    shop.passTime(1)
    expect(shop.row.severity).toBe('warning')
    expect(shop.row.verdict).toMatch(/^Writer sets endpoints to not ready: 1 of 30 backends not ready/)
    const { verdict } = shop.row
    shop.wait(0)
    expect(shop.row.verdict).toBe(verdict)
  })

  test('lasted as long as it was grave, whatever was lost long before', () => {
    const shop = new Shop([5])
    shop.wait(7200)
    shop.lose([5, ...IN_B])
    shop.wait(95)
    shop.lose([])
    expect(shop.row.recovered?.lastedMs).toBe(95_000)
    expect(shop.row.verdict).toMatch(/ after 95 s: eu-1b had lost all 10 backends/)
  })

  test('what we did not see begin is not told as over', () => {
    const shop = new Shop(IN_B)
    shop.wait(95)
    shop.lose([])
    expect(shop.row.recovered).toBeNull()
  })
})

test('since when all is well does not begin again with each pod that is replaced', () => {
  const shop = new Shop()
  const { since } = shop.row
  shop.wait(60)
  shop.replace(4)
  expect(shop.row).toMatchObject({ health: 'healthy', since })
  shop.wait(20)
  expect(shop.row).toMatchObject({ health: 'healthy', since })
})

test('a Service that is deleted while open keeps its changes, its findings and its last verdict', () => {
  const shop = new Shop()
  shop.open()
  shop.wait(60)
  shop.lose(IN_B)
  shop.wait(5)
  const before = shop.view
  shop.delete()
  const { health, verdict, changes = [], findings = [], deleted } = shop.view ?? {}
  expect(health).toBe('degraded')
  expect(deleted).not.toBeNull()
  expect(verdict).toMatchObject({
    severity: 'critical',
    sentence: `Deleted at 03:01:05 UTC, before that: ${before?.verdict.sentence ?? ''}`,
  })
  expect(changes.length).toBeGreaterThan(0)
  expect(findings).toEqual(before?.findings)
})
