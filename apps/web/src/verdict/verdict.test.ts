import { HEALTHS } from '@slicescope/picture'
import { expect, test } from 'vitest'
import { splitCode } from '../words/split-code.ts'
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

test('a colon in brackets or in code ends nothing', () => {
  expect(splitSentence('Unschedulable (0/6 nodes: 6 full): 3 pods wait.')).toEqual({
    lead: 'Unschedulable (0/6 nodes: 6 full)',
    rest: ' – 3 pods wait.',
  })
  expect(splitSentence('No `a: b` there: none.').lead).toBe('No `a: b` there')
})

test('code is told from words', () => {
  expect(splitCode('`wbe` against `web`, so')).toEqual([
    { text: 'wbe', isCode: true },
    { text: ' against ', isCode: false },
    { text: 'web', isCode: true },
    { text: ', so', isCode: false },
  ])
  expect(splitCode('an odd ` one')).toEqual([{ text: 'an odd ` one', isCode: false }])
})

test('what is down is loud, whatever its severity; what is not known is calm; what is well as loud as its severity', () => {
  expect(verdictTone('down', null)).toBe('broken')
  expect(verdictTone('degraded', 'critical')).toBe('broken')
  expect(verdictTone('degraded', null)).toBe('warning')
  expect(verdictTone('empty', 'info')).toBe('calm')
  const calm = HEALTHS.filter(health => verdictTone(health, null) === 'calm')
  expect(calm).toEqual(['unknown', 'unmanaged', 'external', 'healthy'])
  expect(verdictTone('unknown', 'critical')).toBe('calm')
  const SEVERITIES = ['critical', 'warning', 'info'] as const
  expect(SEVERITIES.map(severity => verdictTone('healthy', severity))).toEqual(['broken', 'warning', 'calm'])
})
