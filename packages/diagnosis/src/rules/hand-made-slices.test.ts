import { expect, test } from 'vitest'
import { aSlice, handMade, healthy } from '../law/raw.ts'
import { MANAGED, OWNED, replaceSlice } from '../law/fixtures/shapes.ts'
import { ago, anEndpoint, codesOf, findingOf, NOT_READY, type TestCluster } from '../testing/web-service.ts'

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
  expect(findingOf(made, 'SC-A4').sentence).toMatchInlineSnapshot(
    `"Slice ports do not match the Service ports: EndpointSlice web-1 has <unset>/TCP, the Service has http/TCP; kube-proxy matches ports by name and protocol; none of 1 ready."`,
  )
})

test('[SC-A3] a slice without any label is called that', () => {
  const made = replaceSlice(handMade([]), aSlice([anEndpoint(1)]), { labels: {} })
  expect(findingOf(made, 'SC-A3').sentence).toMatchInlineSnapshot(
    `"Likely: label kubernetes.io/service-name is missing. EndpointSlice web-1 (1 endpoint) has no label kubernetes.io/service-name; only the label kubernetes.io/service-name=web assigns a slice to this Service."`,
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
    lead: 'EndpointSlice mirroring controller is not running',
    facts: expect.stringMatching(/^1 address of Endpoints web has been in no EndpointSlice for more than 30 s/),
  })
})

test('[SC-A1] to an address there is no CNAME', () => {
  const made = handMade([], {}, { type: 'ExternalName', externalName: '192.0.2.1' })
  expect(findingOf(made, 'SC-A1').sentence).toMatchInlineSnapshot(
    `"ExternalName Services have no endpoints: DNS answers NXDOMAIN because externalName 192.0.2.1 is an IP address, not a DNS name."`,
  )
})

test('[SC-A6] a port of two without a number is named, where no other slice has it', () => {
  const ports = [
    { name: 'http', port: 80 },
    { name: 'admin', port: 81 },
  ]
  const own = [{ name: 'http', port: 8080 }, { name: 'admin' }]
  const made = handMade([anEndpoint(1, { targetRef: null })], { ports: own }, { ports })
  expect(findingOf(made, 'SC-A6').sentence).toMatchInlineSnapshot(
    `"EndpointSlice has no port number: EndpointSlice web-1 has no number for port admin; 1 of 1 still ready."`,
  )
})

test('[SC-A6] without a selector no controller fills a slice, whatever it says of itself', () => {
  const labels = { [MANAGED]: 'endpointslice-controller.k8s.io' }
  const made = handMade([anEndpoint(1, { conditions: NOT_READY, targetRef: null })], { labels })
  expect(codesOf(made)).toEqual(['SC-A6'])
})
