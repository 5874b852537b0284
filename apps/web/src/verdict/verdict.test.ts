import { HEALTHS } from '@slicescope/picture'
import { expect, test } from 'vitest'
import { splitCode } from '../words/split-code.ts'
import { verdictTone } from './verdict-tone.ts'

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
