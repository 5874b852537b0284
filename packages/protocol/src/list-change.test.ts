import { describe, expect, test } from 'vitest'
import { addDigests, digestOf, NO_DIGEST } from './digest.ts'
import { Random } from '@slicescope/view/random'
import { randomStep } from './law/random-list.ts'
import { applyList, diffList, type Entity, type ListChange } from './list-change.ts'

interface Item extends Entity {
  readonly value: number
}

const SEED = 20261124

function items(keys: string): Item[] {
  return Array.from(keys, key => ({ key, value: 1 }))
}

function named(change: ListChange<Item> | null): readonly string[] | undefined {
  return change?.upserts.map(({ at, entity }) => `${at}${entity.key}`)
}

test(`[PR-C1] a change leads from any list to any other (seed ${SEED})`, () => {
  const random = new Random(SEED)
  const make = (key: string) => ({ key, value: random.below(9) })
  let before: Item[] = []
  for (let step = 0; step < 3000; step += 1) {
    const after = random.oneIn(10) ? randomStep(random, [], make) : randomStep(random, before, make)
    const change = diffList(before, after)
    expect(change === null ? before : applyList('items', before, change).list).toEqual(after)
    before = after
  }
})

test(`[PR-C2] no change names more than it must (seed ${SEED})`, () => {
  const random = new Random(SEED)
  for (let step = 0; step < 500; step += 1) {
    const before = items('abcdefg').slice(0, 1 + random.below(7))
    const after = shuffled(random, before).slice(random.below(2))
    const change = diffList(before, after)
    const named = change?.upserts.length ?? 0
    expect(change?.removals.length ?? 0).toBe(before.length - after.length)
    expect(after.length - named).toBe(longestCommon(before, after))
  }
})

function shuffled(random: Random, list: readonly Item[]): Item[] {
  const rest = [...list]
  return list.flatMap(() => rest.splice(random.below(rest.length), 1))
}

/** By trying every subset: how many can stay where they are. */
function longestCommon(before: readonly Item[], after: readonly Item[]): number {
  const places = after.map(entity => before.findIndex(({ key }) => key === entity.key))
  let most = 0
  for (let chosen = 0; chosen < 2 ** places.length; chosen += 1) {
    const run = places.filter((_, index) => ((chosen >> index) & 1) === 1)
    if (run.every((place, index) => index === 0 || (run[index - 1] ?? 0) < place)) most = Math.max(most, run.length)
  }
  return most
}

describe('[PR-C2]', () => {
  test('equal lists do not differ', () => {
    expect(diffList(items('abc'), items('abc'))).toBeNull()
    expect(diffList([], [])).toBeNull()
  })

  test('one that moves to the front is the only one named', () => {
    expect(diffList(items('abcdef'), items('fabcde'))).toEqual({
      removals: [],
      upserts: [{ at: 0, entity: { key: 'f', value: 1 } }],
    })
  })

  test('newcomers are named with where they stand', () => {
    expect(named(diffList(items('bd'), items('abcde')))).toEqual(['0a', '2c', '4e'])
  })

  test('one that changes is named where it stood, one that goes by its key', () => {
    expect(diffList(items('abc'), [{ key: 'b', value: 2 }, ...items('c')])).toEqual({
      removals: ['a'],
      upserts: [{ at: 0, entity: { key: 'b', value: 2 } }],
    })
  })

  test('who is not named stays the very same object', () => {
    const before = items('abc')
    const change = diffList(before, items('xabc'))
    const list = change === null ? [] : applyList('items', before, change).list
    expect(list[1]).toBe(before[0])
    expect(list[3]).toBe(before[2])
  })
})

test.each([
  ['aab', 'ab'],
  ['ab', 'aab'],
  ['aab', 'aba'],
  ['aa', ''],
])('[PR-C3] %s becomes %s though keys stand twice', (before, after) => {
  const change = diffList(items(before), items(after))
  expect(named(change)).toEqual(Array.from(after, (key, index) => `${index}${key}`))
  expect(change && applyList('items', items(before), change).list).toEqual(items(after))
})

test('[PR-C3] keys that stand twice on both sides are no change where lists are equal', () => {
  expect(diffList(items('aab'), items('aab'))).toBeNull()
})

test('[PR-C4] members in another order are another text', () => {
  const before = [{ key: 'a', labels: { x: 1, y: 2 } }]
  expect(diffList(before, [{ key: 'a', labels: { y: 2, x: 1 } }])?.upserts).toHaveLength(1)
})

test(`[PR-D2] the difference of digests is that of the lists (seed ${SEED})`, () => {
  const random = new Random(SEED)
  const make = (key: string) => ({ key, value: random.below(3) })
  const digest = (list: readonly Item[]) =>
    list.reduce((sum, item) => addDigests(sum, digestOf('items', item)), NO_DIGEST)
  let before: Item[] = []
  for (let step = 0; step < 1000; step += 1) {
    const after = randomStep(random, before, make)
    const change = diffList(before, after)
    if (change === null) continue
    expect(addDigests(digest(before), applyList('items', before, change).difference)).toEqual(digest(after))
    before = after
  }
})
