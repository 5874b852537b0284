import { describe, expect, test } from 'vitest'
import type { Rights } from './rights.ts'
import { serviceViewSchema } from './schema/service-view.ts'
import { aNode, aPod, aService, aSlice, anEndpoint, BEGIN, NOT_READY, ViewHarness } from './testing/view-harness.ts'

/** shop/web with two ready backends on node n1, open since long. */
function setUp(): ViewHarness {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('endpointslices', slice([anEndpoint(1), anEndpoint(2)]))
  harness.set('nodes', aNode('n1', 'eu-1a'))
  harness.set('pods', pod(1), pod(2))
  harness.synced()
  harness.view.open('shop/web')
  harness.now += 7_200_000
  harness.heard()
  return harness
}

/** Of the controller. */
function slice(endpoints: Parameters<typeof aSlice>[0]) {
  const { metadata, ...rest } = aSlice(endpoints)
  const labels = {
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
  }
  return { ...rest, metadata: { ...Object(metadata), labels } }
}

function pod(n: number, metadata: Parameters<typeof aPod>[1] = {}) {
  return {
    ...aPod(n, { creationTimestamp: '2025-12-31T00:00:00Z', ...metadata }),
    spec: { containers: [], nodeName: 'n1' },
  }
}

function shown({ view, now }: ViewHarness, rights?: Rights) {
  const shownView = view.serviceView('shop/web', now, rights)
  return serviceViewSchema.strict().parse(shownView)
}

/** The selector is edited, and two seconds later the controller empties the slices. */
function editSelector(harness: ViewHarness): void {
  harness.set('services', aService({ selector: { app: 'wbe' } }))
  harness.now += 2000
  harness.set('endpointslices', slice([]))
}

const EDIT = "the Service's selector went from app=web to app=wbe"

describe('what changed just before', () => {
  test('what was there from the beginning is none', () => {
    expect(shown(setUp()).changes).toEqual([])
  })

  test('nothing hides in it: what is not seen is shown as an escape', () => {
    const harness = setUp()
    harness.set('services', aService({ selector: { app: 'web\u202e' } }))
    harness.now += 2000
    harness.set('endpointslices', slice([]))
    expect(shown(harness).changes.map(({ text }) => text)).toContain(
      String.raw`the Service's selector went from app=web to app=web\u202e`,
    )
  })

  test('is told with its time, the newest first, and the one after which the trouble began stands in the verdict', () => {
    const harness = setUp()
    editSelector(harness)
    const { changes, verdict } = shown(harness)
    expect(changes).toMatchObject([
      { kind: 'ready', text: 'ready backends went from 2 to 0', basis: 'recorded', inVerdict: false },
      {
        kind: 'service',
        text: EDIT,
        basis: 'recorded',
        time: new Date(BEGIN + 7_200_000).toISOString(),
        subject: { kind: 'Service', namespace: 'shop', name: 'web' },
        count: 1,
        inVerdict: true,
      },
    ])
    expect(new Set(changes.map(({ key }) => key)).size).toBe(changes.length)
    expect(verdict.sentence).toMatch(
      /\. The loss began 2 s after the edit of the Service's selector \(before: app=web\)\.$/,
    )
    harness.settle()
    expect(harness.view.row('shop/web')?.verdict).toBe(verdict.sentence)
  })

  test('one who looks only now is told the same: somebody watched', () => {
    const harness = setUp()
    harness.view.close('shop/web')
    harness.set('services', aService({ internalTrafficPolicy: 'Local' }))
    while (harness.view.diagnose(harness.now, () => true)) harness.now += 0
    harness.view.open('shop/web')
    expect(shown(harness).changes.map(({ kind }) => kind)).toEqual(['service'])
  })

  test('is told of a Service that is not open, too', () => {
    const harness = setUp()
    harness.view.close('shop/web')
    harness.set('services', aService({ internalTrafficPolicy: 'Local' }))
    expect(shown(harness).changes.map(({ kind }) => kind)).toEqual(['service'])
    harness.now += 3_600_001
    expect(shown(harness).changes).toEqual([])
  })

  test('is forgotten after an hour, by itself', () => {
    const harness = setUp()
    harness.set('services', aService({ sessionAffinity: 'ClientIP' }))
    expect(shown(harness).changes).toHaveLength(1)
    harness.now += 3_600_001
    harness.heard()
    harness.view.diagnose(harness.now, () => false)
    expect(harness.view.takeChanged().services).toContain('shop/web')
    expect(shown(harness).changes).toEqual([])
  })

  test('a reader who cannot read what it was concluded from sees neither it nor its words', () => {
    const harness = setUp()
    const node = { ...aNode('n1', 'eu-1a'), spec: { unschedulable: true } }
    harness.set('nodes', node)
    harness.set('pods', pod(1, { deletionTimestamp: '2026-01-01T05:00:00Z' }))
    expect(
      shown(harness)
        .changes.map(({ text }) => text)
        .toSorted(),
    ).toEqual(['node n1 was cordoned', 'pod web-1 was deleted'])
    const told = (hidden: string) => shown(harness, { mayRead: resource => resource !== hidden }).changes
    expect(told('nodes').map(({ kind }) => kind)).toEqual(['pods-deleted'])
    expect(told('pods').map(({ kind }) => kind)).toEqual(['node'])
  })

  test('a Node that carries none of its pods is none of its changes', () => {
    const harness = setUp()
    harness.set('services', aService({ internalTrafficPolicy: 'Local' }))
    harness.set('nodes', aNode('n2', 'eu-1a'))
    shown(harness)
    harness.set('nodes', { ...aNode('n2', 'eu-1a'), spec: { unschedulable: true } })
    expect(shown(harness).changes.map(({ kind }) => kind)).toEqual(['service'])
  })

  test('what a relist brings happened some time before: it is no change of now', () => {
    const harness = setUp()
    for (const resource of ['services', 'endpointslices'] as const)
      harness.writers[resource].setState({ phase: 'listing' })
    editSelector(harness)
    harness.synced()
    expect(shown(harness).changes).toEqual([])
    expect(shown(harness).verdict.sentence).not.toContain('began')
  })

  test('of many steps of the ready count in one direction one change, with its span and its steps', () => {
    const harness = setUp()
    for (const ready of [1, 0, 1, 2]) {
      harness.now += 5000
      harness.set('endpointslices', slice([1, 2].map(n => anEndpoint(n, n <= ready ? {} : NOT_READY))))
    }
    expect(shown(harness).changes).toMatchObject([
      { text: 'ready backends went from 0 to 2', time: at(15), until: at(20) },
      {
        text: 'ready backends went from 2 to 0',
        time: at(5),
        until: at(10),
        steps: [
          { time: at(5), text: 'ready backends went from 2 to 1' },
          { time: at(10), text: 'ready backends went from 1 to 0' },
        ],
      },
    ])
  })
})

