import { expect, test } from 'vitest'
import type { LeaseAnswer } from '@slicescope/model'
import { LeaseTable } from './lease-table.ts'
import type { Rights } from './rights.ts'
import { aNode, aPod, aService, aSlice, anEndpoint, ViewHarness } from './testing/view-harness.ts'

const N1 = { namespace: 'kube-node-lease', name: 'n1' }
const N2 = { namespace: 'kube-node-lease', name: 'n2' }

function renewedAt(renewTime: string, change: Partial<LeaseAnswer & { state: 'known' }> = {}) {
  return { state: 'known', renewTime, holder: 'n1', holdsMs: 40_000, ...change } as const
}

test('keeps the Leases that somebody asks for, and since when each was not renewed', () => {
  const table = new LeaseTable()
  expect(table.of(N1, 0)).toEqual({ state: 'loading' })
  table.ask('shop/web', [N1, N2])
  table.ask('shop/api', [N1])
  expect(table.keys()).toEqual([N1, N2])
  expect([...table.note(N1, renewedAt('a'), 1000)]).toEqual(['shop/web', 'shop/api'])
  table.note(N1, renewedAt('a'), 9000)
  expect(table.of(N1, 9000)).toEqual({ ...renewedAt('a'), first: 1000, last: 9000, isRenewed: false })
  table.note(N1, renewedAt('b'), 11_000)
  expect(table.of(N1, 11_000)).toEqual({ ...renewedAt('b'), first: 11_000, last: 11_000, isRenewed: true })
  table.ask('shop/web', [])
  expect(table.keys()).toEqual([N1])
  table.ask('shop/api', [])
  expect(table.keys()).toEqual([])
  expect([...table.note(N1, { state: 'absent' }, 12_000)]).toEqual([])
  expect([table.of(N1, 612_000 - 1).state, table.of(N1, 612_000).state]).toEqual(['absent', 'loading'])
})

test('a read marks Services only where it may change what is said of them', () => {
  const table = new LeaseTable()
  table.ask('shop/web', [N1])
  const marked = (answer: LeaseAnswer, time: number) => [...table.note(N1, answer, time)].length > 0
  expect(marked(renewedAt('a'), 1000)).toBe(true)
  expect(marked(renewedAt('b'), 11_000)).toBe(true)
  expect(marked(renewedAt('c'), 21_000)).toBe(false)
  expect(marked(renewedAt('c'), 61_000)).toBe(false)
  expect(marked(renewedAt('c'), 61_001)).toBe(true)
  expect(marked(renewedAt('c'), 71_000)).toBe(false)
  expect(marked(renewedAt('c', { holder: null }), 81_000)).toBe(true)
  expect(marked({ state: 'forbidden' }, 91_000)).toBe(true)
})

test('a pod that waits for an address on a Ready Node has its lease read, and what comes makes the verdict', () => {
  const harness = new ViewHarness()
  const waiting = { ...aPod(2), spec: { containers: [], nodeName: 'n1' }, status: { phase: 'Pending' } }
  harness.set('services', aService())
  harness.set('nodes', aNode('n1', 'eu-1a'))
  harness.set('pods', aPod(1), waiting)
  harness.set('endpointslices', aSlice([anEndpoint(1)]))
  harness.synced()
  const codes = () => {
    harness.settle()
    return harness.view.serviceView('shop/web', harness.now)?.findings.map(({ code }) => code)
  }
  expect(codes()).toContain('SC-C2')
  expect(harness.view.leases()).toEqual([N1])
  for (let reads = 0; reads < 6; reads += 1) {
    harness.store.noteLease(N1, renewedAt('2026-01-01T02:59:00Z'))
    harness.now += 10_000
    harness.heard()
  }
  expect(codes()).toContain('SC-D10')
  expect(codes()).not.toContain('SC-C2')
  const withoutLeases = { mayRead: () => true }
  const told = harness.view.serviceView('shop/web', harness.now, withoutLeases)
  expect(told?.findings.map(({ code }) => code)).not.toContain('SC-D10')
  harness.store.noteLease(N1, renewedAt('2026-01-01T03:01:00Z'))
  expect(codes()).toContain('SC-C2')
  harness.delete('pods', waiting)
  codes()
  expect(harness.view.leases()).toEqual([])
})

function withoutAges(view: ReturnType<ViewHarness['view']['serviceView']>) {
  if (view === undefined) return view
  const { freshness: _freshness, ...rest } = view
  return rest
}

const CONTROLLERS = { namespace: 'kube-system', name: 'kube-controller-manager' }

test('[D20] a reader who cannot read the lease of the controllers gets the finding without it, in row and verdict too', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.synced()
  harness.now += 40_000
  harness.heard()
  const told = (rights?: Rights) => {
    harness.settle()
    return withoutAges(harness.view.serviceView('shop/web', harness.now, rights))
  }
  told()
  expect(harness.view.leases()).toEqual([CONTROLLERS])
  const withoutLeases = { mayRead: () => true }
  harness.now += 2000
  harness.heard()
  const before = told(withoutLeases)
  for (const holder of ['a', 'a', 'a']) {
    const answer = renewedAt('2026-01-01T02:59:00Z', { holder, holdsMs: 15_000 })
    harness.store.noteLease(CONTROLLERS, answer)
    harness.now += 10_000
    harness.heard()
  }
  // A better cause takes the lead once it has held for a while.
  told()
  harness.now += 2000
  harness.heard()
  const words = 'kube-controller-manager stopped renewing its lease'
  expect(told()?.verdict.sentence).toContain(words)
  expect(JSON.stringify(told())).toContain('"resource":"leases"')
  expect(told(withoutLeases)).toEqual(before)
  expect(JSON.stringify(told(withoutLeases))).not.toMatch(/leases|02:59:00/)
  const [row] = harness.view.rows('*', withoutLeases)
  expect(row?.verdict).toBe(before?.verdict.sentence)
})
