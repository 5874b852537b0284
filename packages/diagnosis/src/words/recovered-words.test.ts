import { expect, test } from 'vitest'
import { ZONES } from '../law/raw.ts'
import { recoveredWords } from './recovered-words.ts'
import { splitStatement } from './words.ts'
import { cluster, NOW, notReadyStatus, podOn, runningContainer } from '../testing/web-service.ts'

/** The sentence about an outage in which only these were left of as many. */
function told(isReady: readonly boolean[], { size, of }: { readonly size: number; readonly of: number }): string {
  const broken = { status: notReadyStatus(runningContainer('main', { ready: false })) }
  const pods = isReady.map((ready, n) => podOn(`n${n + 1}`, n + 1, ready ? {} : broken))
  const { summary } = cluster(pods, ZONES).graph('shop/web')
  return recoveredWords({ onset: NOW - 9000, at: NOW, severity: 'critical', size, of, summary, lostZones: {} }, [])
    .facts
}

test('of pods that were deleted all count, not only those that were left', () => {
  expect(told([false], { size: 12, of: 12 })).toContain('after 9 s: none of 12 backends was ready')
  expect(told([false, false], { size: 2, of: 2 })).toContain('both backends were not ready')
  expect(told([], { size: 0, of: 12 })).toContain('no backend was left')
  expect(told([true, true, true], { size: 9, of: 12 })).toContain('9 of 12 backends were lost')
  expect(told([true, true, false], { size: 1, of: 3 })).toContain('1 of 3 backends was not ready')
})

test('its parts read as its sentence', () => {
  const { summary } = cluster([], ZONES).graph('shop/web')
  const past = { onset: NOW - 9000, at: NOW, severity: 'critical', size: 1, of: 1, summary, lostZones: {} } as const
  const { sentence, lead, facts } = recoveredWords(past, [])
  const { head, rest } = splitStatement({ causeCertainty: null, lead, facts, guess: '' })
  expect(`${head} ${rest}`).toBe(sentence)
  expect(sentence).toMatch(/^Recovered at [\d:]+ UTC after 9 s: no backend was left\.$/)
})
