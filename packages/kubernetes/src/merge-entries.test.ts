import { describe, expect, test } from 'vitest'
import { formatIpPort, mergeEntries, type PortEntry } from './merge-entries.ts'

const READY = { ready: true, serving: true, terminating: false }
const NOT_READY = { ready: false, serving: false, terminating: false }
const PUBLISHED = { ready: true, serving: false, terminating: false }
const FALLBACK = { ready: false, serving: true, terminating: true }
const TERMINATING = { ready: false, serving: false, terminating: true }
const PUBLISHED_FALLBACK = { ready: true, serving: true, terminating: true }

function anEntry(conditions: PortEntry['conditions'], change: Partial<PortEntry> = {}): PortEntry {
  return { portName: 'http', protocol: 'TCP', address: '10.0.0.1', port: 80, conditions, ...change }
}

function stateOf(entries: readonly PortEntry[], headless = false) {
  return mergeEntries(entries, { headless }).map(({ state, published }) => (published ? `${state}, published` : state))
}

describe('entries of one ip:port', () => {
  test('one entry keeps its own state', () => {
    expect(stateOf([anEntry(READY)])).toEqual(['ready'])
    expect(stateOf([anEntry(PUBLISHED)])).toEqual(['not-ready, published'])
  })

  test('[trap 5] the one that is not terminating wins, whatever it is and wherever it stands', () => {
    expect(stateOf([anEntry(FALLBACK), anEntry(READY)])).toEqual(['ready'])
    expect(stateOf([anEntry(NOT_READY), anEntry(PUBLISHED_FALLBACK), anEntry(FALLBACK)])).toEqual(['not-ready'])
  })

  test('several living ones that agree are that state', () => {
    expect(stateOf([anEntry(READY), anEntry(READY), anEntry(TERMINATING)])).toEqual(['ready'])
  })

  test('several living ones that differ in ready or serving are unknown', () => {
    expect(stateOf([anEntry(READY), anEntry(NOT_READY)])).toEqual(['unknown'])
    expect(stateOf([anEntry(READY), anEntry(PUBLISHED)])).toEqual(['unknown'])
  })

  test('several terminating ones that differ are unknown', () => {
    expect(stateOf([anEntry(FALLBACK), anEntry(TERMINATING)])).toEqual(['unknown'])
    expect(stateOf([anEntry(FALLBACK), anEntry(FALLBACK)])).toEqual(['serving-terminating'])
  })

  test('candidates are those between which nothing decides', () => {
    const [merged] = mergeEntries([anEntry(FALLBACK), anEntry(READY), anEntry(NOT_READY)], { headless: false })
    expect(merged?.candidates.map(({ conditions }) => conditions)).toEqual([READY, NOT_READY])
    expect(merged?.entries).toHaveLength(3)
  })
})

function inSlice(conditions: PortEntry['conditions'], slice = 'web-1'): PortEntry {
  return anEntry(conditions, { slice })
}

describe('entries of one ip:port within one slice', () => {
  test('the last living one counts', () => {
    expect(stateOf([inSlice(READY), inSlice(NOT_READY), inSlice(FALLBACK)])).toEqual(['not-ready'])
  })

  test('of terminating ones the first', () => {
    expect(stateOf([inSlice(FALLBACK), inSlice(TERMINATING)])).toEqual(['serving-terminating'])
  })

  test('against another slice it stands for its own', () => {
    expect(stateOf([inSlice(READY), inSlice(NOT_READY), inSlice(NOT_READY, 'web-2')])).toEqual(['not-ready'])
    expect(stateOf([inSlice(NOT_READY), inSlice(READY), inSlice(NOT_READY, 'web-2')])).toEqual(['unknown'])
  })
})

describe('what is not merged', () => {
  test.each([{ portName: 'grpc' }, { protocol: 'UDP' }, { address: '10.0.0.2' }, { port: 81 }])(
    'another %o stands by itself',
    change => {
      expect(stateOf([anEntry(READY), anEntry(NOT_READY, change)])).toEqual(['ready', 'not-ready'])
    },
  )
})

describe('headless: any ready entry wins', () => {
  test('over a living one that is not', () => {
    expect(stateOf([anEntry(NOT_READY), anEntry(READY)], true)).toEqual(['ready'])
    expect(stateOf([anEntry(NOT_READY), anEntry(PUBLISHED_FALLBACK)], true)).toEqual(['serving-terminating, published'])
  })

  test('and none is ever unknown', () => {
    expect(stateOf([anEntry(TERMINATING), anEntry(FALLBACK)], true)).toEqual(['serving-terminating'])
    expect(stateOf([anEntry(FALLBACK), anEntry(NOT_READY)], true)).toEqual(['not-ready'])
  })
})

test('an IPv6 address stands in brackets', () => {
  expect(formatIpPort('fd00::1', 80)).toBe('[fd00::1]:80')
  expect(formatIpPort('10.0.0.1', 80)).toBe('10.0.0.1:80')
})
