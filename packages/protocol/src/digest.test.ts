import { describe, expect, test } from 'vitest'
import { addDigests, digestOf, formatDigest, NO_DIGEST, subtractDigests } from './digest.ts'
import { Random } from '@slicescope/view/random'
import { randomOverview, randomService } from './law/random-topics.ts'
import {
  advanceOverview,
  advanceService,
  overviewState,
  serviceState,
  stepOverview,
  stepService,
} from './topic-state.ts'

const SEED = 20261124

describe(`any topic (seed ${SEED})`, () => {
  test('[PR-D2] an overview kept by changes has the digest of one created again', () => {
    const random = new Random(SEED)
    let state = overviewState(randomOverview(random, null))
    for (let step = 0; step < 500; step += 1) {
      const after = randomOverview(random, state.value)
      const told = stepOverview(state.value, after)
      state = (told === null ? state : advanceOverview(state, told)) ?? state
      expect(state.digest).toEqual(overviewState(after).digest)
    }
  })

  test('[PR-D2] so has a Service', () => {
    const random = new Random(SEED)
    let state = serviceState(randomService(random, null))
    for (let step = 0; step < 500; step += 1) {
      const after = randomService(random, state.value)
      const told = stepService(state.value, after)
      state = (told === null ? state : advanceService(state, told)) ?? state
      expect(state.digest).toEqual(serviceState(after).digest)
    }
  })

  test('[PR-D1] order does not count', () => {
    const random = new Random(SEED)
    for (let step = 0; step < 100; step += 1) {
      const overview = randomOverview(random, null)
      const turned = { ...overview, services: overview.services.toReversed() }
      expect(overviewState(turned).digest).toEqual(overviewState(overview).digest)
    }
  })

  test('[PR-D3] ages do not count', () => {
    const random = new Random(SEED)
    const overview = randomOverview(random, null)
    const older = { ...overview, freshness: { ...overview.freshness, heard: null, verified: '2020-01-01T00:00:00Z' } }
    expect(overviewState(older).digest).toEqual(overviewState(overview).digest)
    expect(stepOverview(overview, older)).toBeNull()
    const stale = { ...overview, freshness: { ...overview.freshness, state: 'STALE' as const } }
    expect(overviewState(stale).digest).not.toEqual(overviewState(overview).digest)
    expect(stepOverview(overview, stale)).not.toBeNull()
  })
})

test('[PR-D1] what is taken away leaves no trace, over the end of 32 bits too', () => {
  const [one, other] = [digestOf('pods', { key: 'a' }), digestOf('pods', { key: 'b' })]
  expect(subtractDigests(addDigests(one, other), other)).toEqual(one)
  expect(addDigests(subtractDigests(NO_DIGEST, one), one)).toEqual(NO_DIGEST)
})

test('[PR-D1] the same thing in two collections has two digests', () => {
  expect(digestOf('pods', { key: 'a' })).not.toEqual(digestOf('absentPods', { key: 'a' }))
})

test('there being no Service is something, too', () => {
  expect(serviceState(null).digest).not.toEqual(NO_DIGEST)
})

test('similar things rarely have the same digest', () => {
  const digests = Array.from({ length: 20_000 }, (_, index) => formatDigest(digestOf('pods', { key: `pod-${index}` })))
  expect(new Set(digests).size).toBe(digests.length)
  for (const half of [digests.map(digest => digest.slice(0, 8)), digests.map(digest => digest.slice(8))])
    expect(new Set(half).size).toBeGreaterThan(19_900)
})

test('is written as 16 hexadecimal digits', () => {
  expect(formatDigest([0, 0xffffffff])).toBe('00000000ffffffff')
  expect(formatDigest([0x1a, 0])).toBe('0000001a00000000')
})
