import { describe, expect, test } from 'vitest'
import { aPod, aService, aSlice, ViewHarness } from './testing/view-harness.ts'

/** More than a Service takes. */
const STEPS = 120
const TYPO = aService({ selector: { app: 'wbe' } })
/** Whose subdomain names no Service. */
const NAMED_POD = { ...aPod(1), spec: { hostname: 'web-1', subdomain: 'peers', containers: [] } }

/** A cluster where so many steps of working out why shop/web is as it is are done. */
function restingAfter(steps: number, service: ReturnType<typeof aService>): ViewHarness {
  const harness = new ViewHarness()
  harness.set('services', service)
  harness.set('endpointslices', aSlice([]))
  harness.set('pods', NAMED_POD)
  harness.synced()
  let done = 0
  harness.view.diagnose(harness.now, () => (done += 1) >= steps)
  return harness
}

/** All that is sent from now on until nothing waits. */
function toldFrom(harness: ViewHarness): ReadonlySet<string> {
  const told = new Set<string>()
  let isWaiting = true
  while (isWaiting) {
    isWaiting = harness.view.diagnose(harness.now, () => true)
    for (const { code } of harness.view.row('shop/web')?.findings ?? []) told.add(code)
  }
  return told
}

describe('what is being worked out when something changes', () => {
  test.each([
    ['the Service itself', 'SC-B2', TYPO, aService()],
    ['what only a rule has looked for', 'SC-F1', aService(), aService({}, { name: 'peers', uid: 'service-peers' })],
  ])('is restarted, and nothing is told of before: %s', (_, code, service, change) => {
    expect(toldFrom(restingAfter(1, service))).toContain(code)
    const outdated = Array.from({ length: STEPS }, (_none, steps) => steps + 1).filter(steps => {
      const harness = restingAfter(steps, service)
      const isTold = harness.view.row('shop/web')?.findings.some(finding => finding.code === code)
      harness.set('services', change)
      return isTold === false && toldFrom(harness).has(code)
    })
    expect(outdated).toEqual([])
  })

  test('is answered all the same where changes never end', () => {
    const harness = restingAfter(2, TYPO)
    for (let change = 0; change < 10; change += 1) {
      harness.set('services', aService({ selector: { app: 'wbe' }, healthCheckNodePort: change }))
      harness.view.diagnose(harness.now, () => true)
    }
    expect(harness.view.row('shop/web')?.findings[0]?.code).toBe('SC-B2')
  })
})
