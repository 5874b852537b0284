import { SLICE_CONTROLLER } from '@slicescope/kubernetes'
import type { Resource } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { rowSchema } from './schema/row.ts'
import { serviceViewSchema } from './schema/service-view.ts'
import { ALL_RIGHTS, type Rights } from './rights.ts'
import {
  aPod,
  aService,
  aSlice,
  anEndpoint,
  BEGIN,
  endpointsIn,
  NOT_READY,
  TERMINATING,
  ViewHarness,
} from './testing/view-harness.ts'

/** shop/web with two ready backends in eu-1a and one in eu-1b, all listed. */
function setUp(): ViewHarness {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('endpointslices', aSlice([...endpointsIn('eu-1a', [1, 2]), ...endpointsIn('eu-1b', [3])]))
  harness.set('pods', aPod(1), aPod(2), aPod(3))
  harness.synced()
  harness.view.takeChanged()
  return harness
}

function row({ view }: ViewHarness, key = 'shop/web') {
  return view.row(key)
}

function shown({ view, now }: ViewHarness, key = 'shop/web') {
  return view.serviceView(key, now)
}

function named(name: string, uid = `service-${name}`) {
  return aService({ selector: { app: name } }, { name, uid })
}

describe('the shapes are those of the schemas', () => {
  test('rows and Service views, open or not', () => {
    const harness = setUp()
    expect(rowSchema.strict().parse(row(harness))).toEqual(row(harness))
    expect(serviceViewSchema.strict().parse(shown(harness))).toEqual(shown(harness))
    expect(JSON.parse(JSON.stringify(shown(harness)))).toEqual(shown(harness))
  })

  test('counts of one view sum', () => {
    const harness = setUp()
    harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, NOT_READY), anEndpoint(3, TERMINATING)]))
    const { ready, notReady, unknown, total, terminating, backends, zones } = shown(harness) ?? {}
    expect({ ready, notReady, unknown, total, terminating }).toEqual({
      ready: 1,
      notReady: 1,
      unknown: 0,
      total: 2,
      terminating: 1,
    })
    expect([backends?.length, zones]).toMatchObject([3, [{ key: '', zone: null, ready: 1, total: 2, terminating: 1 }]])
  })

  test('what comes with later work is empty, never guessed', () => {
    expect(shown(setUp())).toMatchObject({
      wanted: null,
      rolling: false,
      changes: [],
      legacyEndpoints: null,
    })
    expect(row(setUp())).toMatchObject({ wanted: null, rolling: false })
  })
})

function sliceOf(
  service: string,
  {
    ready,
    lost,
    change = NOT_READY,
  }: { readonly ready: number; readonly lost: number; readonly change?: typeof NOT_READY },
) {
  return aSlice(
    [
      ...Array.from({ length: ready }, (_, n) => anEndpoint(n)),
      ...Array.from({ length: lost }, (_, n) => anEndpoint(50 + n, change)),
    ],
    { name: `${service}-1`, service },
  )
}

describe('order of lists', () => {
  test('severity, health group, share lost, name', () => {
    const harness = setUp()
    const names = ['a-well', 'b-few', 'c-most', 'd-down', 'e-down', 'f-empty', 'g-left']
    harness.set('services', ...names.map(name => named(name)))
    harness.set(
      'services',
      aService({ type: 'ExternalName', externalName: 'x.example.com' }, { name: 'h-external', uid: 'h' }),
    )
    harness.set('services', aService({ selector: {} }, { name: 'i-unmanaged', uid: 'i' }))
    harness.set('services', aService({}, { name: 'a-well', namespace: 'another', uid: 'j' }))
    harness.set(
      'endpointslices',
      sliceOf('a-well', { ready: 2, lost: 0 }),
      sliceOf('b-few', { ready: 3, lost: 1 }),
      sliceOf('c-most', { ready: 1, lost: 3 }),
      sliceOf('e-down', { ready: 0, lost: 2 }),
      sliceOf('d-down', { ready: 0, lost: 1 }),
      sliceOf('g-left', { ready: 0, lost: 1, change: FALLBACK_CONDITIONS }),
    )
    harness.set('endpointslices', aSlice([anEndpoint(1)], { name: 'well', namespace: 'another', service: 'a-well' }))
    const order = [
      'd-down',
      'e-down',
      'g-left',
      'f-empty',
      'c-most',
      'b-few',
      'i-unmanaged',
      'h-external',
      'a-well',
      'a-well',
      'web',
    ]
    // What it was before there were slices is held for a while.
    harness.now += 10_001
    harness.store.noteTime()
    const rows = harness.view.rows('*')
    expect(rows.map(({ name }) => name)).toEqual(order)
    expect(rows.filter(({ name }) => name === 'a-well').map(({ namespace }) => namespace)).toEqual(['another', 'shop'])
    expect(harness.view.rows('another').map(({ key }) => key)).toEqual(['another/a-well'])
    expect(harness.view.rows('nowhere')).toEqual([])
  })

  test('rows follow changes, and are not created again without', () => {
    const harness = setUp()
    harness.set('services', named('api'))
    const before = harness.view.rows('*')
    expect(before.map(({ name }) => name)).toEqual(['api', 'web'])
    expect(harness.view.rows('*')).toBe(before)
    harness.set(
      'endpointslices',
      aSlice([anEndpoint(9)], { name: 'api-1', service: 'api' }),
      aSlice([anEndpoint(1, NOT_READY)]),
    )
    expect(harness.view.rows('*').map(({ name, health }) => [name, health])).toEqual([
      ['web', 'down'],
      ['api', 'healthy'],
    ])
    harness.delete('services', named('api'))
    expect(harness.view.rows('*').map(({ name }) => name)).toEqual(['web'])
  })
})

