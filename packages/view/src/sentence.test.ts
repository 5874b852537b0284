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
} from './view-harness.ts'

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
  // Nobody has looked for causes yet: counts and zones make the sentence.
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

const CASES: Readonly<Record<string, Case & { readonly present: string; readonly past: string }>> = {
  healthy: {
    slices: [
      aSlice([
        ...endpointsIn('eu-1a', [1, 2]),
        ...endpointsIn('eu-1b', [3]),
        ...endpointsIn('eu-1c', [4], TERMINATING),
      ]),
    ],
    present: 'Kubernetes routes to 3 of 3 ready backends in 2 zones, 1 more terminating.',
    past: 'Was healthy, as of 03:00:00 UTC: Kubernetes routed to 3 of 3 ready backends in 2 zones, 1 more terminating.',
  },
  'healthy, no zones': {
    slices: [aSlice([anEndpoint(1)])],
    present: 'Kubernetes routes to 1 of 1 ready backend.',
    past: 'Was healthy, as of 03:00:00 UTC: Kubernetes routed to 1 of 1 ready backend.',
  },
  'down, published all the same': {
    slices: [aSlice([anEndpoint(1, PUBLISHED)])],
    present: 'None of 1 backend is ready for port http (TCP 80), yet traffic goes to 1 that is published as ready.',
    past: 'Was down, as of 03:00:00 UTC: none of 1 backend was ready for port http (TCP 80), yet traffic went to 1 that was published as ready.',
  },
  'down, headless, published all the same': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice([anEndpoint(1, PUBLISHED), anEndpoint(2, PUBLISHED)])],
    present: 'None of 2 backends is ready, yet DNS names 2 that are published as ready.',
    past: 'Was down, as of 03:00:00 UTC: none of 2 backends was ready, yet DNS named 2 that were published as ready.',
  },
  'terminating, published all the same': {
    slices: [aSlice([anEndpoint(1, { conditions: { ready: true, serving: true, terminating: true } })])],
    present: 'No backend is ready for port http (TCP 80), yet traffic goes to 1 that is published as ready.',
    past: 'Was on fallback, as of 03:00:00 UTC: no backend was ready for port http (TCP 80), yet traffic went to 1 that was published as ready.',
  },
  'degraded, published all the same': {
    slices: [aSlice([anEndpoint(1), anEndpoint(2, PUBLISHED)])],
    present: '1 of 2 backends ready, yet traffic goes to 1 that is published as ready.',
    past: 'Was degraded, as of 03:00:00 UTC: 1 of 2 backends ready, yet traffic went to 1 that was published as ready.',
  },
  'healthy, headless': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice(endpointsIn('eu-1a', [1, 2]))],
    present: 'DNS answers with 2 of 2 ready backends in 1 zone.',
    past: 'Was healthy, as of 03:00:00 UTC: DNS answered with 2 of 2 ready backends in 1 zone.',
  },
  'healthy, another proxy': {
    service: aService({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'mesh' } }),
    slices: [aSlice([anEndpoint(1)])],
    present: 'kube-proxy leaves it to mesh: 1 of 1 ready backend.',
    past: 'Was healthy, as of 03:00:00 UTC: kube-proxy left it to mesh, 1 of 1 ready backend.',
  },
  'a zone lost all': {
    slices: [aSlice([...endpointsIn('eu-1a', [1, 2, 3]), ...endpointsIn('eu-1c', [4, 5], NOT_READY)])],
    present: 'eu-1c has 0 of 2 ready: 3 of 5 backends ready.',
    past: 'Was degraded, as of 03:00:00 UTC: eu-1c had 0 of 2 ready, 3 of 5 backends ready.',
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
    present: 'eu-1b has 0 of 2 ready, (no zone) 1 of 2, eu-1a 3 of 4: 4 of 8 backends ready.',
    past: 'Was degraded, as of 03:00:00 UTC: eu-1b had 0 of 2 ready, (no zone) 1 of 2, eu-1a 3 of 4, 4 of 8 backends ready.',
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
    present: 'Zone a has 1 of 2 ready, 3 more zones are short: 4 of 8 backends ready.',
    past: 'Was degraded, as of 03:00:00 UTC: zone a had 1 of 2 ready, 3 more zones were short, 4 of 8 backends ready.',
  },
  'degraded, no zones': {
    slices: [aSlice([anEndpoint(1), anEndpoint(2, NOT_READY)])],
    present: '1 of 2 backends ready.',
    past: 'Was degraded, as of 03:00:00 UTC: 1 of 2 backends ready.',
  },
  'a port that nobody has': {
    service: TWO_PORTS,
    slices: [aSlice(endpointsIn('eu-1a', [1, 2]))],
    present: 'Nobody is ready for port grpc (TCP 9000): 2 of 2 backends ready for the others.',
    past: 'Was degraded, as of 03:00:00 UTC: nobody was ready for port grpc (TCP 9000), 2 of 2 backends ready for the others.',
  },
  'degraded by an undecided one': {
    slices: [aSlice([anEndpoint(1), anEndpoint(2)]), aSlice([anEndpoint(2, NOT_READY)], { name: 'web-2' })],
    present: '1 of 2 backends ready (1 unknown).',
    past: 'Was degraded, as of 03:00:00 UTC: 1 of 2 backends ready (1 unknown).',
  },
  down: {
    slices: [aSlice([anEndpoint(1, NOT_READY), anEndpoint(2, NOT_READY)])],
    present: 'None of 2 backends is ready for port http (TCP 80).',
    past: 'Was down, as of 03:00:00 UTC: none of 2 backends was ready for port http (TCP 80).',
  },
  'down, headless': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice([anEndpoint(1, NOT_READY), anEndpoint(2, TERMINATING)])],
    present: 'None of 1 backend is ready, 1 more is terminating and none still serves.',
    past: 'Was down, as of 03:00:00 UTC: none of 1 backend was ready, 1 more was terminating and none still served.',
  },
  'down, all leaving': {
    slices: [aSlice([anEndpoint(1, TERMINATING), anEndpoint(2, TERMINATING)])],
    present: 'No backend is ready for port http (TCP 80), 2 are terminating and none still serves.',
    past: 'Was down, as of 03:00:00 UTC: no backend was ready for port http (TCP 80), 2 were terminating and none still served.',
  },
  fallback: {
    slices: [aSlice([anEndpoint(1, NOT_READY), anEndpoint(2, FALLBACK), anEndpoint(3, FALLBACK)])],
    present:
      'None of 1 backend is ready for port http (TCP 80): traffic falls back to 2 that are terminating and still serve.',
    past: 'Was on fallback, as of 03:00:00 UTC: none of 1 backend was ready for port http (TCP 80), traffic fell back to 2 that were terminating and still served.',
  },
  'fallback, headless': {
    service: aService({ clusterIP: 'None' }),
    slices: [aSlice([anEndpoint(2, FALLBACK)])],
    present: 'No backend is ready, and DNS names only ready ones: 1 that is terminating still serves.',
    past: 'Was on fallback, as of 03:00:00 UTC: no backend was ready, and DNS named only ready ones, 1 that was terminating still served.',
  },
  empty: {
    slices: [aSlice([]), aSlice([], { name: 'web-2' })],
    present: 'No backends: its 2 EndpointSlices list no endpoint.',
    past: 'Was empty, as of 03:00:00 UTC: no backends, its 2 EndpointSlices listed no endpoint.',
  },
  'empty though pods match': {
    slices: [aSlice([])],
    pods: [aPod(1)],
    present: 'No backends: its EndpointSlice lists no endpoint, though 1 pod matches its selector.',
    past: 'Was empty, as of 03:00:00 UTC: no backends, its EndpointSlice listed no endpoint, though 1 pod matched its selector.',
  },
  'empty, not even a slice': {
    present: 'No backends: it has no EndpointSlice.',
    past: 'Was empty, as of 03:00:00 UTC: no backends, it had no EndpointSlice.',
  },
  'empty but for what is ignored': {
    slices: [aSlice([{ addresses: ['db.example.com'] }], { addressType: 'FQDN' })],
    present: 'No backends: its EndpointSlice lists only endpoints that no data plane uses.',
    past: 'Was empty, as of 03:00:00 UTC: no backends, its EndpointSlice listed only endpoints that no data plane uses.',
  },
  undecided: {
    slices: [aSlice([anEndpoint(1)]), aSlice([anEndpoint(1, NOT_READY)], { name: 'web-2' })],
    present: 'Cannot tell: EndpointSlices differ about 1 of 1 backend, and kube-proxy does not decide between them.',
    past: 'Was unknown, as of 03:00:00 UTC: could not tell, EndpointSlices differed about 1 of 1 backend, and kube-proxy did not decide between them.',
  },
  unmanaged: {
    service: aService({ selector: undefined }),
    present: 'No selector and no EndpointSlice, so nothing says what is behind it.',
    past: 'Was unmanaged, as of 03:00:00 UTC: no selector and no EndpointSlice, so nothing says what is behind it.',
  },
  external: {
    service: aService({ type: 'ExternalName', externalName: 'db.example.com' }),
    present: 'An ExternalName Service: DNS answers with CNAME db.example.com, and it has no endpoints.',
    past: 'Was external, as of 03:00:00 UTC: an ExternalName Service, DNS answered with CNAME db.example.com, and it had no endpoints.',
  },
}

describe('the verdict says counts and zones, in the past tense when stale', () => {
  test.each(Object.entries(CASES))('%s', (_name, { present, past, ...world }) => {
    expect(sentencesOf(world)).toEqual({ present, past })
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
      verdict: 'Cannot tell yet: Services have not been read completely.',
    })
    harness.synced('services')
    expect(harness.view.row('shop/web')?.verdict).toBe('Cannot tell yet: EndpointSlices have not been read completely.')
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
    expect(view?.verdict.sentence).toBe(`Cannot tell: ${name} may not be read.`)
  })

  test('what cannot be told is not worded as if it had been', () => {
    const harness = new ViewHarness()
    harness.set('services', aService())
    harness.synced('services')
    harness.now += 200_000
    harness.writers.endpointslices.setState({ phase: 'closed', failures: 3 })
    expect(harness.view.row('shop/web')?.verdict).toBe('Cannot tell yet: EndpointSlices have not been read completely.')
  })
})
