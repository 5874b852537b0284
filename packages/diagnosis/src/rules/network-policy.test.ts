import { expect, test } from 'vitest'
import { change, healthy } from '../law/raw.ts'
import { policy } from '../law/fixtures/shapes.ts'
import { codesOf, findingOf, podOn } from '../testing/web-service.ts'

const LOCKED = { app: 'web', locked: 'yes' }

test('[SC-E8] a policy that selects some of the pods is told of these', () => {
  const closed = {
    ...policy([]),
    spec: { podSelector: { matchLabels: { locked: 'yes' } }, policyTypes: ['Ingress'], ingress: [] },
  }
  const made = change(
    healthy(),
    ['pods', podOn('n2', 2, { metadata: { labels: LOCKED } })],
    ['networkpolicies', closed],
  )
  expect(findingOf(made, 'SC-E8').facts).toContain(
    'no rule of NetworkPolicy deny allows port 8080 of 1 of 3 pods (port http of the Service)',
  )
})

test('[SC-E8] who lets in every address lets in more than some', () => {
  const everywhere = policy([{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }])
  expect(codesOf(change(healthy(), ['networkpolicies', everywhere]))).toEqual([])
  const other = policy([{ from: [{ ipBlock: { cidr: '::/0' } }] }])
  expect(codesOf(change(healthy(), ['networkpolicies', other]))).toEqual(['SC-E8'])
})
