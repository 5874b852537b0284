import { describe, expect, test } from 'vitest'
import {
  aPod,
  aService,
  aSlice,
  anEndpoint,
  endpointsIn,
  FALLBACK,
  NOT_READY,
  TERMINATING,
  ViewHarness,
} from './testing/view-harness.ts'

type Raw = Parameters<ViewHarness['set']>[1]

interface Case {
  readonly service?: Raw
  readonly slices?: readonly Raw[]
  readonly pods?: readonly Raw[]
}

/** In the present, and as it is worded once nothing was heard for long. */
function sentencesOf({ service = aService(), slices = [], pods = [] }: Case) {
  const harness = new ViewHarness()
  harness.set('services', service)
  harness.set('endpointslices', ...slices)
  harness.set('pods', ...pods)
  harness.synced()
  // No diagnosis has run yet: counts and zones make the sentence.
  const present = harness.view.row('shop/web')?.verdict
  harness.now += 75_001
  return { present, past: harness.view.row('shop/web')?.verdict }
}

const TWO_PORTS = aService({
  ports: [
    { name: 'http', port: 80 },
    { name: 'grpc', port: 9000 },
  ],
})

/** As the controller writes it of a pod that is not Ready, with publishNotReadyAddresses. */
const PUBLISHED = { conditions: { ready: true, serving: false } }

const CASES: Readonly<Record<string, Case & { readonly present: string }>> = {
  healthy: {
    slices: [
      aSlice([
        ...endpointsIn('eu-1a', [1, 2]),
        ...endpointsIn('eu-1b', [3]),
        ...endpointsIn('eu-1c', [4], TERMINATING),
      ]),
    ],
    present:
      'Backends are serving: Kubernetes routes to 3 of 3 ready backends in 2 zones, 1 more terminating; the fault is not in the endpoints.',
  },
  'healthy, no zones': {
    slices: [aSlice([anEndpoint(1)])],
    present: 'Backends are serving: Kubernetes routes to 1 of 1 ready backend; the fault is not in the endpoints.',
  },
  'down, published all the same': {
    slices: [aSlice([anEndpoint(1, PUBLISHED)])],
    present: 'No backend is ready: its only backend not ready, yet published as ready, so traffic goes to it.',
  },
  'down, headless, published all the same': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice([anEndpoint(1, PUBLISHED), anEndpoint(2, PUBLISHED)])],
    present: 'No backend is ready: both backends not ready, yet published as ready, so DNS names them.',
  },
  'terminating, published all the same': {
    slices: [aSlice([anEndpoint(1, { conditions: { ready: true, serving: true, terminating: true } })])],
    present: 'No backend is ready: no backend left, 1 terminating, yet traffic goes to 1 of them, published as ready.',
  },
  'degraded, published all the same': {
    slices: [aSlice([anEndpoint(1), anEndpoint(2, PUBLISHED)])],
    present:
      'Backends not ready: 1 of 2 backends not ready, yet published as ready, so traffic goes to it; 1 of 2 still ready.',
  },
  'healthy, headless': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice(endpointsIn('eu-1a', [1, 2]))],
    present:
      'Backends are serving: DNS answers with 2 of 2 ready backends in 1 zone; the fault is not in the endpoints.',
  },
  'healthy, another proxy': {
    service: aService({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'mesh' } }),
    slices: [aSlice([anEndpoint(1)])],
    present: 'Backends are serving: kube-proxy leaves it to mesh; 1 of 1 ready backend.',
  },
  'a zone lost all': {
    slices: [aSlice([...endpointsIn('eu-1a', [1, 2, 3]), ...endpointsIn('eu-1c', [4, 5], NOT_READY)])],
    present: 'Zone lost all its backends: eu-1c lost both backends, 3 of 5 still ready.',
  },
  'several zones lost some, the worst first': {
    slices: [
      aSlice([
        ...endpointsIn('eu-1a', [1, 2, 3]),
        ...endpointsIn('eu-1a', [4], NOT_READY),
        ...endpointsIn('eu-1b', [5, 6], NOT_READY),
        anEndpoint(7),
        anEndpoint(8, NOT_READY),
      ]),
    ],
    present: 'Backends not ready: 4 of 8 backends not ready, among them both backends in eu-1b, 4 of 8 still ready.',
  },
  'many zones lost some': {
    slices: [
      aSlice(
        ['a', 'b', 'c', 'd'].flatMap((zone, at) => [
          ...endpointsIn(zone, [2 * at]),
          ...endpointsIn(zone, [2 * at + 1], NOT_READY),
        ]),
      ),
    ],
    present: 'Backends not ready: 4 of 8 backends not ready, 4 of 8 still ready.',
  },
  'degraded, no zones': {
    slices: [aSlice([anEndpoint(1), anEndpoint(2, NOT_READY)])],
    present: 'Backends not ready: 1 of 2 backends not ready, 1 of 2 still ready.',
  },
  'a port that nobody has': {
    service: TWO_PORTS,
    slices: [aSlice(endpointsIn('eu-1a', [1, 2]))],
    present: 'Port without a ready backend: none ready for port grpc, 2 of 2 backends ready for the others.',
  },
  'degraded by an undecided one': {
    slices: [aSlice([anEndpoint(1), anEndpoint(2)]), aSlice([anEndpoint(2, NOT_READY)], { name: 'web-2' })],
    present: 'Cannot tell for some backends: EndpointSlices disagree about 1 of 2 backends, 1 ready.',
  },
  down: {
    slices: [aSlice([anEndpoint(1, NOT_READY), anEndpoint(2, NOT_READY)])],
    present: 'No backend is ready: both backends not ready.',
  },
  'down, headless': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice([anEndpoint(1, NOT_READY), anEndpoint(2, TERMINATING)])],
    present: 'No backend is ready: its only backend not ready, 1 terminating.',
  },
  'down, all leaving': {
    slices: [aSlice([anEndpoint(1, TERMINATING), anEndpoint(2, TERMINATING)])],
    present: 'No backend is ready: no backend left, 2 terminating.',
  },
  fallback: {
    slices: [aSlice([anEndpoint(1, NOT_READY), anEndpoint(2, FALLBACK), anEndpoint(3, FALLBACK)])],
    present: 'No backend is ready: its only backend not ready; traffic falls back to 2 terminating backends.',
  },
  'fallback, headless': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice([anEndpoint(2, FALLBACK)])],
    present: 'No backend is ready: no backend left; DNS names only ready ones, 1 terminating backend still serve.',
  },
  empty: {
    slices: [aSlice([]), aSlice([], { name: 'web-2' })],
    present: 'No backends: no EndpointSlice lists an endpoint.',
  },
  'empty though pods match': {
    slices: [aSlice([])],
    pods: [aPod(1)],
    present: 'No backends: no EndpointSlice lists an endpoint, and 1 pod matches its selector.',
  },
  'empty, not even a slice': {
    present: 'No backends: it has no EndpointSlice.',
  },
  'empty but for what is ignored': {
    slices: [aSlice([{ addresses: ['db.example.com'] }], { addressType: 'FQDN' })],
    present: 'No backends: its EndpointSlices list only endpoints that no data plane uses.',
  },
  undecided: {
    slices: [aSlice([anEndpoint(1)]), aSlice([anEndpoint(1, NOT_READY)], { name: 'web-2' })],
    present: 'Cannot tell: EndpointSlices disagree about 1 of 1 backend, and kube-proxy does not decide between them.',
  },
  unmanaged: {
    service: aService({ selector: undefined }),
    present: 'Nothing behind this Service: it has no selector and no EndpointSlice.',
  },
  external: {
    service: aService({ type: 'ExternalName', externalName: 'db.example.com' }),
    present: 'Alias of another name: DNS answers with CNAME db.example.com; an ExternalName Service has no endpoints.',
  },
}

