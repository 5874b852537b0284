import { expect, test } from 'vitest'
import type { TabRequest } from './hub-messages.ts'
import { OVERVIEW, serviceTopic } from './stream-world.ts'
import { readTabRequest, writeTabRequest } from './tab-requests.ts'

const REQUESTS: readonly TabRequest[] = [
  { type: 'watch', cluster: 'prod', topics: [OVERVIEW, serviceTopic('cart')] },
  { type: 'resync' },
  { type: 'wake' },
  { type: 'bye' },
]

test.each(REQUESTS)('$type arrives as it was sent', request => {
  expect(readTabRequest(structuredClone(writeTabRequest(request)))).toEqual(request)
})

test.each([
  null,
  'watch',
  {},
  { type: 'dance' },
  { type: 'watch', topics: [] },
  { type: 'watch', cluster: 7, topics: [] },
  { type: 'watch', cluster: 'prod', topics: 'overview:*' },
])('%j of another page is no request', data => {
  expect(readTabRequest(data)).toBeUndefined()
})

test('topics that are none are left out', () => {
  const topics = ['overview:*', 7, { type: 'overview' }, 'service:shop', 'service:../x', 'zone:eu-1a']
  expect(readTabRequest({ type: 'watch', cluster: 'prod', topics })).toEqual({
    type: 'watch',
    cluster: 'prod',
    topics: [OVERVIEW],
  })
})
