import { describe, expect, test } from 'vitest'
import { aServiceThatIs, answerOf, BLIND, DEGRADATIONS, HEALTHS, makeBlind, UNKNOWN } from './law/degradations.ts'

describe.each(Object.keys(HEALTHS))('[L5] %s', health => {
  test('is what it is where all is known', () => {
    expect(answerOf(aServiceThatIs(health)).row.health).toBe(health)
  })

  test.each(Object.entries(DEGRADATIONS))(
    '%s: the same by slices alone, and nothing from what is not known',
    (_name, it) => {
      const harness = aServiceThatIs(health)
      it.degrade(harness)
      const { row, view } = answerOf(harness)
      expect([row.health, view.health]).toEqual([health, health])
      const reads = view.findings.flatMap(finding => finding.reads.map(({ resource }) => resource))
      expect(reads.filter(resource => it.unread.some(unread => unread === resource))).toEqual([])
      expect(view.freshness.state).not.toBe('BLIND')
    },
  )

  test.each(Object.entries(UNKNOWN))('%s: unknown, and no number', (_name, degrade) => {
    const harness = aServiceThatIs(health)
    degrade(harness)
    const { row, view } = answerOf(harness)
    // What an ExternalName answers is no matter of slices.
    const expected = health === 'external' ? health : 'unknown'
    expect([row.health, view.health]).toEqual([expected, expected])
    expect([row.ready, row.total, view.ready]).toEqual([null, null, null])
    expect(view.findings.filter(({ causeCertainty }) => causeCertainty === 'proven').map(({ code }) => code)).toEqual(
      [],
    )
  })

  test.each(BLIND)('server blind (%s): what was known, as of then', how => {
    const harness = aServiceThatIs(health)
    const present = answerOf(harness).row
    makeBlind(harness, how)
    const { row, view } = answerOf(harness)
    expect(view.freshness.state).toBe('BLIND')
    expect(row.health).toBe(present.health)
    expect(row.verdict).not.toBe(present.verdict)
    expect(row.verdict).toContain(how === 'stalled' ? 'As of 03:00:00 UTC' : 'As of 03:01:30 UTC')
  })
})
