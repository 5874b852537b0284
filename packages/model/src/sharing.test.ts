import { expect, test } from 'vitest'
import { Sharing } from './sharing.ts'

test('equal values become the same one, others stay what they are', () => {
  const sharing = new Sharing()
  const first = { ready: 2, zones: ['a'] }
  expect(sharing.of(first)).toBe(first)
  expect(sharing.of({ ready: 2, zones: ['a'] })).toBe(first)
  expect(sharing.of({ ready: 3, zones: ['a'] })).toEqual({ ready: 3, zones: ['a'] })
})

test('whatever comes, it keeps a bounded number of values', () => {
  const sharing = new Sharing()
  const first = { ready: -1 }
  sharing.of(first)
  for (let ready = 0; ready < 5000; ready += 1) sharing.of({ ready })
  expect(sharing.of({ ready: -1 })).not.toBe(first)
})

test('a long value is not kept', () => {
  const sharing = new Sharing()
  const long = { text: 'x'.repeat(2000) }
  expect(sharing.of({ ...long })).not.toBe(sharing.of({ ...long }))
})
