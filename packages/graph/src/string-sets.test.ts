import { expect, test } from 'vitest'
import { Random } from '@slicescope/model/random'
import { StringSets } from './string-sets.ts'

test('sets of strings are what Sets would be, seed 5', () => {
  const random = new Random(5)
  const sets = new StringSets()
  const expected = new Map(['a', 'b', 'c'].map(name => [name, new Set<string>()]))
  for (let step = 0; step < 2000; step += 1) {
    const name = random.pick(['a', 'b', 'c'])
    const value = random.pick(['x', 'y', 'z'])
    const set = expected.get(name)
    if (random.chance(0.05)) {
      sets.clear(name)
      set?.clear()
    } else if (random.chance(0.5)) {
      sets.add(name, value)
      set?.add(value)
    } else {
      sets.delete(name, value)
      set?.delete(value)
    }
    expect([...sets.get(name)].toSorted()).toEqual([...(set ?? [])].toSorted())
    expect(sets.size(name)).toBe(set?.size)
  }
})
