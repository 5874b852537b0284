import type { Resource } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { aNode, aPod, aService, aSlice, anEndpoint, BEGIN, FALLBACK, NOT_READY, ViewHarness } from './view-harness.ts'

type Raw = ReturnType<typeof aService>

/** A Service of each health, as slices alone tell it. */
const HEALTHS: Readonly<Record<string, { readonly service?: Raw; readonly endpoints?: readonly Raw[] }>> = {
  healthy: { endpoints: [anEndpoint(1), anEndpoint(2)] },
  degraded: { endpoints: [anEndpoint(1), anEndpoint(2, NOT_READY)] },
  fallback: { endpoints: [anEndpoint(1, FALLBACK)] },
  down: { endpoints: [anEndpoint(1, NOT_READY), anEndpoint(2, NOT_READY)] },
  empty: { endpoints: [] },
  unmanaged: { service: aService({ selector: undefined }) },
  external: { service: aService({ type: 'ExternalName', externalName: 'db.example.com', clusterIP: undefined }) },
}

const WORKLOADS = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'jobs'] as const

/** What is lacked, and of which resources nothing may be concluded then. */
interface Degradation {
  readonly degrade: (harness: ViewHarness) => void
  readonly unread: readonly Resource[]
}

function forbid(...resources: readonly Resource[]): Degradation {
  return {
    degrade: harness => {
      for (const resource of resources) harness.store.writer(resource, null).setState({ phase: 'forbidden' })
    },
    unread: resources,
  }
}

const DEGRADATIONS: Readonly<Record<string, Degradation>> = {
  'pods forbidden': forbid('pods'),
  'nodes forbidden': forbid('nodes'),
  'events forbidden': forbid('events'),
  'workloads forbidden': forbid(...WORKLOADS),
  'one namespace only': {
    degrade: harness => {
      for (const resource of ['services', 'endpointslices', 'pods'] as const) {
        harness.writers[resource].setState({ phase: 'forbidden' })
        const own = harness.store.writer(resource, 'shop')
        own.setTimes({ heard: harness.now, verified: harness.now })
        own.setState({ phase: 'watching', hasSynced: true })
      }
    },
    unread: [],
  },
  'pods not loaded': {
    degrade: harness => harness.store.writer('pods', null).setState({ phase: 'listing', loaded: 500 }),
    unread: ['pods'],
  },
}

/** Nothing is known of what health is made from. */
const UNKNOWN: Readonly<Record<string, (harness: ViewHarness) => void>> = {
  'slices forbidden': harness => harness.writers.endpointslices.setState({ phase: 'forbidden' }),
  'Services forbidden': harness => harness.writers.services.setState({ phase: 'forbidden' }),
  'slices not loaded': harness => harness.store.writer('endpointslices', null).setState({ phase: 'listing' }),
  'its namespace not followed': harness =>
    harness.writers.endpointslices.setState({
      phase: 'forbidden',
      byNamespace: { followed: 0, denied: 0, unfollowed: 1, named: ['shop'] },
    }),
  'a slice left out': harness =>
    harness.writers.endpointslices.setState({
      leftOut: { count: 1, objects: [{ key: 'shop/web-2', why: '.endpoints is no list' }] },
    }),
}

/** A Service of that health with its pods, and everything that explains it known to be there and empty. */
function setUp(health: string): ViewHarness {
  const { service = aService(), endpoints } = HEALTHS[health] ?? {}
  const harness = new ViewHarness()
  for (const resource of [...WORKLOADS, 'events'] as const) {
    const writer = harness.store.writer(resource, null)
    writer.setTimes({ heard: harness.now, verified: harness.now })
    writer.setState({ phase: 'watching', hasSynced: true })
  }
  harness.set('nodes', aNode('node-1', 'eu-1a'))
  harness.set('namespaces', { metadata: { name: 'shop', uid: 'shop' } })
  harness.set('services', service)
  if (endpoints !== undefined) harness.set('endpointslices', aSlice(endpoints))
  harness.set('pods', ...(endpoints ?? []).map((_, index) => aPod(index + 1)))
  harness.synced()
  harness.now += 90_000
  harness.heard()
  return harness
}

function answerOf(harness: ViewHarness) {
  harness.settle()
  const row = harness.view.row('shop/web')
  const view = harness.view.serviceView('shop/web', harness.now)
  if (row === undefined || view === undefined) throw new Error('there is no answer')
  return { row, view }
}

describe.each(Object.keys(HEALTHS))('[L5] %s', health => {
  test('is what it is where all is known', () => {
    expect(answerOf(setUp(health)).row.health).toBe(health)
  })

  test.each(Object.entries(DEGRADATIONS))(
    '%s: the same by slices alone, and nothing from what is not known',
    (_name, it) => {
      const harness = setUp(health)
      it.degrade(harness)
      const { row, view } = answerOf(harness)
      expect([row.health, view.health]).toEqual([health, health])
      const reads = view.findings.flatMap(finding => finding.reads.map(({ resource }) => resource))
      expect(reads.filter(resource => it.unread.some(unread => unread === resource))).toEqual([])
      expect(view.freshness.state).not.toBe('BLIND')
    },
  )

  test.each(Object.entries(UNKNOWN))('%s: unknown, and no number', (_name, degrade) => {
    const harness = setUp(health)
    degrade(harness)
    const { row, view } = answerOf(harness)
    // What an ExternalName answers is no matter of slices.
    const expected = health === 'external' ? health : 'unknown'
    expect([row.health, view.health]).toEqual([expected, expected])
    expect([row.ready, row.total, view.ready]).toEqual([null, null, null])
    expect(view.findings.filter(({ causeCertainty }) => causeCertainty === 'proven').map(({ code }) => code)).toEqual(
      [],
    )
  })

  test.each(['silent', 'stalled'])('server blind (%s): what was known, as of then', how => {
    const harness = setUp(health)
    const present = answerOf(harness).row
    const isStalled = how === 'stalled'
    for (const resource of ['services', 'endpointslices'] as const)
      harness.writers[resource].setTimes({ progressed: BEGIN, stalledAfter: isStalled ? harness.now + 5_000 : null })
    harness.now += 80_000
    if (isStalled) harness.heard()
    const { row, view } = answerOf(harness)
    expect(view.freshness.state).toBe('BLIND')
    expect(row.health).toBe(present.health)
    expect(row.verdict).not.toBe(present.verdict)
    expect(row.verdict).toContain(isStalled ? 'As of 03:00:00 UTC' : 'As of 03:01:30 UTC')
  })
})
