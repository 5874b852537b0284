import { HEALTHS } from '@slicescope/picture'
import { expect, test } from 'vitest'
import { splitSentence } from './split-sentence.ts'
import { verdictTone } from './verdict-tone.ts'

test('a sentence is split at its first colon, and nothing of it is lost', () => {
  expect(splitSentence('Down: 3 of 3 backends lost: all.')).toEqual({
    lead: 'Down',
    rest: ' – 3 of 3 backends lost: all.',
  })
  expect(splitSentence('Deleted at 03:14:02 UTC.')).toEqual({ lead: 'Deleted at 03:14:02 UTC.', rest: '' })
  expect(splitSentence('')).toEqual({ lead: '', rest: '' })
})

test('what is down is loud, whatever its severity; what is not known or well is calm', () => {
  expect(verdictTone('down', null)).toBe('broken')
  expect(verdictTone('degraded', 'critical')).toBe('broken')
  expect(verdictTone('degraded', null)).toBe('warning')
  expect(verdictTone('empty', 'info')).toBe('calm')
  const calm = HEALTHS.filter(health => verdictTone(health, 'critical') === 'calm')
  expect(calm).toEqual(['unknown', 'unmanaged', 'external', 'healthy'])
})
