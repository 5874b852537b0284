import { expect, test } from 'vitest'
import { isEqualKept } from './equality.ts'

const VALUES: readonly unknown[] = [
  null,
  undefined,
  0,
  1,
  '',
  '1',
  true,
  false,
  [],
  [1],
  [1, 2],
  [2, 1],
  {},
  { 0: 1 },
  { a: 1 },
  { b: 1 },
  { a: 1, b: [{ c: null }] },
  { a: 1, b: [{ c: {} }] },
  JSON.parse('{"__proto__":1}'),
  JSON.parse('{"__proto__":{}}'),
  JSON.parse('{"toString":1}'),
]

function copy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}

test('a kept value equals its copy and no other', () => {
  const copies = VALUES.map(copy)
  for (const [at, value] of VALUES.entries())
    expect(copies.flatMap((each, other) => (isEqualKept(value, each) ? [other] : []))).toEqual([at])
})

test('maps of labels are compared by content, whatever made them', () => {
  const bare = Object.assign(Object.create(null), { app: 'web' })
  expect(isEqualKept(bare, { app: 'web' })).toBe(true)
  expect(isEqualKept({ constructor: { name: 'a' } }, { constructor: { name: 'a' } })).toBe(true)
})

test('the order of members does not count', () => {
  expect(isEqualKept({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true)
})