const FALLBACK_CONDITIONS = { conditions: { ready: false, serving: true, terminating: true } }

describe('what changed', () => {
  test('the rows and open Services that a change touches, once', () => {
    const harness = setUp()
    harness.set('services', named('api'))
    harness.view.takeChanged()
    harness.view.open('shop/api')
    harness.set('endpointslices', aSlice([anEndpoint(1)]))
    expect(harness.view.takeChanged()).toEqual({ rows: new Set(['shop/web']), services: new Set(), watches: false })
    expect(harness.view.takeChanged()).toEqual({ rows: new Set(), services: new Set(), watches: false })
    harness.set('endpointslices', aSlice([anEndpoint(9)], { name: 'api-1', service: 'api' }))
    expect(harness.view.takeChanged()).toEqual({
      rows: new Set(['shop/api']),
      services: new Set(['shop/api']),
      watches: false,
    })
    harness.view.close('shop/api')
    harness.delete('services', named('api'))
    expect(harness.view.takeChanged()).toEqual({ rows: new Set(['shop/api']), services: new Set(), watches: false })
  })

  test('a state of a watch concerns all open Services, a coverage all rows', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    harness.writers.nodes.setState({ phase: 'listing' })
    expect(harness.view.takeChanged()).toEqual({ rows: new Set(), services: new Set(['shop/web']), watches: true })
    harness.writers.pods.setState({ phase: 'forbidden' })
    expect(harness.view.takeChanged().rows).toEqual(new Set(['shop/web']))
    expect(row(harness)?.absent).toBeNull()
    expect(shown(harness)?.pods).toEqual([])
    expect(shown(harness)?.endpoints).toHaveLength(3)
  })

  test('ages alone are no change', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    harness.now += 10_000
    harness.heard()
    expect(harness.view.takeChanged()).toEqual({ rows: new Set(), services: new Set(), watches: false })
  })
})

describe('time passes too', () => {
  test('when silence reaches its limit all is worded again, and again when it ends', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    expect(harness.store.silentAt()).toBe(BEGIN + 75_001)
    harness.now = BEGIN + 75_000
    expect(harness.view.takeChanged().watches).toBe(false)
    harness.now = BEGIN + 75_001
    expect(harness.view.takeChanged()).toEqual({
      rows: new Set(['shop/web']),
      services: new Set(['shop/web']),
      watches: true,
    })
    expect(harness.store.silentAt()).toBeNull()
    expect(row(harness)?.verdict).toMatch(/^As of 03:00:00 UTC \(stale\): Backends are serving: /)
    expect(shown(harness)).toMatchObject({ health: 'healthy', freshness: { state: 'BLIND', marks: ['BLIND'] } })
    harness.now += 1_000
    harness.heard()
    expect(harness.view.takeChanged()).toEqual({
      rows: new Set(['shop/web']),
      services: new Set(['shop/web']),
      watches: true,
    })
    expect(row(harness)?.verdict).toMatch(/^Backends are serving: Kubernetes routes to 3 of 3/)
    expect(harness.store.silentAt()).toBe(harness.now + 75_001)
  })

  test('a closed watch whose reopening fails words it in the past at once', () => {
    const harness = setUp()
    harness.now += 5_000
    harness.writers.endpointslices.setState({ phase: 'closed', failures: 1, reason: 'refused' })
    expect(harness.view.takeChanged().rows).toEqual(new Set(['shop/web']))
    expect(row(harness)?.verdict).toMatch(/^As of 03:00:00 UTC \(stale\): /)
    harness.writers.endpointslices.setState({ phase: 'watching', failures: 0, reason: null })
    expect(row(harness)?.verdict).toMatch(/^Backends are serving: Kubernetes routes/)
  })

  test('pods that are cut off leave health in the present', () => {
    const harness = setUp()
    harness.writers.pods.setState({ phase: 'closed', failures: 4 })
    expect(harness.view.freshness({ namespace: '*' }).state).toBe('BLIND')
    expect(row(harness)?.verdict).toMatch(/^Backends are serving: Kubernetes routes/)
  })
})