describe('the verdict says counts and zones, behind a prefix when stale', () => {
  test.each(Object.entries(CASES))('%s', (_name, { present, ...world }) => {
    expect(sentencesOf(world)).toEqual({ present, past: `As of 03:00:00 UTC (stale): ${present}` })
  })
})

describe('[L5] what cannot be judged is not judged', () => {
  test('before the first complete lists', () => {
    const harness = new ViewHarness()
    harness.set('services', aService())
    expect(harness.view.row('shop/web')).toMatchObject({
      health: 'unknown',
      ready: null,
      total: null,
      slices: null,
      absent: null,
      since: null,
      verdict: 'Cannot tell: Services are still loading.',
    })
    harness.synced('services')
    expect(harness.view.row('shop/web')?.verdict).toBe('Cannot tell: EndpointSlices are still loading.')
  })

  test.each([
    ['services', 'Services'],
    ['endpointslices', 'EndpointSlices'],
  ] as const)('%s forbidden, also after they were read', (resource, name) => {
    const harness = new ViewHarness()
    harness.set('services', aService())
    harness.set('endpointslices', aSlice([anEndpoint(1)]))
    harness.synced()
    harness.writers[resource].setState({ phase: 'forbidden', reason: 'no' })
    const view = harness.view.serviceView('shop/web', harness.now)
    expect(view).toMatchObject({ health: 'unknown', ready: null, zones: [], ports: [], endpoints: [], backends: [] })
    expect(view?.verdict.sentence).toBe(`Cannot tell: ${name} cannot be read (RBAC).`)
  })

  test('what cannot be told is not worded as if it had been', () => {
    const harness = new ViewHarness()
    harness.set('services', aService())
    harness.synced('services')
    harness.now += 200_000
    harness.writers.endpointslices.setState({ phase: 'closed', failures: 3 })
    expect(harness.view.row('shop/web')?.verdict).toBe('Cannot tell: EndpointSlices are still loading.')
  })
})

test('what is worked out when it is asked for leads however late that is: it is as old as the last entry', () => {
  const harness = new ViewHarness()
  harness.set('services', aService())
  harness.set('pods', aPod(1), aPod(2))
  harness.set('endpointslices', aSlice([anEndpoint(1), anEndpoint(2)]))
  harness.synced()
  harness.settle()
  harness.now += 60_000
  harness.set('services', aService({ selector: { app: 'wbe' } }))
  harness.set('endpointslices', aSlice([]))
  const sentence = () => harness.view.serviceView('shop/web', harness.now)?.verdict.sentence
  const atOnce = sentence()
  expect(atOnce).toMatch(/^Likely: selector typo\. /)
  harness.now += 400
  expect(sentence()).toBe(atOnce)
})
