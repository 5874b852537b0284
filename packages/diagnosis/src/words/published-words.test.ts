import { expect, test } from 'vitest'
import { checklist } from '../checklist.ts'
import { FAILING } from '../law/raw.ts'
import { ago, aService, cluster, evidenceOf, findingOf, podOn, sliceOf, verdictIn } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

const BORN = { creationTimestamp: ago(86_400) }

/** What the controller writes with publishNotReadyAddresses: ready is true throughout, serving tells of the pod. */
function publishing(pods: readonly Raw[], spec: Raw = {}) {
  const made = cluster(pods)
  const slice: Raw = sliceOf(pods)
  const endpoints = Object(slice['endpoints']).map(({ conditions, ...rest }: { readonly conditions: Raw }) => ({
    ...rest,
    conditions: { ...conditions, ready: true },
  }))
  made.set('services', aService({ publishNotReadyAddresses: true, ...spec }, BORN))
  made.set('endpointslices', { ...slice, endpoints })
  return made
}

const HEADLESS = { clusterIP: 'None', clusterIPs: ['None'] }

function verdictOf(made: ReturnType<typeof publishing>): string {
  return verdictIn(made).sentence
}

test('who is not Ready and is published all the same is told to get traffic', () => {
  const one = publishing([podOn('n1', 1, { status: FAILING })])
  expect(verdictOf(one)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. Its only backend not ready, yet published as ready, so traffic goes to it."`,
  )
  expect(findingOf(one, 'SC-D4').evidence.at(-1)).toEqual({
    object: { kind: 'Service', namespace: 'shop', name: 'web' },
    field: 'spec.publishNotReadyAddresses',
    found: 'true',
    expected: '',
  })
  const some = publishing([podOn('n1', 1), podOn('n1', 2), podOn('n2', 3, { status: FAILING })])
  expect(verdictOf(some)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. 1 of 3 backends not ready (web-3), yet published as ready, so traffic goes to it; 2 of 3 still ready."`,
  )
})

test('a headless Service has them in its names', () => {
  const made = publishing([podOn('n1', 1, { status: FAILING }), podOn('n2', 2, { status: FAILING })], HEADLESS)
  expect(verdictOf(made)).toMatchInlineSnapshot(
    `"Likely: readiness probe failing. Both backends not ready, yet published as ready, so DNS names them."`,
  )
})

test('all terminating and published: traffic goes to them', () => {
  const made = publishing([podOn('n1', 1, { metadata: { deletionTimestamp: ago(5) } })])
  const slice: Raw = sliceOf([podOn('n1', 1)])
  const endpoints = Object(slice['endpoints']).map((endpoint: Raw) => ({
    ...endpoint,
    conditions: { ready: true, serving: true, terminating: true },
  }))
  made.set('endpointslices', { ...slice, endpoints })
  expect(findingOf(made, 'SC-D8').sentence).toMatchInlineSnapshot(
    `"All endpoints are terminating: 1 of 1 terminating, yet published as ready, so traffic goes to it."`,
  )
})

test('counts alone and the steps say it too', () => {
  const made = publishing([podOn('n1', 1, { status: FAILING })])
  expect(verdictIn(made, { findings: [] }).sentence).toBe(
    'No backend is ready: its only backend not ready, yet published as ready, so traffic goes to it.',
  )
  const step = checklist(made.graph('shop/web'), evidenceOf(made)).find(({ id }) => id === 'published')
  expect(step?.sentence).toMatchInlineSnapshot(
    `"1 slice gives kube-proxy 0 of 1 ready backend, and 1 not ready that the Service publishes as ready."`,
  )
})

test('without it nothing is said', () => {
  const made = cluster([podOn('n1', 1, { status: FAILING })])
  expect(verdictOf(made)).toMatchInlineSnapshot(`"Likely: readiness probe failing. Its only backend not ready."`)
  expect(findingOf(made, 'SC-D4').evidence.map(({ field }) => field)).not.toContain('spec.publishNotReadyAddresses')
})