describe('since', () => {
  test('watching: already so when it could first be judged', () => {
    const harness = new ViewHarness()
    harness.set('services', aService())
    harness.now += 5_000
    harness.synced('services')
    expect(row(harness)?.since).toBeNull()
    harness.now += 5_000
    harness.synced('endpointslices')
    expect(row(harness)?.since).toEqual({ time: '2026-01-01T03:00:10.000Z', basis: 'watching' })
  })

  test('recorded: the change was seen; what leaves health alone leaves it alone', () => {
    const harness = setUp()
    harness.now += 60_000
    harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, NOT_READY)]))
    const since = { time: '2026-01-01T03:01:00.000Z', basis: 'recorded' }
    expect(row(harness)).toMatchObject({ health: 'degraded', since })
    harness.now += 60_000
    harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2, NOT_READY), anEndpoint(3, NOT_READY)]))
    expect(row(harness)).toMatchObject({ health: 'degraded', since })
    expect(shown(harness)?.verdict.since).toEqual(since)
  })

  test('recorded: a Service that came while we watched, also under an old name', () => {
    const harness = setUp()
    harness.now += 1_000
    harness.set('services', named('api'))
    expect(row(harness, 'shop/api')?.since).toEqual({ time: '2026-01-01T03:00:01.000Z', basis: 'recorded' })
    harness.now += 1_000
    harness.set('services', aService({}, { uid: 'another' }))
    expect(row(harness)?.since).toEqual({ time: '2026-01-01T03:00:02.000Z', basis: 'recorded' })
  })

  test('object: it was so before we watched, and its objects prove since when; without pods nothing is proven', () => {
    const harness = new ViewHarness()
    harness.set('services', aService({}, { creationTimestamp: '2026-01-01T01:00:00Z' }))
    const { metadata, ...slice } = aSlice([anEndpoint(1, NOT_READY)])
    const labels = { ...Object(metadata).labels, 'endpointslice.kubernetes.io/managed-by': SLICE_CONTROLLER }
    const annotations = { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T02:58:00Z' }
    const ownerReferences = [{ kind: 'Service', name: 'web', uid: 'service-web', controller: true }]
    harness.set('endpointslices', { ...slice, metadata: { ...Object(metadata), labels, annotations, ownerReferences } })
    const conditions = [{ type: 'Ready', status: 'False', lastTransitionTime: '2026-01-01T02:58:00Z' }]
    const status = { phase: 'Running', startTime: '2026-01-01T02:00:00Z', podIPs: [{ ip: '10.0.0.1' }], conditions }
    harness.set('pods', { ...aPod(1), status })
    harness.synced()
    const since = { time: '2026-01-01T02:58:00.000Z', basis: 'object' }
    harness.settle()
    expect(shown(harness)?.verdict.since).toEqual(since)
    expect(row(harness)).toMatchObject({ health: 'down', since })
    const rights = { mayRead: (resource: Resource) => resource !== 'pods' }
    const watching = { time: '2026-01-01T03:00:00.000Z', basis: 'watching' }
    expect(harness.view.row('shop/web', rights)?.since).toEqual(watching)
    expect(harness.view.serviceView('shop/web', harness.now, rights)?.verdict.since).toEqual(watching)
    // What we see become so has its own time.
    harness.now += 1000
    harness.set('endpointslices', { ...slice, endpoints: [anEndpoint(1)], metadata })
    expect(shown(harness)?.verdict.since).toEqual({ time: '2026-01-01T03:00:01.000Z', basis: 'recorded' })
  })

  test('a view made over a full store has watched since it was made', () => {
    const harness = setUp()
    harness.now += 9_000
    expect(harness.another().row('shop/web')?.since).toEqual({
      time: '2026-01-01T03:00:09.000Z',
      basis: 'watching',
    })
  })
})

function slotsOf(harness: ViewHarness) {
  return Object.fromEntries(shown(harness)?.backends.map(({ name, zone, slot }) => [name, `${zone} ${slot}`]) ?? [])
}

