import { expect, test } from 'vitest'
import { LeaseTable } from './lease-table.ts'
import { aNode, aPod, aService, aSlice, anEndpoint, ViewHarness } from './view-harness.ts'

const N1 = { namespace: 'kube-node-lease', name: 'n1' }
const N2 = { namespace: 'kube-node-lease', name: 'n2' }

test('keeps the Leases that somebody asks for, and since when each was not renewed', () => {
  const table = new LeaseTable()
  expect(table.of(N1)).toEqual({ state: 'loading' })
  table.ask('shop/web', [N1, N2])
  table.ask('shop/api', [N1])
  expect(table.keys()).toEqual([N1, N2])
  expect([...table.note(N1, { state: 'known', renewTime: 'a' }, 1000)]).toEqual(['shop/web', 'shop/api'])
  table.note(N1, { state: 'known', renewTime: 'a' }, 9000)
  expect(table.of(N1)).toEqual({ state: 'known', renewTime: 'a', first: 1000, last: 9000 })
  table.note(N1, { state: 'known', renewTime: 'b' }, 11_000)
  expect(table.of(N1)).toEqual({ state: 'known', renewTime: 'b', first: 11_000, last: 11_000 })
  table.ask('shop/web', [])
  expect(table.keys()).toEqual([N1])
  table.ask('shop/api', [])
  expect(table.keys()).toEqual([])
  expect([...table.note(N1, { state: 'absent' }, 12_000)]).toEqual([])
})

test('a pod that waits for an address on a Ready Node has its lease read, and what comes makes the verdict', () => {
  const harness = new ViewHarness()
  const waiting = { ...aPod(2), spec: { containers: [], nodeName: 'n1' }, status: { phase: 'Pending' } }
  harness.set('services', aService())
  harness.set('nodes', aNode('n1', 'eu-1a'))
  harness.set('pods', aPod(1), waiting)
  harness.set('endpointslices', aSlice([anEndpoint(1)]))
  harness.synced()
  const codes = () => harness.view.serviceView('shop/web', harness.now)?.findings.map(({ code }) => code)
  expect(codes()).toContain('SC-C2')
  expect(harness.view.leases()).toEqual([N1])
  for (let reads = 0; reads < 6; reads += 1) {
    harness.view.noteLease(N1, { state: 'known', renewTime: '2026-01-01T02:59:00Z' }, harness.now)
    harness.now += 10_000
    harness.heard()
  }
  expect(codes()).toContain('SC-D10')
  expect(codes()).not.toContain('SC-C2')
  const withoutLeases = { mayRead: () => true }
  const told = harness.view.serviceView('shop/web', harness.now, withoutLeases)
  expect(told?.findings.map(({ code }) => code)).not.toContain('SC-D10')
  harness.view.noteLease(N1, { state: 'known', renewTime: '2026-01-01T03:01:00Z' }, harness.now)
  expect(codes()).toContain('SC-C2')
  harness.delete('pods', waiting)
  codes()
  expect(harness.view.leases()).toEqual([])
})
