import { expect, test } from 'vitest'
import { change, healthy } from '../law/raw.ts'
import { ago, aService, findingOf } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

function failed(name: string, message: string, seconds: number): Raw {
  return {
    metadata: { name, namespace: 'shop', uid: name },
    involvedObject: { kind: 'Service', namespace: 'shop', name: 'web', uid: 'service-web' },
    reason: 'SyncLoadBalancerFailed',
    message,
    lastTimestamp: ago(seconds),
  }
}

/** What SC-E14a says where these events came in this order. */
function saidAfter(...events: readonly Raw[]): string {
  const made = change(healthy(), ['services', aService({ type: 'LoadBalancer' }, { creationTimestamp: ago(86_400) })])
  for (const event of events) made.set('events', event)
  return findingOf(made, 'SC-E14a').sentence
}

test('of several events the newest is named, whichever came first', () => {
  const [old, fresh] = [failed('a', 'quota', 60), failed('b', 'no subnet', 5)]
  expect(saidAfter(old, fresh)).toContain('no subnet')
  expect(saidAfter(fresh, old)).toContain('no subnet')
})

test('of two events of one second the same is named, whichever came first', () => {
  const [one, other] = [failed('a', 'quota', 5), failed('b', 'no subnet', 5)]
  expect(saidAfter(one, other)).toBe(saidAfter(other, one))
  expect(saidAfter(other, one)).toContain('quota')
})
