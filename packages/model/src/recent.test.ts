import { expect, test } from 'vitest'
import { Recent } from './recent.ts'

test('what is asked for again and again is made once, and what was not asked for lately again', () => {
  const recent = new Recent<object, number>(2)
  const keys = [{}, {}, {}, {}, {}, {}] as const
  let made = 0
  const ask = (key: object) => recent.get(key, () => (made += 1))
  expect([ask(keys[0]), ask(keys[0])]).toEqual([1, 1])
  for (const key of keys.slice(1)) {
    ask(key)
    expect(ask(keys[0])).toBe(1)
  }
  expect(ask(keys[5])).toBe(6)
  expect(ask(keys[1])).toBe(7)
})
