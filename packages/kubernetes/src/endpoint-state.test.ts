import { describe, expect, test } from 'vitest'
import { endpointState, resolveConditions } from './endpoint-state.ts'

const T = true
const F = false

describe('states of design.md section 6', () => {
  test.each([
    { row: 1, ready: T, serving: T, terminating: F, state: 'ready', published: F },
    { row: 2, ready: F, serving: T, terminating: F, state: 'not-ready', published: F },
    { row: 2, ready: F, serving: F, terminating: F, state: 'not-ready', published: F },
    { row: 3, ready: T, serving: F, terminating: F, state: 'not-ready', published: T },
    { row: 4, ready: F, serving: T, terminating: T, state: 'serving-terminating', published: F },
    { row: 5, ready: T, serving: T, terminating: T, state: 'serving-terminating', published: T },
    { row: 6, ready: F, serving: F, terminating: T, state: 'terminating', published: F },
    { row: 7, ready: T, serving: F, terminating: T, state: 'terminating', published: T },
  ])(
    '[row $row] ready $ready, serving $serving, terminating $terminating is $state, published $published',
    expected => {
      const { state, published } = endpointState(expected)
      expect({ state, published }).toEqual({ state: expected.state, published: expected.published })
    },
  )
})

describe('[trap 2] conditions left out', () => {
  test('none at all is a ready endpoint', () => {
    expect(resolveConditions(undefined)).toEqual({ ready: true, serving: true, terminating: false })
    expect(resolveConditions({})).toEqual({ ready: true, serving: true, terminating: false })
  })

  test('serving left out is true and does not follow ready', () => {
    expect(resolveConditions({ ready: false, terminating: true })).toEqual({
      ready: false,
      serving: true,
      terminating: true,
    })
  })

  test('what is said counts', () => {
    expect(resolveConditions({ ready: false, serving: false, terminating: true })).toEqual({
      ready: false,
      serving: false,
      terminating: true,
    })
  })
})

test('[trap 4] publishNotReadyAddresses: ready without serving is published, not ready', () => {
  expect(endpointState(resolveConditions({ ready: true, serving: false }))).toEqual({
    state: 'not-ready',
    published: true,
  })
})
