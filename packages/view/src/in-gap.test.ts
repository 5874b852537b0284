import { expect, test } from 'vitest'
import { aServiceThatIs } from './law/degradations.ts'

const GAP = { from: Date.UTC(2026, 0, 1, 3), to: Date.UTC(2026, 0, 1, 4) }

test('in a gap nothing is counted; what was known before it stands beside', () => {
  const { view } = aServiceThatIs('degraded')
  const [before] = view.rows('*')
  const key = String(before?.key)
  view.enterGap(GAP)
  const shown = view.serviceView(key, GAP.from + 1000)
  for (const answer of [view.row(key), view.rows('*')[0], shown]) {
    expect(answer).toMatchObject({
      health: 'unknown',
      ready: null,
      total: null,
      zones: [],
      gap: { from: '2026-01-01T03:00:00.000Z', to: '2026-01-01T04:00:00.000Z' },
      lastKnown: { health: 'degraded', ready: before?.ready, total: before?.total },
    })
  }
  expect([shown?.backends, shown?.findings, shown?.verdict.severity]).toEqual([[], [], null])
  expect(shown?.verdict.sentence).toBe(
    'Not recorded at this moment: Slicescope saw nothing from 03:00:00 UTC to 04:00:00 UTC.',
  )
  view.enterGap(null)
  expect(view.row(key)).toEqual(before)
})
