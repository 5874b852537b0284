import { expect, test } from 'vitest'
import { PatchRing } from './patch-ring.ts'

const texts = (parts: readonly Uint8Array[] | null) => parts?.map(part => Buffer.from(part).toString()) ?? null

test('answers with all parts after a position, in order', () => {
  const ring = new PatchRing({ number: 5 })
  ring.push(Buffer.from('a'), 7)
  ring.push(Buffer.from('b'), 9)
  expect(texts(ring.since(5))).toEqual(['a', 'b'])
  expect(texts(ring.since(6))).toEqual(['a', 'b'])
  expect(texts(ring.since(7))).toEqual(['b'])
  expect(texts(ring.since(9))).toEqual([])
})

test('cannot help who stands before the first state, or before what was dropped', () => {
  const ring = new PatchRing({ number: 5, maxBytes: 3 })
  expect(ring.since(4)).toBeNull()
  ring.push(Buffer.from('aa'), 6)
  ring.push(Buffer.from('bb'), 7)
  expect(ring.since(5)).toBeNull()
  expect(texts(ring.since(6))).toEqual(['bb'])
})

test('keeps nothing of a part that is too large by itself', () => {
  const ring = new PatchRing({ number: 1, maxBytes: 3 })
  ring.push(Buffer.from('large'), 2)
  expect([ring.since(1), texts(ring.since(2))]).toEqual([null, []])
})

test('is made smaller by dropping the oldest parts', () => {
  const ring = new PatchRing({ number: 5 })
  ring.push(Buffer.from('aaa'), 6)
  ring.push(Buffer.from('bb'), 7)
  ring.shrink(4)
  expect([ring.bytes, ring.since(5), texts(ring.since(6))]).toEqual([2, null, ['bb']])
})
