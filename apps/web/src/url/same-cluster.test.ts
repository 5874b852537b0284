import { expect, test } from 'vitest'
import { whereaboutsOf } from './same-cluster.ts'

const CLUSTERS = [
  { slug: 'prod', uid: 'uid-1' },
  { slug: 'admin-prod', uid: 'uid-2' },
  { slug: 'staging', uid: null },
]

test.each([
  ['prod', 'uid-1', { kind: 'here' }],
  ['prod', 'uid-2', { kind: 'elsewhere', slug: 'admin-prod' }],
  ['their-prod', 'uid-2', { kind: 'elsewhere', slug: 'admin-prod' }],
  ['prod', 'uid-3', { kind: 'another' }],
  ['staging', 'uid-3', { kind: 'unknown' }],
  ['their-prod', 'uid-3', { kind: 'unknown' }],
])('a link to %s made on %s', (slug, identity, whereabouts) => {
  expect(whereaboutsOf({ slug, identity }, CLUSTERS)).toEqual(whereabouts)
})
