import { expect, test } from 'vitest'
import { aPod, aService, aSlice, endpointsIn, NOT_READY, ViewHarness } from './testing/view-harness.ts'

/** The last are what every object has from its prototype. */
const ZONES = ['eu-1b', 'constructor', '__proto__', 'toString', 'hasOwnProperty']

test.each(ZONES)('a zone named %s that loses all its backends is critical, and named', zone => {
  const harness = new ViewHarness()
  const slice = (change = {}) => aSlice([...endpointsIn(zone, [1, 2], change), ...endpointsIn('eu-1a', [3, 4, 5])])
  harness.set('services', aService())
  harness.set('pods', ...[1, 2, 3, 4, 5].map(n => aPod(n)))
  harness.set('endpointslices', slice())
  harness.synced()
  harness.settle()
  harness.now += 60_000
  harness.heard()
  harness.set('endpointslices', slice(NOT_READY))
  harness.settle()
  const view = harness.view.serviceView('shop/web', harness.now)
  expect(view?.verdict.severity).toBe('critical')
  expect(view?.loss?.zones).toEqual([{ zone, lost: 2 }])
})