describe('open Services', () => {
  test('backends keep their places, newcomers fill the gaps; entries share the place', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    expect(slotsOf(harness)).toEqual({ 'web-1': 'eu-1a 0', 'web-2': 'eu-1a 1', 'web-3': 'eu-1b 0' })
    harness.set('endpointslices', aSlice(endpointsIn('eu-1a', [2])))
    expect(slotsOf(harness)).toEqual({ 'web-2': 'eu-1a 1' })
    harness.set('endpointslices', aSlice(endpointsIn('eu-1a', [9, 8, 2])))
    harness.set('pods', aPod(9), aPod(8))
    expect(slotsOf(harness)).toEqual({ 'web-8': 'eu-1a 0', 'web-2': 'eu-1a 1', 'web-9': 'eu-1a 2' })
    expect(shown(harness)?.endpoints.map(({ backend, slot }) => [backend, slot])).toEqual([
      ['pod-9', 2],
      ['pod-8', 0],
      ['pod-2', 1],
    ])
  })

  test('not open, it is placed as if it were opened now', () => {
    const harness = setUp()
    expect(slotsOf(harness)).toEqual({ 'web-1': 'eu-1a 0', 'web-2': 'eu-1a 1', 'web-3': 'eu-1b 0' })
    harness.set('endpointslices', aSlice(endpointsIn('eu-1a', [2])))
    expect(slotsOf(harness)).toEqual({ 'web-2': 'eu-1a 0' })
  })

  test('the last of those who opened it closes it', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    harness.view.open('shop/web')
    harness.view.close('shop/web')
    harness.set('endpointslices', aSlice(endpointsIn('eu-1a', [2])))
    expect(slotsOf(harness)).toEqual({ 'web-2': 'eu-1a 1' })
    harness.view.close('shop/web')
    harness.view.close('shop/web')
    expect(slotsOf(harness)).toEqual({ 'web-2': 'eu-1a 0' })
  })

  test('deleted, it keeps its last picture; a successor of the name takes its place', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    const before = shown(harness)
    harness.now = BEGIN + 842_000
    harness.heard()
    harness.delete('services', aService())
    harness.delete('endpointslices', aSlice([]))
    expect(harness.view.takeChanged()).toMatchObject({
      rows: new Set(['shop/web']),
      services: new Set(['shop/web']),
    })
    expect(row(harness)).toBeUndefined()
    expect(shown(harness)).toMatchObject({
      backends: before?.backends,
      endpoints: before?.endpoints,
      health: 'healthy',
      ready: 3,
      deleted: { time: '2026-01-01T03:14:02.000Z' },
      verdict: {
        sentence:
          'Deleted at 03:14:02 UTC, before that: Backends are serving: Kubernetes routes to 3 of 3 ready backends in 2 zones; the fault is not in the endpoints.',
      },
    })
    harness.set('services', aService({}, { uid: 'another' }))
    expect(harness.view.takeChanged().services).toEqual(new Set(['shop/web']))
    expect(shown(harness)).toMatchObject({ service: { uid: 'another' }, health: 'empty', deleted: null, backends: [] })
  })

  test('deleted and made again in one breath is the new one', () => {
    const harness = setUp()
    harness.view.open('shop/web')
    harness.set('services', aService({}, { uid: 'another' }))
    expect(shown(harness)).toMatchObject({ service: { uid: 'another' }, deleted: null, ready: 3 })
  })

  test('deleted while nobody had it open, it is not there', () => {
    const harness = setUp()
    harness.delete('services', aService())
    expect(shown(harness)).toBeUndefined()
    harness.view.open('shop/web')
    expect(shown(harness)).toBeUndefined()
  })

  test('opened before it exists, it is shown once it does', () => {
    const harness = setUp()
    harness.view.open('shop/api')
    expect(shown(harness, 'shop/api')).toBeUndefined()
    harness.view.takeChanged()
    harness.set('services', named('api'))
    expect(harness.view.takeChanged().services).toEqual(new Set(['shop/api']))
    expect(shown(harness, 'shop/api')).toMatchObject({ health: 'empty' })
  })
})

