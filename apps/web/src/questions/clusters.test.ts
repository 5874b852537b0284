import { expect, test } from 'vitest'
import { readClusters } from './clusters.ts'

test('clusters are read as the server tells them', () => {
  const prod = { slug: 'prod', context: 'admin@prod', uid: 'uid-1', open: true, state: 'LIVE' }
  expect(readClusters({ clusters: [prod] })).toEqual([prod])
})

test('what a cluster does not tell is said in the least way', () => {
  expect(readClusters({ clusters: [{ slug: 'prod' }] })).toEqual([
    { slug: 'prod', context: 'prod', uid: null, open: false, state: null },
  ])
})

test.each([null, 7, {}, { clusters: {} }, { clusters: [null, 7, {}, { slug: 7 }] }])('%j holds no cluster', body => {
  expect(readClusters(body)).toEqual([])
})
