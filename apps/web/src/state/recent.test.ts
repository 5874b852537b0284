import { expect, test } from 'vitest'
import { noteRecent, readRecent } from './recent.ts'

function aStorage(first?: string) {
  const items = new Map(first === undefined ? [] : [['slicescope-recent', first]])
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      items.set(key, value)
    },
  }
}

test('the last eight, newest first, each once', () => {
  const storage = aStorage()
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 3]) noteRecent(storage, { cluster: 'prod', key: `shop/s${n}` })
  noteRecent(storage, { cluster: 'staging', key: 'shop/s3' })
  expect(readRecent(storage).map(({ cluster, key }) => `${cluster} ${key}`)).toEqual([
    'staging shop/s3',
    'prod shop/s3',
    'prod shop/s9',
    'prod shop/s8',
    'prod shop/s7',
    'prod shop/s6',
    'prod shop/s5',
    'prod shop/s4',
  ])
})

test.each(['', '{', 'null', '{"a":1}', '[1,null,{"cluster":"c"},{"cluster":1,"key":"a/b"},{"cluster":"c","key":"x"}]'])(
  'what else stands in its place, such as %s, is nothing',
  stored => {
    expect(readRecent(aStorage(stored))).toEqual([])
  },
)

test('a browser that keeps nothing shows none', () => {
  const closed = {
    getItem: (): string | null => {
      throw new Error('denied')
    },
    setItem: (): void => {
      throw new Error('full')
    },
  }
  noteRecent(closed, { cluster: 'prod', key: 'shop/web' })
  expect(readRecent(closed)).toEqual([])
})
