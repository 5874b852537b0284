import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unreachable } from './asserts.ts'
import { isEqualKept } from './equality.ts'
import { type Field, type Kept, list, map, number, object, port, shared, sharedText, text } from './fields.ts'
import { Interner } from './interner.ts'
import { packingOf } from './packing.ts'
import { project } from './project.ts'
import { pods } from './resources/pods.ts'
import { aPod } from './testing/sample-objects.ts'

const SEED = 20261126
const RUNS = { seed: SEED, numRuns: 500 }

const TEXTS = fc.constantFrom('', 'Ready', 'True', 'null', 'true', '1', '10.0.0.1', '2026-01-01T00:00:00Z', '__proto__')

/** Anything that an API server may send for a field, absent members included. Few values, so that many objects are alike. */
function arrivals(field: Field): fc.Arbitrary<unknown> {
  switch (field.kind) {
    case 'number':
      return fc.constantFrom(0, 1, -1, 80)
    case 'boolean':
      return fc.boolean()
    case 'port':
      return fc.oneof(TEXTS, fc.constantFrom(0, 80))
    case 'map':
      return fc.dictionary(TEXTS, TEXTS, { maxKeys: 2 })
    case 'list':
      return fc.array(arrivals(field.element), { maxLength: 2 })
    case 'object': {
      const members = field.entries.map(({ name, field: member }) => [name, arrivals(member)] as const)
      return fc.record(Object.fromEntries(members), { requiredKeys: [...field.required] })
    }
    case 'shared':
    case 'derived':
      return arrivals(field.inner)
    case 'names':
      return fc.record({ [field.under]: fc.dictionary(TEXTS, TEXTS) })
    case 'text':
    case 'time':
    case 'shared-text':
    case 'scattered-text':
    case 'cut-text':
      return TEXTS
    default:
      return unreachable(field)
  }
}

/** Each kind of field within each that holds others. */
const leaves = { text, sharedText, number, port, map, labels: shared(map), parts: shared(list(object({ text }))) }
const EVERYTHING = object({
  ...leaves,
  list: list(object({ ...leaves, texts: list(text), numbers: list(number) })),
  lists: list(list(object(leaves))),
  inner: object({ inner: object(leaves), fixed: object({ number, empty: object({}) }) }),
})

/** So small that most objects are nearly alike: a plan that says too little is given to the wrong one. */
const NEARLY_ALIKE = object({
  a: text,
  b: text,
  c: sharedText,
  x: list(number),
  y: list(number),
  z: shared(list(number)),
})

interface Case<T> {
  readonly raw: fc.Arbitrary<unknown>
  readonly keep: (raw: unknown) => T
  readonly packKept: (raw: unknown) => unknown
  readonly packAndUnpack: (raw: unknown) => T
}

function caseOf<F extends Field>(field: F): Case<Kept<F>> {
  const packing = packingOf(field)
  const keep = (raw: unknown) => project(field, raw, new Interner())
  return {
    raw: arrivals(field),
    keep,
    packKept: raw => packing.pack(keep(raw), '7'),
    packAndUnpack: raw => packing.unpack(packing.pack(keep(raw), '7')),
  }
}

describe.each<[string, Case<unknown>]>([
  ['a pod', caseOf(pods.fields)],
  ['every kind of field in every other', caseOf(EVERYTHING)],
  ['what is nearly alike', caseOf(NEARLY_ALIKE)],
])('%s', (_, { raw, keep, packKept, packAndUnpack }) => {
  test('comes out as it went in, members in the same order', () => {
    fc.assert(
      fc.property(raw, each => {
        expect(packAndUnpack(each)).toStrictEqual(keep(each))
        expect(JSON.stringify(packAndUnpack(each))).toBe(JSON.stringify(keep(each)))
      }),
      RUNS,
    )
  })

  test('equals another packed exactly when it equals it', () => {
    fc.assert(
      fc.property(raw, raw, fc.boolean(), (one, another, isSame) => {
        const other = isSame ? one : another
        expect(isEqualKept(packKept(one), packKept(other))).toBe(isEqualKept(keep(one), keep(other)))
      }),
      RUNS,
    )
  })
})

describe('pods of a template', () => {
  const packing = packingOf(pods.fields)
  const pod = aPod({ name: 'a', labels: { app: 'web' }, nodeName: 'n1', ips: ['10.0.0.1'] })
  const twin = aPod({ name: 'b', labels: { app: 'web' }, nodeName: 'n2', ips: ['10.0.0.2'] })

  test('share all but their own values', () => {
    const [plan, , ...own] = packing.pack(pod, '7')
    const [twinPlan, , ...twinOwn] = packing.pack(twin, '7')
    expect(twinPlan).toBe(plan)
    expect(own).toEqual(['a', 'uid-a', { app: 'web' }, 'n1', '10.0.0.1'])
    expect(twinOwn).toEqual(['b', 'uid-b', { app: 'web' }, 'n2', '10.0.0.2'])
  })

  test('share nothing with what differs in more', () => {
    const [plan] = packing.pack(pod, '7')
    for (const unlike of [
      aPod({ name: 'a' }),
      aPod({ name: 'a', nodeName: 'n1', namespace: 'infra', ips: ['10.0.0.1'] }),
    ])
      expect(packing.pack(unlike, '7')[0]).not.toBe(plan)
  })

  test('keep their label sets, by which others recognize them', () => {
    expect(packing.unpack(packing.pack(pod, '7')).metadata.labels).toBe(pod.metadata.labels)
  })
})
