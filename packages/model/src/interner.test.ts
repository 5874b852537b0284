import { describe, expect, test } from 'vitest'
import { Interner } from './interner.ts'

describe('Interner', () => {
  test('gives the first of equal objects, frozen', () => {
    const interner = new Interner()
    const first = interner.object({ app: 'web', list: [1] })
    expect(interner.object({ app: 'web', list: [1] })).toBe(first)
    expect(first).toEqual({ app: 'web', list: [1] })
    expect(Object.isFrozen(first)).toBe(true)
  })

  test('tells apart what differs as JSON, the order of keys included', () => {
    const interner = new Interner()
    const values = [{ a: '1' }, { a: 1 }, { a: null }, {}, [], ['1'], { a: '1', b: '2' }, { b: '2', a: '1' }]
    const kept = values.map(value => interner.object(value))
    expect(new Set(kept).size).toBe(values.length)
    expect(kept).toEqual(values)
  })

  test('shares nothing with another Interner', () => {
    expect(new Interner().object({ a: 1 })).not.toBe(new Interner().object({ a: 1 }))
  })

  test('answers every text with itself, also when its table has been full', () => {
    const interner = new Interner()
    for (let count = 0; count < 200_010; count += 1) interner.text(`text-${count}`)
    expect(['', 'text-0', 'text-200009', '__proto__'].map(text => interner.text(text))).toEqual([
      '',
      'text-0',
      'text-200009',
      '__proto__',
    ])
  })
})
