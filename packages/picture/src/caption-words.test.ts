import { expect, test } from 'vitest'
import { severityWord, stateWord } from './caption-words.ts'

const ASLEEP = { health: 'fallback', severity: 'info', starting: 0, wanted: 0 } as const

test('what is as it should be is called by what goes on, not by what it lacks', () => {
  expect(stateWord(ASLEEP)).toBe('scaled to zero')
  expect(stateWord({ ...ASLEEP, wanted: 3, starting: 3, health: 'down' })).toBe('starting')
  expect(stateWord({ ...ASLEEP, severity: 'critical', wanted: 3 })).toBe('fallback')
  expect(stateWord({ ...ASLEEP, health: 'empty', wanted: null })).toBe('empty')
})

test('an alarm is called by how bad it is', () => {
  expect(severityWord({ ...ASLEEP, severity: 'critical' })).toBe('CRITICAL')
  expect(severityWord({ ...ASLEEP, severity: 'info' })).toBe('SCALED TO ZERO')
})
