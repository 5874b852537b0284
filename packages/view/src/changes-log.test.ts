import { expect, test } from 'vitest'
import { ChangesLog } from './changes-log.ts'
import { aService, aSlice, anEndpoint, ViewHarness } from './view-harness.ts'

const TOUCHED = { near: ['shop/web'], far: [] }

function aLog(): ChangesLog {
  return new ChangesLog(new ViewHarness().store.listers)
}

test('keeps an hour', () => {
  const log = aLog()
  log.noteReady('shop/web', { from: 2, to: 1, time: 0 })
  log.noteReady('shop/web', { from: 1, to: 2, time: 600_000 })
  expect(log.of('shop/web', 3_600_000)).toHaveLength(2)
  expect(log.of('shop/web', 3_600_001)).toMatchObject([{ type: 'ready', from: 1, to: 2, time: 600_000 }])
  expect(log.of('shop/other', 0)).toEqual([])
})

test('is bounded for all together: what changed last is kept', () => {
  const log = aLog()
  for (let n = 0; n < 400; n += 1) {
    for (let step = 0; step < 59; step += 1) log.noteReady(`shop/web-${n}`, { from: 1, to: 2, time: step * 61_000 })
  }
  const kept = Array.from({ length: 400 }, (_, n) => log.of(`shop/web-${n}`, 3_599_000).length)
  expect([kept[0], kept.at(-1)]).toEqual([0, 59])
  expect(kept.reduce((sum, own) => sum + own, 0)).toBeLessThanOrEqual(20_000)
})

test('is bounded for one Service', () => {
  const harness = new ViewHarness()
  const log = new ChangesLog(harness.store.listers)
  harness.set('services', aService())
  harness.store.subscribe(batch => {
    for (const entry of batch) if (entry.type === 'delta') log.follow(entry.delta, TOUCHED, entry.time)
  })
  for (let n = 0; n < 150; n += 1) {
    harness.set('endpointslices', aSlice([], { name: `web-${n}` }))
    harness.set('endpointslices', aSlice([anEndpoint(n)], { name: `web-${n}` }))
  }
  const names = log.of('shop/web', harness.now).map(entry => (entry.type === 'slice' ? entry.name : ''))
  expect([names.length, names.at(-1)]).toEqual([100, 'web-149'])
})

test('a Service that is deleted keeps what happened, and says that it was', () => {
  const harness = new ViewHarness()
  const log = new ChangesLog(harness.store.listers)
  harness.store.subscribe(batch => {
    for (const entry of batch) if (entry.type === 'delta') log.follow(entry.delta, TOUCHED, entry.time)
  })
  harness.set('services', aService())
  harness.set('services', aService({ selector: { app: 'api' } }))
  harness.delete('services', aService({ selector: { app: 'api' } }))
  expect(log.of('shop/web', harness.now)).toMatchObject([
    { type: 'service', field: 'selector', from: 'app=web', to: 'app=api', selector: { app: 'web' } },
    { type: 'service-deleted' },
  ])
})
