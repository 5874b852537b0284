import { describe, expect, test } from 'vitest'
import { aView } from '@slicescope/view/testing'
import { countBackends } from './count-backends.ts'
import { findSelected } from './find-selected.ts'

const view = aView({
  backends: [
    { name: 'a', zone: 'eu-1a', node: 'n-1' },
    { name: 'b', state: 'not-ready', slices: ['s-2'] },
  ],
  absent: [
    { name: 'late', node: 'n-9' },
    { name: 'pending', node: null },
  ],
  nodeZones: { 'n-9': 'eu-1c' },
})

describe('what a selection means', () => {
  test('none is the Service itself', () => {
    expect(findSelected(view, null)).toEqual({ kind: 'service' })
  })

  test('a slice, a zone, no zone, a node', () => {
    expect(findSelected(view, { kind: 'slice', key: 's-2' })).toMatchObject({ kind: 'slice', slice: { name: 's-2' } })
    expect(findSelected(view, { kind: 'zone', key: 'eu-1a' })).toEqual({ kind: 'zone', zone: 'eu-1a' })
    expect(findSelected(view, { kind: 'zone', key: '' })).toEqual({ kind: 'zone', zone: null })
    expect(findSelected(view, { kind: 'node', key: 'n-1' })).toEqual({ kind: 'node', name: 'n-1' })
  })

  test('a zone and a node where only pods stand that are in no slice', () => {
    expect(findSelected(view, { kind: 'zone', key: 'eu-1c' })).toEqual({ kind: 'zone', zone: 'eu-1c' })
    expect(findSelected(view, { kind: 'node', key: 'n-9' })).toEqual({ kind: 'node', name: 'n-9' })
  })

  test('a backend with its pod, a backend whose pod cannot be read, a pod in no slice', () => {
    const backend = findSelected(view, { kind: 'pod', key: 'uid-a' })
    expect(backend).toMatchObject({ name: 'a', selected: { backend: { name: 'a' }, pod: { name: 'a' } } })
    const bare = findSelected({ ...view, pods: [] }, { kind: 'pod', key: 'uid-a' })
    expect(bare).toMatchObject({ name: 'a', selected: { backend: { name: 'a' }, pod: null } })
    const absent = findSelected(view, { kind: 'pod', key: 'uid-late' })
    expect(absent).toMatchObject({ name: 'late', selected: { backend: null, pod: { name: 'late' } } })
  })

  test('a pod that the selector nearly matches', () => {
    const difference = 'app is `web`, not `wbe`'
    const pod = {
      key: 'uid-near',
      namespace: 'shop',
      name: 'near',
      zone: null,
      nodeName: 'n-3',
      ready: true,
      difference,
    }
    const near = { ...view, nearMisses: [pod] }
    const found = { kind: 'pod', name: 'near', selected: { backend: null, pod: null, near: pod } }
    expect(findSelected(near, { kind: 'pod', key: 'uid-near' })).toEqual(found)
    expect(findSelected(near, { kind: 'node', key: 'n-3' })).toEqual({ kind: 'node', name: 'n-3' })
  })

  test.each([
    [{ kind: 'slice', key: 's-9' }, 'Slice s-9'],
    [{ kind: 'zone', key: 'eu-1x' }, 'Zone eu-1x'],
    [{ kind: 'node', key: 'n-7' }, 'Node n-7'],
    [{ kind: 'pod', key: 'uid-gone' }, 'That backend'],
  ] as const)('%j is gone', (selection, what) => {
    expect(findSelected(view, selection)).toEqual({ kind: 'gone', what })
  })
})

test('a part’s counts follow the rule of the whole: ready is what every port can reach, terminating stands apart', () => {
  const states = ['ready', 'not-ready', 'unknown', 'terminating', 'serving-terminating'] as const
  const { backends } = aView({ backends: states.map(state => ({ name: state, state })) })
  expect(countBackends(backends)).toEqual({
    states: {
      ready: 1,
      starting: 0,
      'not-ready': 1,
      portless: 0,
      unknown: 1,
      terminating: 1,
      'serving-terminating': 1,
    },
    total: 3,
  })
  const halfReady = backends.map(backend => ({ ...backend, ready: false }))
  expect(countBackends(halfReady)).toMatchObject({ states: { ready: 0, 'not-ready': 1, portless: 1 }, total: 3 })
  expect(countBackends([])).toMatchObject({ total: 0 })
})