describe('hasServices: before it nothing may be said not to exist', () => {
  test.each([
    ['listing', { phase: 'listing', hasSynced: false }, false],
    ['listed', { phase: 'watching', hasSynced: true }, true],
    ['refused', { phase: 'forbidden', hasSynced: false }, true],
    ['out of reach', { phase: 'closed', hasSynced: false, failures: 2 }, false],
  ] as const)('%s', (_name, state, answer) => {
    const harness = new ViewHarness()
    harness.writers.services.setState(state)
    expect(harness.view.hasServices()).toBe(answer)
  })

  test('of all that was listed once, also while it is refused and namespaces are asked about', () => {
    const harness = new ViewHarness()
    const byNamespace = { followed: 0, denied: 0, unfollowed: 3, named: [], isLooking: true }
    harness.writers.services.setState({ phase: 'watching', hasSynced: true })
    harness.writers.services.setState({ phase: 'forbidden', byNamespace })
    expect(harness.view.hasServices()).toBe(true)
  })

  test('in each of the namespaces that are followed', () => {
    const harness = new ViewHarness()
    harness.writers.services.setState({ phase: 'forbidden' })
    const shop = harness.store.writer('services', 'shop')
    expect(harness.view.hasServices()).toBe(false)
    shop.setState({ phase: 'watching', hasSynced: true })
    expect(harness.view.hasServices()).toBe(true)
  })

  test('with the first of the namespaces that are asked about one by one, whatever the others are at', () => {
    const harness = new ViewHarness()
    const byNamespace = { followed: 0, denied: 0, unfollowed: 300, named: [], isLooking: true }
    harness.writers.services.setState({ phase: 'forbidden', byNamespace })
    expect(harness.view.hasServices()).toBe(false)
    harness.store.writer('services', 'shop').setState({ phase: 'watching', hasSynced: true })
    const later = harness.store.writer('services', 'later')
    later.setState({ phase: 'listing' })
    expect(harness.view.hasServices()).toBe(true)
    harness.writers.services.setState({
      byNamespace: { ...byNamespace, followed: 2, unfollowed: 298, isLooking: false },
    })
    expect(harness.view.hasServices()).toBe(true)
  })
})

test('a namespace of its own is judged while all of them are refused', () => {
  const harness = new ViewHarness()
  harness.synced('nodes', 'pods')
  for (const resource of ['services', 'endpointslices'] as const) {
    harness.writers[resource].setState({ phase: 'forbidden' })
    harness.store.writer(resource, 'shop').setState({ phase: 'watching', hasSynced: true })
  }
  harness.set('services', aService(), aService({}, { namespace: 'pay', uid: 'pay' }))
  expect(row(harness)).toMatchObject({ health: 'empty' })
  expect(row(harness, 'pay/web')).toMatchObject({
    health: 'unknown',
    verdict: 'Cannot tell: Services cannot be read (RBAC).',
  })
})

function without(...refused: readonly string[]): Rights {
  return { mayRead: resource => !refused.includes(resource) }
}

describe('rights: one choke point, fails closed', () => {
  test.each(['services', 'endpointslices'])('without %s a Service is as good as absent', resource => {
    const harness = setUp()
    const rights = without(resource)
    expect(harness.view.rows('*', rights)).toEqual([])
    expect(harness.view.row('shop/web', rights)).toBeUndefined()
    expect(harness.view.serviceView('shop/web', harness.now, rights)).toBeUndefined()
  })

  test('without pods the endpoints are shown as the slices state them', () => {
    const harness = setUp()
    harness.set('pods', aPod(7))
    expect(harness.view.row('shop/web', without('pods'))?.absent).toBeNull()
    const view = harness.view.serviceView('shop/web', harness.now, without('pods'))
    expect(view).toMatchObject({ pods: [], absentPods: [], ready: 3 })
    expect(view?.endpoints).toEqual(shown(harness)?.endpoints)
  })

  test('without pods no sentence counts them', () => {
    const harness = setUp()
    harness.set('endpointslices', aSlice([]))
    harness.now += 60_000
    const sentence = (rights: Rights) => harness.view.serviceView('shop/web', harness.now, rights)?.verdict.sentence
    expect(sentence(ALL_RIGHTS)).toMatch(/\b3 pods?\b/)
    expect(sentence(without('pods'))).not.toMatch(/\bpods?\b/)
    expect(harness.view.row('shop/web', without('pods'))?.verdict).not.toMatch(/\bpods?\b/)
  })

  test('all rights hide nothing', () => {
    const harness = setUp()
    expect(harness.view.rows('*', ALL_RIGHTS)).toHaveLength(1)
    expect(shown(harness)?.pods).toHaveLength(3)
  })
})

test('the name of an owner, which no API server validates, hides nothing', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Rollout', name: 'web\u202E; x', uid: 'owner', controller: true }]
  harness.set('pods', aPod(1, { ownerReferences }))
  harness.set('endpointslices', aSlice([anEndpoint(1)]))
  harness.synced()
  harness.view.open('shop/web')
  const pods = harness.view.serviceView('shop/web', harness.now)?.pods
  expect(pods?.map(({ workload }) => workload)).toEqual([String.raw`Rollout web\u202e; x`])
})
