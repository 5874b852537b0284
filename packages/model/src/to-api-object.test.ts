import { describe, expect, test } from 'vitest'
import { unreachable } from './asserts.ts'
import type { AnyList, AnyObject, Field } from './fields.ts'
import { Interner } from './interner.ts'
import { Random } from './random.ts'
import { type Resource, RESOURCE_NAMES, type ResourceObjects, RESOURCES, toApiObject } from './resources.ts'
import { aNode, aPod, aService } from './testing/sample-objects.ts'

const TEXTS = ['', 'web', 'Ready', 'Initialized', 'True', 'False', '__proto__', '</script>', 'é'.repeat(300)] as const
const NAMES = ['f:selector', 'f:ports', 'f:__proto__', 'k:{"port":80}', '.'] as const

/** An object as the API could write it, of what `field` describes. */
function randomRaw(field: AnyObject, random: Random): Readonly<Record<string, unknown>> {
  const members = field.entries
    .filter(({ name }) => field.required.includes(name) || random.chance(0.7))
    .map(({ from, field: member }): [string, unknown] => [from, randomValue(member, random)])
  return Object.fromEntries([...members, ['notNamed', 'dropped']])
}

function randomValue(field: Field, random: Random): unknown {
  switch (field.kind) {
    case 'text':
    case 'time':
    case 'shared-text':
    case 'scattered-text':
    case 'cut-text':
      return random.pick(TEXTS)
    case 'number':
      return random.below(3)
    case 'boolean':
      return random.chance(0.5)
    case 'port':
      return random.chance(0.5) ? random.below(3) : random.pick(TEXTS)
    case 'map':
      return Object.fromEntries(random.some([...TEXTS, ...(field.only ?? [])]).map(key => [key, random.pick(TEXTS)]))
    case 'names':
      return { [field.under]: Object.fromEntries(random.some(NAMES, 0.3).map(name => [name, {}])), other: {} }
    case 'list':
      return randomList(field, random)
    case 'object':
      return randomRaw(field, random)
    case 'shared':
      return randomValue(field.inner, random)
    case 'derived':
      return randomValue(field.source, random)
    default:
      return unreachable(field)
  }
}

/** Of a list that is filtered, often elements that stay. */
function randomList({ element, only }: AnyList, random: Random): readonly unknown[] {
  return Array.from({ length: random.below(4) }, () => {
    const value = randomValue(element, random)
    if (only === undefined || random.chance(0.5)) return value
    return Object.assign(Object(value), Object.fromEntries(only.map(({ member, values }) => [member, [...values][0]])))
  })
}

/** What is stored of what the API would write. */
function storedAgain<R extends Resource>(resource: R, stored: ResourceObjects[R]): ResourceObjects[R] {
  const written: unknown = JSON.parse(JSON.stringify(toApiObject(resource, stored)))
  return RESOURCES[resource].keep(written, new Interner())
}

function keepService(metadata: Readonly<Record<string, unknown>>): ResourceObjects['services'] {
  const named = { name: 'web', namespace: 'shop', uid: '1', ...metadata }
  return RESOURCES.services.keep({ metadata: named, spec: {} }, new Interner())
}

describe('a stored object as the API shows it', () => {
  test.each(RESOURCE_NAMES)('%s: what is kept of it is the same object', resource => {
    for (let seed = 0; seed < 30; seed += 1) {
      const raw = randomRaw(RESOURCES[resource].fields, new Random(seed))
      const stored = RESOURCES[resource].keep(raw, new Interner())
      expect(storedAgain(resource, stored), `seed ${seed}`).toStrictEqual(stored)
    }
  })

  test('names its kind and has the nesting of the API, without empty lists and maps', () => {
    const service = aService({ name: 'web', type: 'NodePort' })
    expect(toApiObject('services', service)).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', uid: 'uid-web' },
      spec: { type: 'NodePort' },
    })
    expect(storedAgain('services', service)).toStrictEqual(service)
    expect(storedAgain('nodes', aNode('node-1'))).toStrictEqual(aNode('node-1'))
    const pod = aPod({ name: 'web-1', labels: { app: 'web' }, ips: ['10.0.0.1'], nodeName: 'node-1' })
    expect(toApiObject('pods', pod)).toMatchObject({ spec: { nodeName: 'node-1' }, status: { podIPs: [{}] } })
    expect(storedAgain('pods', pod)).toStrictEqual(pod)
  })

  test('names group and version of what is not in the core group', () => {
    const metadata = { name: 'web', namespace: 'shop', uid: '1' }
    const set = RESOURCES.replicasets.keep({ metadata, spec: { replicas: 0 } }, new Interner())
    expect(toApiObject('replicasets', set)).toMatchObject({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      spec: { replicas: 0 },
    })
  })

  test.each([['selector'], [undefined]])(
    'the last change of the spec, of the field %s, is an entry of managedFields',
    field => {
      const time = '2026-01-01T00:00:00Z'
      const owned = field === undefined ? { 'f:ports': {}, 'f:selector': {} } : { [`f:${field}`]: {} }
      const managedFields = [{ manager: 'helm', operation: 'Update', time, fieldsV1: { 'f:spec': owned } }]
      const service = keepService({ managedFields })
      const spec = field === undefined ? {} : owned
      expect(toApiObject('services', service)).toMatchObject({
        metadata: { managedFields: [{ manager: 'helm', time, fieldsV1: { 'f:spec': spec } }] },
      })
      expect(storedAgain('services', service)).toStrictEqual(service)
    },
  )

  test('a label named __proto__ is a label', () => {
    const labels: unknown = JSON.parse('{"__proto__":"p","constructor":"c"}')
    const shown = JSON.stringify(toApiObject('services', keepService({ labels })))
    expect(shown).toContain('"labels":{"__proto__":"p","constructor":"c"}')
  })

  test.each([
    ['ScalingReplicaSet', 'Normal'],
    ['FailedScheduling', 'Warning'],
  ])('an event %s, whose type is not stored, is shown as %s, so that a reader of the API wants it', (reason, type) => {
    const metadata = { name: 'web.1', namespace: 'shop', uid: '1' }
    const raw = { metadata, involvedObject: { kind: 'Deployment', name: 'web' }, reason, type }
    const shown = toApiObject('events', RESOURCES.events.keep(raw, new Interner()))
    expect(shown).toMatchObject({ type, reason })
    expect(RESOURCES.events.isWanted?.(shown)).toBe(true)
  })
})
