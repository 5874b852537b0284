import { describe, expect, test } from 'vitest'
import { freshnessOf, knownAsOf } from './freshness.ts'
import { coverageTable, type Watch } from './watch-report.ts'

const NOW = Date.UTC(2026, 0, 1, 12)
const RESOURCES = ['services', 'endpointslices', 'nodes', 'pods'] as const

function aWatch(resource: Watch['resource'], change: Partial<Watch> = {}): Watch {
  return {
    resource,
    namespace: null,
    phase: 'watching',
    hasSynced: true,
    loaded: 0,
    expected: null,
    reason: null,
    failures: 0,
    blind: false,
    asOf: null,
    heard: NOW - 2_000,
    progressed: NOW - 30_000,
    stalledAfter: NOW + 150_000,
    verified: NOW - 40_000,
    silenceLimit: 20_000,
    nextAttempt: null,
    ...change,
  }
}

/** All followed and well, but for the changed ones. */
function watches(changes: Partial<Record<Watch['resource'], Partial<Watch>>> = {}): readonly Watch[] {
  return RESOURCES.map(resource => aWatch(resource, changes[resource]))
}

const ORDINARY = { origin: 'live', moment: 'now', unverifiedTls: false } as const
type Over = Partial<Omit<Parameters<typeof freshnessOf>[1], 'namespace' | 'clockStep'>>

function freshness(changed: readonly Watch[], namespace = '*', over: Over = {}) {
  return freshnessOf(changed, { ...ORDINARY, ...over, namespace, clockStep: null })
}

const LOADING = { phase: 'listing', hasSynced: false, loaded: 500, expected: 1200, heard: NOW, verified: null } as const
const FORBIDDEN = { phase: 'forbidden', hasSynced: false, heard: null, verified: null } as const
const CUT_OFF = { phase: 'closed', hasSynced: false, failures: 2, blind: true, heard: null, verified: null } as const

describe('states, the first that holds before the others', () => {
  test.each([
    ['all is well', watches(), ['LIVE']],
    ['nothing is followed yet', [], ['CATCHING UP', 'PARTIAL']],
    ['silent for too long', watches({ services: { blind: true, asOf: NOW - 20_001 } }), ['BLIND']],
    ['closed, and a reopening failed', watches({ pods: { phase: 'closed', failures: 1, blind: true } }), ['BLIND']],
    ['closed, no reopening has failed', watches({ pods: { phase: 'closed' } }), ['LIVE']],
    ['a relist', watches({ nodes: { phase: 'listing' } }), ['CATCHING UP']],
    [
      'a relist that is cut off',
      watches({ nodes: { phase: 'closed', failures: 1, blind: true }, pods: { phase: 'listing' } }),
      ['BLIND', 'CATCHING UP'],
    ],
    ['the first list of something required', watches({ endpointslices: LOADING }), ['CATCHING UP', 'PARTIAL']],
    ['the first list of something optional', watches({ pods: LOADING }), ['CATCHING UP']],
    ['something required is refused', watches({ endpointslices: FORBIDDEN }), ['PARTIAL', 'LIVE']],
    ['something optional is refused', watches({ nodes: FORBIDDEN }), ['PARTIAL', 'LIVE']],
    [
      'everything is refused',
      watches({ services: FORBIDDEN, endpointslices: FORBIDDEN, nodes: FORBIDDEN, pods: FORBIDDEN }),
      ['PARTIAL'],
    ],
    [
      'never reached',
      watches({ services: CUT_OFF, endpointslices: CUT_OFF, nodes: CUT_OFF, pods: CUT_OFF }),
      ['BLIND', 'PARTIAL'],
    ],
    [
      'an object is left out',
      watches({ pods: { leftOut: { count: 1, objects: [{ key: 'shop/a', why: '.spec is no object' }] } } }),
      ['PARTIAL', 'LIVE'],
    ],
    ['something optional is not followed yet', watches().slice(0, 3), ['LIVE']],
  ] as const)('%s', (_name, changed, marks) => {
    expect(freshness(changed).marks).toEqual(marks)
    expect(freshness(changed).state).toBe(marks[0])
  })

  test('unverified TLS is marked beside whatever state holds', () => {
    const unverifiedTls = true
    expect(freshness(watches(), '*', { unverifiedTls })).toMatchObject({
      state: 'LIVE',
      marks: ['LIVE', 'UNVERIFIED TLS'],
    })
    expect(freshness([], '*', { unverifiedTls }).marks).toEqual(['CATCHING UP', 'PARTIAL', 'UNVERIFIED TLS'])
  })

  test('a time before, and what was recorded, are never live, and say what was lacking then', () => {
    const closed = watches({ services: { phase: 'closed', failures: 1, blind: true } })
    expect(freshness(watches(), '*', { moment: 'past' })).toMatchObject({ state: 'PAST', marks: ['PAST'] })
    expect(freshness(closed, '*', { origin: 'recording', moment: 'past' })).toMatchObject({
      origin: 'recording',
      moment: 'past',
      state: 'RECORDING',
      marks: ['RECORDING', 'PAST', 'BLIND'],
    })
  })

  test('the demo is marked, never a state', () => {
    expect(freshness(watches(), '*', { origin: 'demo' })).toMatchObject({
      origin: 'demo',
      moment: 'now',
      state: 'LIVE',
      marks: ['LIVE', 'DEMO'],
    })
  })

  test('Namespaces are not used by any answer', () => {
    expect(freshness([...watches(), aWatch('namespaces', { heard: 0, phase: 'closed', failures: 9 })]).marks).toEqual([
      'LIVE',
    ])
  })
})

