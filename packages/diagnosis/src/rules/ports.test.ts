import { expect, test } from 'vitest'
import { aService, aSlice, change, handMade, healthy, ZONES } from '../law/raw.ts'
import { MANAGED } from '../law/fixtures/shapes.ts'
import { ago, anEndpoint, cluster, codesOf, findingOf, podOn } from '../testing/web-service.ts'

type Raw = Readonly<Record<string, unknown>>

const TWO_PORTS = {
  ports: [
    { name: 'http', port: 80 },
    { name: 'metrics', port: 9090 },
  ],
}

const BARE = [anEndpoint(1, { targetRef: null })]

function ports(...own: readonly Raw[]): Raw {
  return { containers: [{ name: 'main', readinessProbe: {}, ports: own }] }
}

test('[SC-A4] one port of two that no slice has leaves nobody ready for it', () => {
  const own = [
    { name: 'http', port: 8080 },
    { name: 'metric', port: 9090 },
  ]
  const finding = findingOf(handMade(BARE, { ports: own }, TWO_PORTS), 'SC-A4')
  expect(finding).toMatchObject({ severity: 'critical', causeCertainty: 'proven' })
  expect(finding.sentence).toMatchInlineSnapshot(
    `"Slices lack a port of the Service: EndpointSlice web-1 has http/TCP and metric/TCP, the Service has http/TCP and metrics/TCP; kube-proxy matches ports by name and protocol; no backend is ready for port metrics/TCP."`,
  )
})

test('[SC-A4] a port that another slice has is not missing, nor are more ports than the Service has', () => {
  const made = handMade(BARE, { ports: [{ name: 'http', port: 8080 }] }, TWO_PORTS)
  made.set('endpointslices', aSlice(BARE, { name: 'web-2', ports: [{ name: 'metrics', port: 9090 }] }))
  expect(codesOf(made)).not.toContain('SC-A4')
  const own = [{ name: 'http', port: 8080 }, { port: 1 }]
  expect(codesOf(handMade(BARE, { ports: own }))).not.toContain('SC-A4')
})

test('[SC-A4] of a slice that mirrors a hand-made Endpoints object the ports are wrong there', () => {
  const labels = { [MANAGED]: 'endpointslicemirroring-controller.k8s.io' }
  const made = handMade(BARE, { labels, ports: [{ name: 'web', port: 8080 }] })
  expect(findingOf(made, 'SC-A4').sentence).toMatchInlineSnapshot(
    `"Slice ports do not match the Service ports: EndpointSlice web-1, which mirrors Endpoints web, has web/TCP, the Service has http/TCP; kube-proxy matches ports by name and protocol; none of 1 ready."`,
  )
})

const NAMED = aService({ ports: [{ name: 'http', port: 80, targetPort: 'web' }] })

test('[SC-E1] a pod on its way out lacks a port for nobody', () => {
  const old = podOn('n2', 2, {
    metadata: { deletionTimestamp: ago(5) },
    spec: ports({ name: 'http', containerPort: 8080 }),
  })
  const made = cluster([podOn('n1', 1, { spec: ports({ name: 'web', containerPort: 8080 }) }), old])
  expect(codesOf(change(made, ['services', NAMED]))).not.toContain('SC-E1')
})

test('[SC-E1] its command asks for the pods of the Service alone', () => {
  const made = change(cluster([podOn('n1', 1, { spec: ports({ containerPort: 8080 }) })]), ['services', NAMED])
  expect(findingOf(made, 'SC-E1').kubectl).toContain('get pods -l app=web -o jsonpath=')
})

test('[SC-E3] what one pod does not declare is not said of the others', () => {
  const pods = [3000, 8080, 8080].map((containerPort, at) =>
    podOn(`n${at + 1}`, at, { spec: ports({ containerPort }) }),
  )
  expect(findingOf(cluster(pods, ZONES), 'SC-E3').sentence).toMatchInlineSnapshot(
    `"Target port is not a declared container port: the Service sends to port 8080, and 1 of 3 pods declares 3000/TCP. Possible cause: no process listens on this port (undeclared ports work too)."`,
  )
})

test('[SC-E3] that several declare this and that is told by the first', () => {
  const pods = [3000, 4000].map((containerPort, at) => podOn(`n${at + 1}`, at, { spec: ports({ containerPort }) }))
  expect(findingOf(cluster(pods), 'SC-E3').sentence).toMatchInlineSnapshot(
    `"Target port is not a declared container port: the Service sends to port 8080, and both pods declare other ports (web-0: 3000/TCP). Possible cause: no process listens on this port (undeclared ports work too)."`,
  )
})

test('[SC-E12a] one pod clashes with itself over no port, whatever its protocols and containers', () => {
  const spec = {
    hostNetwork: true,
    ...ports({ containerPort: 53, protocol: 'UDP' }, { containerPort: 53 }, { containerPort: 53 }),
  }
  expect(codesOf(change(healthy(), ['pods', podOn('n1', 1, { spec })]))).not.toContain('SC-E12a')
})

test('[SC-E12a] pods that wait for a Node share none, and other protocols are other ports', () => {
  const made = healthy()
  const spec = { hostNetwork: true, ...ports({ containerPort: 8080 }) }
  made.set('pods', ...[1, 2].map(n => podOn('n1', n, { spec: { ...spec, nodeName: undefined } })))
  expect(codesOf(made)).not.toContain('SC-E12a')
  const udp = { hostNetwork: true, ...ports({ containerPort: 8080, protocol: 'UDP' }) }
  made.set('pods', podOn('n1', 1, { spec }), podOn('n1', 2, { spec: udp }))
  expect(codesOf(made)).not.toContain('SC-E12a')
})
