import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delta } from './delta.ts'
import type { Lister } from './lister.ts'
import { list, object, sharedText, text } from './fields.ts'
import { packingOf, unpacked } from './packing.ts'
import { BY_NAMESPACE, type IndexFunc, Store, type WritableStore } from './store.ts'

const SEED = 20261124

interface Thing {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string }
  readonly tags: readonly string[]
  readonly zone?: string
}

const THING = object(
  {
    metadata: object({ name: text, namespace: sharedText, uid: text }, ['name', 'namespace', 'uid']),
    tags: list(text),
    zone: sharedText,
  },
  ['metadata'],
)

const VALUES: Readonly<Record<Index, IndexFunc<Thing>>> = {
  tag: ({ tags }) => tags,
  zone: ({ zone }) => (zone === undefined ? [] : [zone]),
  namespace: ({ metadata }) => [metadata.namespace],
}
const INDEXES = { ...VALUES, namespace: BY_NAMESPACE } as const
const NAMES = ['tag', 'zone', 'namespace'] as const
type Index = (typeof NAMES)[number]

const things = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    namespace: fc.constantFrom('shop', 'infra'),
    uid: fc.constantFrom('1', '2', '3'),
    // The same value may be given twice, and be the name of what every object has.
    tags: fc.array(fc.constantFrom('x', 'y', '__proto__', 'constructor'), { maxLength: 3 }),
    zone: fc.option(fc.constantFrom('eu-1a', 'eu-1b'), { nil: undefined }),
  })
  .map(({ tags, zone, ...metadata }): Thing => ({ metadata, tags, ...(zone === undefined ? {} : { zone }) }))

const keyOf = ({ metadata }: Thing) => `${metadata.namespace}/${metadata.name}`

/** Every index created again from the objects alone. */
function fromScratch(objects: readonly Thing[], name: Index): Map<string, ReadonlySet<Thing>> {
  const values = new Set(objects.flatMap(VALUES[name]))
  return new Map([...values].map(value => [value, new Set(objects.filter(each => VALUES[name](each).includes(value)))]))
}

function heldIn(store: Lister<Thing, Index>, name: Index) {
  return new Map([...store.indexValues(name)].map(value => [value, new Set(store.byIndex(name, value))]))
}

function expectHeld(store: WritableStore<Thing, Index>, expected: ReadonlyMap<string, Thing>): void {
  const objects = [...store.list()]
  expect(new Map(objects.map(object => [keyOf(object), object]))).toEqual(expected)
  const keys = [...expected.keys()].toSorted()
  expect([...store.keys(null)].toSorted()).toEqual(keys)
  expect([...store.keys('shop')].toSorted()).toEqual(keys.filter(key => key.startsWith('shop/')))
  expect(store.size).toBe(expected.size)
  for (const key of keys) expect(store.get(key)).toEqual(expected.get(key))
  for (const name of NAMES) {
    const scratch = fromScratch(objects, name)
    expect(heldIn(store, name)).toEqual(scratch)
    for (const [value, { size }] of scratch) {
      expect(store.byIndex(name, value)).toHaveLength(size)
      expect(store.countByIndex(name, value)).toBe(size)
    }
  }
}

/** A follower that knows the Deltas only. It throws at one that does not fit. */
function follow(held: Map<string, Thing>, delta: Delta<Thing>): void {
  const key = keyOf(delta.object)
  const before = held.get(key)
  expect(before).toEqual(delta.type === 'added' ? undefined : delta.type === 'updated' ? delta.previous : delta.object)
  const uids = delta.type === 'updated' ? [delta.object.metadata.uid, delta.previous.metadata.uid] : []
  expect(new Set(uids).size).toBe(uids.length / 2)
  if (delta.type === 'deleted') held.delete(key)
  else held.set(key, delta.object)
}

const HOLDING: readonly (readonly [how: string, () => WritableStore<Thing, Index>])[] = [
  ['as they are', () => new Store(INDEXES, unpacked<Thing>())],
  ['packed', () => new Store(INDEXES, packingOf(THING))],
]

describe('Store', () => {
  test.each(HOLDING)(
    'holding objects %s, after any writes each index equals one made from scratch, and the Deltas tell all',
    (_, create) => {
      const steps = fc.array(fc.record({ thing: things, isDeleted: fc.boolean() }), { maxLength: 60 })
      fc.assert(
        fc.property(steps, deeds => {
          const store = create()
          const expected = new Map<string, Thing>()
          const followed = new Map<string, Thing>()
          for (const { thing, isDeleted } of deeds) {
            const deltas = isDeleted ? store.delete(keyOf(thing)) : store.set(thing)
            for (const delta of deltas) follow(followed, delta)
            if (isDeleted) expected.delete(keyOf(thing))
            else expected.set(keyOf(thing), thing)
            expect(followed).toEqual(expected)
            expectHeld(store, expected)
          }
        }),
        { seed: SEED, numRuns: 200 },
      )
    },
  )

  const thing: Thing = { metadata: { name: 'a', namespace: 'shop', uid: '1' }, tags: ['x'] }

  test('what equals what is held changes nothing, and the held object stays', () => {
    const store = new Store(INDEXES, unpacked<Thing>())
    expect(store.set(thing, '1')).toEqual([{ type: 'added', object: thing, resourceVersion: '1' }])
    expect(store.set({ metadata: { ...thing.metadata }, tags: [...thing.tags] }, '2')).toEqual([])
    expect(store.get('shop/a')).toBe(thing)
    expect(store.byIndex('tag', 'x')[0]).toBe(thing)
  })

  test('another uid under the same key is another object', () => {
    const store = new Store(INDEXES, unpacked<Thing>())
    store.set(thing, '1')
    const successor = { ...thing, metadata: { ...thing.metadata, uid: '2' } }
    expect(store.set(successor, '2')).toEqual([
      { type: 'deleted', object: thing, resourceVersion: '1' },
      { type: 'added', object: successor, resourceVersion: '2' },
    ])
    expect(store.size).toBe(1)
  })

  test.each(HOLDING)(
    'holding objects %s, the resourceVersion is the last told, and no change by itself',
    (_, create) => {
      const store = create()
      expect(store.resourceVersion('shop/a')).toBeUndefined()
      store.set(thing)
      expect(store.resourceVersion('shop/a')).toBe('')
      for (const version of ['9', '10', '90071992547409930', '007', 'a1']) {
        expect(store.set(thing, version)).toEqual([])
        expect(store.resourceVersion('shop/a')).toBe(version)
      }
      const changed = { ...thing, tags: ['y'] }
      expect(store.set(changed, '11')).toMatchObject([{ type: 'updated', resourceVersion: '11' }])
      expect(store.delete('shop/a')).toEqual([{ type: 'deleted', object: changed, resourceVersion: '11' }])
      store.set(thing, '12')
      expect(store.delete('shop/a', '13')).toMatchObject([{ type: 'deleted', resourceVersion: '13' }])
      expect(store.resourceVersion('shop/a')).toBeUndefined()
    },
  )

  test('deleting what is not there is no change', () => {
    expect(new Store(INDEXES, unpacked<Thing>()).delete('shop/a')).toEqual([])
  })

  test('a value nobody has files nothing', () => {
    const store = new Store(INDEXES, unpacked<Thing>())
    expect(store.byIndex('tag', 'x')).toEqual([])
    store.set(thing)
    store.delete('shop/a')
    expect(store.byIndex('tag', 'x')).toEqual([])
    expect(store.countByIndex('tag', 'x')).toBe(0)
    expect([...store.indexValues('tag')]).toEqual([])
  })
})
