import { expect, test } from 'vitest'
import { changedBackends } from './use-glow.ts'

const states = (entries: Readonly<Record<string, 'ready' | 'not-ready' | 'starting'>>) =>
  new Map(Object.entries(entries))

const all = (state: 'ready' | 'not-ready') =>
  states(Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`b${n}`, state])))

test('what came and what changed its state glows; what stayed and what left does not', () => {
  const before = states({ a: 'ready', b: 'ready', c: 'starting', gone: 'ready' })
  const now = states({ a: 'ready', b: 'not-ready', c: 'ready', new: 'starting' })
  expect(changedBackends(before, now)).toEqual(['b', 'c', 'new'])
  expect(changedBackends(now, now)).toEqual([])
})

test('a change of hundreds at once glows nowhere', () => {
  expect(changedBackends(all('ready'), all('not-ready'))).toEqual([])
})
