import { expect, test } from 'vitest'
import { bucketOf, bucketOfNamespace, bucketOfService, CLUSTER_BUCKET } from './bucket.ts'
import { bucketsOf, pageOf, pageOfPosting, posting, sortPostings } from './filing.ts'

test('[HI-P1] what is named after a Service is in its bucket', () => {
  const own = bucketOfService('shop/web-2')
  expect(bucketOf('pods', 'shop/web-2-7d9f8b6c5d-x2x4p')).toBe(own)
  expect(bucketOf('pods', 'shop/web-2-0')).toBe(own)
  expect(bucketOf('endpointslices', 'shop/web-2-8xk2p')).toBe(own)
  expect(bucketOf('endpoints', 'shop/web-2')).toBe(own)
  expect(bucketOf('events', 'shop/web-2-7d9f8b6c5d-x2x4p.17c4a1b2d3e4f5a6')).toBe(own)
  expect(bucketOf('pods', 'pay/web-2-0')).not.toBe(own)
  expect(bucketOf('deployments', 'shop/web-2')).toBe(bucketOfNamespace('shop'))
  expect(bucketOf('nodes', 'node-1')).toBe(CLUSTER_BUCKET)
})

test('[HI-P2] a filing is found in each of its buckets, and on its page', () => {
  const filed = Array.from({ length: 2000 }, (_, at) => `pods uid ${at}`)
  const postings = sortPostings([...filed, ...filed].map((each, at) => posting(each, at % 7)))
  expect(bucketsOf(postings, 'pods uid 3')).toEqual([1, 3])
  expect(bucketsOf(postings, 'pods uid none')).toEqual([])
  for (const each of filed) expect(pageOfPosting(posting(each, 4096), 64)).toBe(pageOf(each, 64))
})
