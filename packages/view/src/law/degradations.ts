// Truth when degraded: each health, and all that can be lacked. For the tests of views and of pictures.
import type { Resource } from '@slicescope/model'
import {
  aNode,
  aPod,
  aService,
  aSlice,
  anEndpoint,
  BEGIN,
  FALLBACK,
  NOT_READY,
  ViewHarness,
} from '../testing/view-harness.ts'

type Raw = ReturnType<typeof aService>

/** A Service of each health, as slices alone tell it. */
export const HEALTHS: Readonly<Record<string, { readonly service?: Raw; readonly endpoints?: readonly Raw[] }>> = {
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
export interface Degradation {
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

export const DEGRADATIONS: Readonly<Record<string, Degradation>> = {
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
  'pods not recorded': {
    degrade: harness => harness.store.writer('pods', null).setState({ phase: 'not-recorded' }),
    unread: ['pods'],
  },
  'pods not loaded': {
    degrade: harness => harness.store.writer('pods', null).setState({ phase: 'listing', loaded: 500 }),
    unread: ['pods'],
  },
}

/** Nothing is known of what health is made from. */
export const UNKNOWN: Readonly<Record<string, (harness: ViewHarness) => void>> = {
  'slices forbidden': harness => harness.writers.endpointslices.setState({ phase: 'forbidden' }),
  'Services forbidden': harness => harness.writers.services.setState({ phase: 'forbidden' }),
  'slices not recorded': harness => harness.store.writer('endpointslices', null).setState({ phase: 'not-recorded' }),
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
export function aServiceThatIs(health: string): ViewHarness {
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

/** What is said of it, diagnosed to the end. */
export function answerOf(harness: ViewHarness) {
  harness.settle()
  const row = harness.view.row('shop/web')
  const view = harness.view.serviceView('shop/web', harness.now)
  if (row === undefined || view === undefined) throw new Error('there is no answer')
  return { row, view }
}

/** The server hears nothing any more, or what it hears brings nothing new. Afterwards nothing may be shown as of now. */
export const BLIND = ['silent', 'stalled'] as const

export function makeBlind(harness: ViewHarness, how: (typeof BLIND)[number]): void {
  const isStalled = how === 'stalled'
  for (const resource of ['services', 'endpointslices'] as const)
    harness.writers[resource].setTimes({ progressed: BEGIN, stalledAfter: isStalled ? harness.now + 5_000 : null })
  harness.now += 80_000
  if (isStalled) harness.heard()
}
