import { expect, test } from 'vitest'
import { aSlice, handMade, healthy } from '../law/raw.ts'
import { MANAGED, OWNED, replaceSlice } from '../law/fixtures/shapes.ts'
import { ago, anEndpoint, codesOf, findingOf, NOT_READY, type TestCluster } from '../testing.ts'

const TAKEN = { labels: { [MANAGED]: 'my-operator' } }

test('[SC-C9] a slice that was taken from the controller is not called hand-made, nor the controller behind', () => {
  const endpoints = [1, 2].map(n => anEndpoint(n, { conditions: NOT_READY }))
  const made = replaceSlice(healthy(), aSlice(endpoints, TAKEN), { ownerReferences: OWNED })
  expect(codesOf(made)).toEqual(['SC-C9'])
  expect(findingOf(made, 'SC-C9')).toMatchObject({ severity: 'critical', causeCertainty: 'likely' })
})

test.each([
  ['lists what the controller lists too', [anEndpoint(1)]],
  ['lists what are no pods', [anEndpoint(7, { targetRef: null })]],
  ['is empty', []],
])(
  '[SC-C9] a slice that another writer keeps beside those of the controller and %s was not taken',
  (_what, endpoints) => {
    const made = healthy()
    const slice = aSlice(endpoints, { ...TAKEN, name: 'web-2' })
    made.set('endpointslices', { ...slice, metadata: { ...Object(slice['metadata']), ownerReferences: OWNED } })
    expect(codesOf(made)).not.toContain('SC-C9')
  },
)

test('[SC-C9] other ports in it are not those of a hand-made slice', () => {
  const slice = aSlice([anEndpoint(1)], { ...TAKEN, ports: [{ name: 'old', port: 8080 }] })
  expect(codesOf(replaceSlice(healthy(), slice, { ownerReferences: OWNED }))).not.toContain('SC-A4')
})

test('[SC-A4] an unnamed port is written as kubectl does', () => {
  const made = handMade([anEndpoint(1, { targetRef: null })], { ports: [{ port: 8080 }] })
  expect(findingOf(made, 'SC-A4').sentence).toContain('slice web-1 has <unset>/TCP, the Service has http/TCP')
})

test('[SC-A3] a slice without any label is called that', () => {
  const made = replaceSlice(handMade([]), aSlice([anEndpoint(1)]), { labels: {} })
  expect(findingOf(made, 'SC-A3').sentence).toContain(
    'Likely: a missing label. Slice web-1 (1 endpoint) has no label kubernetes.io/service-name;',
  )
})

function withEndpoints(seconds: number): TestCluster {
  const made = handMade([])
  made.delete('endpointslices', aSlice([]))
  const metadata = { name: 'web', namespace: 'shop', uid: 'endpoints-web', creationTimestamp: ago(seconds) }
  made.set('endpoints', { metadata, subsets: [{ addresses: [{ ip: '10.1.1.1' }], ports: [{ port: 80 }] }] })
  return made
}

test('[SC-A5] Endpoints that nothing keeps from being mirrored, and are not, wait for a controller', () => {
  expect(codesOf(withEndpoints(10))).toEqual([])
  expect(findingOf(withEndpoints(60), 'SC-A5')).toMatchObject({
    causeCertainty: 'likely',
    sentence:
      'Likely: a mirroring controller that does not run. The 1 address of Endpoints web has been in no EndpointSlice for more than 30 s, and kube-proxy reads nothing else.',
  })
})

test('[SC-A1] to an address there is no CNAME', () => {
  const made = handMade([], {}, { type: 'ExternalName', externalName: '192.0.2.1' })
  expect(findingOf(made, 'SC-A1').sentence).toBe(
    'An ExternalName Service: DNS answers NXDOMAIN, since externalName 192.0.2.1 is an address and no name, and it never has endpoints.',
  )
})

test('[SC-A6] a port of two without a number is named, where no other slice has it', () => {
  const ports = [
    { name: 'http', port: 80 },
    { name: 'admin', port: 81 },
  ]
  const own = [{ name: 'http', port: 8080 }, { name: 'admin' }]
  const made = handMade([anEndpoint(1, { targetRef: null })], { ports: own }, { ports })
  expect(findingOf(made, 'SC-A6').sentence).toMatch(/^Hand-made slice web-1 has no number for port admin: /)
})

test('[SC-A6] without a selector no controller fills a slice, whatever it says of itself', () => {
  const labels = { [MANAGED]: 'endpointslice-controller.k8s.io' }
  const made = handMade([anEndpoint(1, { conditions: NOT_READY, targetRef: null })], { labels })
  expect(codesOf(made)).toEqual(['SC-A6'])
})
