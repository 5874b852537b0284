import type { ServiceView } from '@slicescope/view'
import { sentenceOf } from '@slicescope/view/text'
import { expect, test } from 'vitest'
import { aFreshness, aView } from '@slicescope/view/testing'
import { toldView } from './told-view.ts'

const parts = { causeCertainty: null, lead: 'all backends ready', facts: 'Kubernetes routes to 3 of 3', guess: '' }
const LIVE = viewSaying(sentenceOf(parts))
const CUT = aFreshness({ state: 'STALE', marks: ['STALE'], heard: '2026-11-24T03:11:42.000Z' })

function viewSaying(sentence: string, prefix = ''): ServiceView {
  const view = aView()
  return { ...view, health: 'healthy', verdict: { ...view.verdict, ...parts, prefix, sentence } }
}

test('while the line is up, a view is told as it came', () => {
  expect(toldView(LIVE, LIVE.freshness)).toBe(LIVE)
})

test('cut off, the sentence keeps its words behind the moment they are so', () => {
  const told = toldView(LIVE, CUT)
  expect(told.freshness).toBe(CUT)
  expect(told.verdict.sentence).toBe(`As of 03:11:42 UTC (stale): ${LIVE.verdict.sentence}`)
  expect(told.verdict.prefix).toBe('As of 03:11:42 UTC (stale):')
})

test('what the server says of the moment is said once', () => {
  const blind = viewSaying(`As of 03:10:00 UTC (stale): ${sentenceOf(parts)}`, 'As of 03:10:00 UTC (stale):')
  expect(toldView(blind, CUT).verdict).toBe(blind.verdict)
  const deleted = viewSaying(
    `Deleted at 03:10:00 UTC, before that: ${sentenceOf(parts)}`,
    'Deleted at 03:10:00 UTC, before that:',
  )
  expect(toldView(deleted, CUT).verdict).toBe(deleted.verdict)
})

test('what is not known is not known as of a moment', () => {
  const unknown = { ...LIVE, health: 'unknown' as const }
  expect(toldView(unknown, CUT).verdict.prefix).toBe('')
})