/** So many seconds after setUp. */
function at(seconds: number): string {
  return new Date(BEGIN + 7_200_000 + seconds * 1000).toISOString()
}

/** Beside Services, slices, pods and Nodes. */
const TOLD_FROM = [
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'networkpolicies',
  'horizontalpodautoscalers',
] as const

/** All that changes are read from is followed. */
function setUpFollowed(): ViewHarness {
  const harness = setUp()
  for (const resource of TOLD_FROM)
    harness.store.writer(resource, null).setState({ phase: 'watching', hasSynced: true, failures: 0, reason: null })
  return harness
}

function lose(harness: ViewHarness): void {
  harness.heard()
  harness.set('endpointslices', slice([anEndpoint(1, NOT_READY), anEndpoint(2, NOT_READY)]))
}

/** Both backends are lost after so long. */
function lostAfter(minutes: number): ViewHarness {
  const harness = setUpFollowed()
  harness.now += minutes * 60_000
  lose(harness)
  return harness
}

describe('that nothing changed in the ten minutes before is told', () => {
  test('where all was followed for as long', () => {
    const harness = lostAfter(10)
    expect(shown(harness).unchangedBefore).toBe(new Date(harness.now).toISOString())
    expect(shown(lostAfter(9)).unchangedBefore).toBeNull()
  })

  test('not where something changed, nor after a relist, nor to one who may not read all of it', () => {
    const harness = lostAfter(20)
    expect(shown(harness, { mayRead: resource => resource !== 'nodes' }).unchangedBefore).toBeNull()
    const edited = setUpFollowed()
    edited.now += 1_200_000
    edited.heard()
    edited.set('services', aService({ internalTrafficPolicy: 'Local' }))
    edited.now += 300_000
    lose(edited)
    expect(shown(edited).unchangedBefore).toBeNull()
    const relisted = lostAfter(5)
    relisted.set('endpointslices', slice([anEndpoint(1), anEndpoint(2)]))
    relisted.writers.pods.setState({ phase: 'listing' })
    relisted.now += 300_000
    relisted.writers.pods.setState({ phase: 'watching' })
    relisted.now += 599_000
    lose(relisted)
    expect(shown(relisted).unchangedBefore).toBeNull()
  })
})
