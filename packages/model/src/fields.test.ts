import { describe, expect, test } from 'vitest'
import {
  boolean,
  cutText,
  type Field,
  type Kept,
  list,
  listOnly,
  map,
  namedKeys,
  number,
  object,
  port,
  shared,
  sharedText,
  text,
} from './fields.ts'
import { Interner } from './interner.ts'
import { project, ProjectionError } from './project.ts'

function keep<F extends Field>(field: F, raw: unknown): Kept<F> {
  return project(field, raw, new Interner())
}

function keepBy<F extends Field>(field: F): (raw: unknown) => Kept<F> {
  return raw => keep(field, raw)
}

describe('what is kept', () => {
  test.each<[string, (raw: unknown) => unknown, unknown]>([
    ['text', keepBy(text), 'web'],
    ['the empty text', keepBy(text), ''],
    ['a shared text', keepBy(sharedText), 'eu-1a'],
    ['a number', keepBy(number), 80],
    ['zero', keepBy(number), 0],
    ['true', keepBy(boolean), true],
    ['false', keepBy(boolean), false],
    ['a port by number', keepBy(port), 8080],
    ['a port by name', keepBy(port), 'http'],
    ['a map', keepBy(map), { b: '2', a: '' }],
    ['a list', keepBy(list(number)), [3, 1, 3]],
    ['an object', keepBy(object({ a: text })), { a: 'x' }],
    ['a shared part', keepBy(shared(list(text))), ['x', 'y']],
  ])('%s, as it is', (_, keepIt, raw) => {
    expect(keepIt(raw)).toEqual(raw)
  })

  test('members that are not named are dropped, at every depth', () => {
    const field = object({ a: object({ b: list(object({ c: text })) }) })
    const raw = { a: { b: [{ c: 'kept', d: 'dropped' }], e: ['dropped'] }, f: { c: 'dropped' } }
    expect(keep(field, raw)).toStrictEqual({ a: { b: [{ c: 'kept' }] } })
  })

  test('of a map only the named keys, and the others are not even looked at', () => {
    expect(keep(namedKeys('zone', 'region'), { zone: 'a', secret: 7 })).toEqual({ zone: 'a' })
    expect(keep(namedKeys('zone'), { other: 'x' })).toEqual({})
  })

  test('of a list only the elements that it names; what is no object is none', () => {
    const field = listOnly(object({ type: text }), { type: ['Ready'] })
    const raw = [{ type: 'Ready' }, { type: 'Other', type2: 'Ready' }, null, 'Ready', {}, { type: 'Ready' }]
    expect(keep(field, raw)).toEqual([{ type: 'Ready' }, { type: 'Ready' }])
  })

  test('of a message its beginning, never half a character', () => {
    expect(keep(cutText, 'short')).toBe('short')
    expect(keep(cutText, 'x'.repeat(240))).toBe('x'.repeat(240))
    expect(keep(cutText, 'x'.repeat(241))).toBe('x'.repeat(240))
    expect(keep(cutText, `${'x'.repeat(239)}\u{1f600}${'y'.repeat(9)}`)).toBe('x'.repeat(239))
    expect(keep(cutText, `${'x'.repeat(238)}\u{1f600}${'y'.repeat(9)}`)).toBe(`${'x'.repeat(238)}\u{1f600}`)
  })

  test('the order of labels does not make them differ', () => {
    const interner = new Interner()
    const field = shared(map)
    expect(project(field, { b: '2', a: '1' }, interner)).toBe(project(field, { a: '1', b: '2' }, interner))
  })

  test('equal shared parts are kept once, and cannot be edited', () => {
    const interner = new Interner()
    const field = object({ name: text, ports: shared(list(object({ port: number }))) })
    const one = project(field, { name: 'a', ports: [{ port: 80 }] }, interner)
    const other = project(field, { name: 'b', ports: [{ port: 80, drop: 1 }] }, interner)
    expect(one.ports).toBe(other.ports)
    expect(Object.isFrozen(one.ports)).toBe(true)
    expect(project(field, { name: 'c', ports: [{ port: 81 }] }, interner).ports).not.toBe(one.ports)
  })
})

describe('null means absent', () => {
  const FIELD = object({
    text,
    sharedText,
    number,
    boolean,
    port,
    object: object({ a: text }),
    map,
    list: list(text),
    named: namedKeys('a'),
    sharedMap: shared(map),
    sharedList: shared(list(text)),
  })
  const NOTHING = { map: {}, list: [], named: {}, sharedMap: {}, sharedList: [] }

  test('an absent member stays absent; lists and maps are always there', () => {
    const kept = project(FIELD, {}, new Interner())
    expect(kept).toEqual(NOTHING)
    expect(Object.keys(kept).toSorted()).toEqual(Object.keys(NOTHING).toSorted())
  })

  test('null is as absent', () => {
    const raw = Object.fromEntries(FIELD.entries.map(({ name }) => [name, null]))
    expect(Object.keys(project(FIELD, raw, new Interner()))).toEqual(Object.keys(project(FIELD, {}, new Interner())))
    expect(keep(FIELD, raw)).toEqual(NOTHING)
  })

  test('false, 0 and the empty text are not absent', () => {
    expect(keep(FIELD, { text: '', number: 0, boolean: false, port: 0 })).toMatchObject({
      text: '',
      number: 0,
      boolean: false,
      port: 0,
    })
  })
})

