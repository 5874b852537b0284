import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Delta } from './delta.ts'
import { isSelected, labelSetKey, PodLabelSets, podLabelsKey } from './labels.ts'
import { objectKey } from './keys.ts'
import type { Pod } from './resources.ts'
import { aPod } from './testing/sample-objects.ts'
import { unpacked } from './packing.ts'
import { Store } from './store.ts'

const SEED = 20261124

const NAMESPACES = ['shop', 'infra', '__proto__'] as const
const pods = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    namespace: fc.constantFrom(...NAMESPACES),
    uid: fc.constantFrom('1', '2'),
    labels: fc.dictionary(fc.constantFrom('app', 'tier', 'constructor'), fc.constantFrom('x', 'y'), { maxKeys: 2 }),
  })
  .map(aPod)

function held(sets: PodLabelSets): Record<string, unknown> {
  const entries = [...sets.namespaces()].map(namespace => [
    namespace,
    [...sets.inNamespace(namespace)].map(({ key, labels }) => ({ key, labels: { ...labels } })).toSorted(byKey),
  ])
  return Object.fromEntries(entries)
}

function fromScratch(all: readonly Pod[]): Record<string, unknown> {
  const namespaces = new Set(all.map(({ metadata }) => metadata.namespace))
  const entries = [...namespaces].map(namespace => {
    const there = all.filter(({ metadata }) => metadata.namespace === namespace)
    const sets = new Map(there.map(pod => [podLabelsKey(pod), { ...pod.metadata.labels }]))
    return [namespace, [...sets].map(([key, labels]) => ({ key, labels })).toSorted(byKey)]
  })
  return Object.fromEntries(entries)
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1
}

describe('PodLabelSets', () => {
  test('after any Deltas they are the distinct label sets of the pods there are', () => {
    const steps = fc.array(fc.record({ pod: pods, isDeleted: fc.boolean() }), { maxLength: 50 })
    fc.assert(
      fc.property(steps, deeds => {
        const store = new Store({}, unpacked<Pod>())
        const sets = new PodLabelSets()
        for (const { pod, isDeleted } of deeds) {
          const deltas: readonly Delta<Pod>[] = isDeleted ? store.delete(objectKey(pod)) : store.set(pod)
          for (const delta of deltas) sets.apply(delta)
          expect(held(sets)).toEqual(fromScratch([...store.list()]))
        }
      }),
      { seed: SEED, numRuns: 300 },
    )
  })

  test('a namespace without pods has none', () => {
    const sets = new PodLabelSets()
    const object = aPod({ name: 'a' })
    sets.apply({ type: 'added', object, resourceVersion: '1' })
    sets.apply({ type: 'deleted', object, resourceVersion: '2' })
    expect([...sets.namespaces()]).toEqual([])
    expect([...sets.inNamespace('shop')]).toEqual([])
  })
})

describe('label sets', () => {
  test('have one key whatever their order, and another where anything differs', () => {
    expect(labelSetKey({ a: '1', b: '2' })).toBe(labelSetKey({ b: '2', a: '1' }))
    const sets = [{}, { a: '' }, { '': 'a' }, { a: '1' }, { a: '1', b: '2' }, { a: '1,b=2' }, { a: '1","b","2' }]
    expect(new Set(sets.map(labelSetKey)).size).toBe(sets.length)
  })

  test('of equal labels in two namespaces have two keys', () => {
    expect(podLabelsKey(aPod({ name: 'a', namespace: 'x' }))).not.toBe(
      podLabelsKey(aPod({ name: 'a', namespace: 'y' })),
    )
  })
})

describe('a Service selects', () => {
  test.each([
    ['a pod that has every pair', { app: 'web' }, { app: 'web', tier: 'front' }, true],
    ['none of which one value differs', { app: 'web', tier: 'front' }, { app: 'web', tier: 'back' }, false],
    ['none that lacks a pair', { app: 'web', tier: 'front' }, { app: 'web' }, false],
    ['nothing with an empty selector', {}, { app: 'web' }, false],
    ['by the empty value', { app: '' }, { app: '' }, true],
    ['none that lacks the label of the empty value', { app: '' }, {}, false],
  ])('%s', (_, selector, labels, expected) => {
    expect(isSelected(selector, labels)).toBe(expected)
  })

  test('by labels alone, never by what every object has', () => {
    const selector: Readonly<Record<string, string>> = { constructor: 'x' }
    expect(isSelected(selector, {})).toBe(false)
    expect(isSelected(selector, aPod({ name: 'a', labels: selector }).metadata.labels)).toBe(true)
  })
})