describe('heard and verified: the oldest of what the view has', () => {
  test('two different things', () => {
    const { heard, verified } = freshness(watches({ nodes: { heard: NOW - 9_000 }, pods: { verified: NOW - 90_000 } }))
    expect([heard, verified]).toEqual(['2026-01-01T11:59:51.000Z', '2026-01-01T11:58:30.000Z'])
  })

  test('progressed: the oldest last event or bookmark', () => {
    const { progressed } = freshness(watches({ nodes: { progressed: NOW - 50_000 } }))
    expect(progressed).toBe('2026-01-01T11:59:10.000Z')
  })

  test('what a blind watch holds is as old as it says', () => {
    const blind = watches({
      services: { blind: true, asOf: NOW - 181_000 },
      pods: { blind: true, asOf: NOW - 200_000 },
    })
    expect(knownAsOf(blind, 'shop')).toBe(NOW - 181_000)
    expect(knownAsOf(watches(), 'shop')).toBeNull()
  })

  test('what it lacks is not counted in', () => {
    const { heard, verified } = freshness(watches({ pods: LOADING, nodes: FORBIDDEN }))
    expect([heard, verified]).toEqual(['2026-01-01T11:59:58.000Z', '2026-01-01T11:59:20.000Z'])
  })

  test('null before the first', () => {
    expect(freshness([])).toMatchObject({ heard: null, verified: null })
    expect(freshness(watches({ services: { heard: null } })).heard).toBeNull()
  })
})

describe('missing', () => {
  test('by resource, namespace and reason; loading says how far', () => {
    expect(freshness(watches({ pods: LOADING, nodes: FORBIDDEN, endpointslices: CUT_OFF })).missing).toEqual([
      { resource: 'endpointslices', namespace: null, reason: 'unreachable', loaded: null, expected: null },
      { resource: 'nodes', namespace: null, reason: 'forbidden', loaded: null, expected: null },
      { resource: 'pods', namespace: null, reason: 'loading', loaded: 500, expected: 1200 },
    ])
  })

  test('what is left out is counted and named, where it is', () => {
    const objects = [
      { key: 'shop/a', why: '.spec is no object' },
      { key: 'pay/b', why: '.spec is no object' },
    ]
    const some = watches({ pods: { leftOut: { count: 2, objects } } })
    expect(freshness(some, 'shop').leftOut).toEqual([
      { resource: 'pods', count: 1, objects: [{ object: 'shop/a', why: '.spec is no object' }] },
    ])
    expect(freshness(some).leftOut).toMatchObject([{ count: 2 }])
    expect(freshness(some, 'else').leftOut).toEqual([])
    expect(freshness(watches()).leftOut).toEqual([])
  })

  test('a slice that is left out leaves its namespace unknown, and no other', () => {
    const objects = [{ key: 'shop/web-1', why: '.endpoints is no list' }]
    const coverage = coverageTable(watches({ endpointslices: { leftOut: { count: 1, objects } } }))
    expect([coverage('endpointslices', 'shop'), coverage('endpointslices', 'pay')]).toEqual(['loading', 'known'])
  })

  test('a relist lacks nothing', () => {
    expect(freshness(watches({ pods: { phase: 'listing', loaded: 500 } })).missing).toEqual([])
  })
})

describe('namespaces that are followed one by one', () => {
  const some = [
    aWatch('services', { ...FORBIDDEN }),
    aWatch('services', { namespace: 'shop' }),
    aWatch('services', { namespace: 'pay', ...LOADING }),
    ...watches().slice(1),
  ]

  test('a namespace of its own makes up for the refused cluster-wide watch', () => {
    expect(freshness(some, 'shop')).toMatchObject({ state: 'LIVE', marks: ['LIVE'], missing: [] })
  })

  test('one that is not followed lacks what is refused', () => {
    expect(freshness(some, 'elsewhere').missing).toMatchObject([
      { resource: 'services', namespace: null, reason: 'forbidden' },
    ])
  })

  test('where rights differ it is said how far they go, and nothing that may be read is called refused', () => {
    const byNamespace = { followed: 200, denied: 20, unfollowed: 2, named: ['later', 'soon'] }
    const wide = { ...FORBIDDEN, byNamespace }
    const many = [
      ...watches({ services: wide, endpointslices: wide }),
      ...(['services', 'endpointslices'] as const).map(resource => aWatch(resource, { namespace: 'shop' })),
    ]
    expect(freshness(many, '*').missing.slice(0, 2)).toMatchObject([
      { resource: 'services', namespace: null, reason: 'forbidden', namespaces: { missing: 20, of: 222 } },
      { resource: 'services', namespace: null, reason: 'not-followed', namespaces: { missing: 2, of: 222 } },
    ])
    expect(freshness(many, 'shop')).toMatchObject({ missing: [], marks: ['LIVE'] })
    expect(freshness(many, 'soon').missing).toMatchObject([
      { resource: 'services', namespace: 'soon', reason: 'not-followed' },
      { resource: 'endpointslices', namespace: 'soon', reason: 'not-followed' },
    ])
    expect(freshness(many, 'secret').missing.map(({ reason }) => reason)).toEqual(['forbidden', 'forbidden'])
    const coverage = coverageTable(many)
    expect(['shop', 'soon', 'secret'].map(namespace => coverage('services', namespace))).toEqual([
      'known',
      'loading',
      'forbidden',
    ])
  })

  test('all of them lack what any lacks', () => {
    expect(freshness(some, '*')).toMatchObject({
      marks: ['CATCHING UP', 'PARTIAL'],
      missing: [
        { namespace: null, reason: 'forbidden' },
        { namespace: 'pay', reason: 'loading' },
      ],
    })
  })
})
