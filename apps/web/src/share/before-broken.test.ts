import { expect, test } from 'vitest'
import { aView, MADE_AT } from '@slicescope/view/testing'
import { beforeBroken } from './before-broken.ts'

const shown = Date.parse('2026-11-24T03:12:00Z')
const loss = { size: 1, of: 2, peak: 1, zones: [] }

test('now is compared with ten seconds before the loss began', () => {
  const view = aView()
  const verdict = { ...view.verdict, onset: MADE_AT }
  expect(beforeBroken({ ...view, loss, verdict }, shown)).toEqual({
    from: '2026-11-24T02:59:50Z',
    to: '2026-11-24T03:12:00Z',
  })
  const since = { time: '2026-11-24T03:02:00Z', basis: 'recorded' as const }
  expect(beforeBroken({ ...view, loss, verdict: { ...view.verdict, since } }, shown)?.from).toBe('2026-11-24T03:01:50Z')
})

test('after a recovery with before the loss that is over', () => {
  const was = { severity: 'critical' as const, sentence: 'It was down.', lost: 2, of: 2 }
  const recovered = { at: '2026-11-24T03:10:00Z', lastedMs: 60_000, was }
  expect(beforeBroken({ ...aView(), recovered }, shown)?.from).toBe('2026-11-24T03:08:50Z')
})

test('nothing was broken, or it is not known when: there is nothing to compare with', () => {
  const view = aView()
  expect(beforeBroken(view, shown)).toBeNull()
  const since = { time: MADE_AT, basis: 'watching' as const }
  expect(beforeBroken({ ...view, loss, verdict: { ...view.verdict, since } }, shown)).toBeNull()
})