describe('what is no Kubernetes object', () => {
  const FIELD = object(
    {
      metadata: object({ name: text, labels: map }, ['name']),
      spec: object({ ports: list(object({ port: number, target: port })), on: boolean, names: list(text) }),
    },
    ['metadata'],
  )
  const metadata = { name: 'web' }

  test.each<[unknown, string]>([
    [undefined, 'the object is not an object'],
    [null, 'the object is not an object'],
    ['text', 'the object is not an object'],
    [[], 'the object is not an object'],
    [{}, '.metadata is missing'],
    [{ metadata: null }, '.metadata is missing'],
    [{ metadata: [] }, '.metadata is not an object'],
    [{ metadata: {} }, '.metadata.name is missing'],
    [{ metadata: { name: null } }, '.metadata.name is missing'],
    [{ metadata: { name: 7 } }, '.metadata.name is not a string'],
    [{ metadata: { name: 'web', labels: ['x'] } }, '.metadata.labels is not a map'],
    [{ metadata: { name: 'web', labels: 'x' } }, '.metadata.labels is not a map'],
    [{ metadata: { name: 'web', labels: { a: 1 } } }, '.metadata.labels[] is not a string'],
    [{ metadata: { name: 'web', labels: { a: null } } }, '.metadata.labels[] is not a string'],
    [{ metadata, spec: { ports: {} } }, '.spec.ports is not a list'],
    [{ metadata, spec: { ports: [7] } }, '.spec.ports[] is not an object'],
    [{ metadata, spec: { ports: [{ port: '80' }] } }, '.spec.ports[].port is not a number'],
    [{ metadata, spec: { ports: [{ target: true }] } }, '.spec.ports[].target is not a string'],
    [{ metadata, spec: { ports: [{ port: JSON.parse('1e999') }] } }, '.spec.ports[].port is not a number'],
    [{ metadata, spec: { ports: [{ target: JSON.parse('-1e999') }] } }, '.spec.ports[].target is not a number'],
    [{ metadata, spec: { on: 'true' } }, '.spec.on is not a boolean'],
    [{ metadata, spec: { names: [null] } }, '.spec.names[] is not a string'],
  ])('%j: %s', (raw, message) => {
    expect(() => keep(FIELD, raw)).toThrow(new ProjectionError(message))
    expect(() => keep(FIELD, raw)).toThrow(ProjectionError)
  })

  test('the error tells the path and nothing of the content', () => {
    const raw = { metadata: { name: 'web', labels: { 'secret-key': { value: 'secret' } } } }
    expect(() => keep(FIELD, raw)).toThrow(expect.objectContaining({ message: '.metadata.labels[] is not a string' }))
  })
})

describe('hostile keys', () => {
  const HOSTILE = '{"__proto__":"p","constructor":"c","toString":"t","hasOwnProperty":"h"}'

  test('are labels like any other', () => {
    const named = namedKeys('__proto__', 'constructor', 'toString', 'hasOwnProperty')
    for (const keepIt of [keepBy(map), keepBy(shared(map)), keepBy(named)]) {
      const kept = keepIt(JSON.parse(HOSTILE))
      expect(new Map(Object.entries(kept))).toEqual(
        new Map([
          ['__proto__', 'p'],
          ['constructor', 'c'],
          ['toString', 't'],
          ['hasOwnProperty', 'h'],
        ]),
      )
    }
  })

  test('leave what is not a label alone', () => {
    const kept = keep(map, JSON.parse(HOSTILE))
    expect(kept['valueOf']).toBeUndefined()
    expect(Object.prototype).not.toHaveProperty('p')
  })

  test('are not found in a map without labels', () => {
    const raw = { named: { other: 'x' }, labels: null, shared: null }
    const kept = keep(object({ named: namedKeys('zone'), labels: map, shared: shared(map) }), raw)
    for (const labels of Object.values(kept)) {
      for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) expect(labels[key]).toBeUndefined()
    }
  })

  test('of objects are dropped, and give it no members', () => {
    const raw: unknown = JSON.parse('{"__proto__":{"name":"stolen","on":true},"constructor":{"name":"x"}}')
    expect(keep(object({ name: text, on: boolean }), raw)).toStrictEqual({})
    expect({}).not.toHaveProperty('on')
  })
})
