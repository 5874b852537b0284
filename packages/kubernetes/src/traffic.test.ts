import { describe, expect, test } from 'vitest'
import type { EndpointSlice, Service } from '@slicescope/model'
import { aService, aSlice as aNamedSlice } from './testing/objects.ts'
import { answersFrom, type PortTraffic } from './traffic.ts'

const HTTP = [{ name: 'http', protocol: 'TCP', port: 8080 }]
const LOCAL = { internalTrafficPolicy: 'Local' }
const NODE_PORT = {
  type: 'NodePort',
  externalTrafficPolicy: 'Cluster',
  ports: [{ name: 'http', port: 80, nodePort: 30_080 }],
}
const FALLBACK = { ready: false, serving: true, terminating: true }
const GONE = { ready: false, serving: false, terminating: true }
const NOT_READY = { ready: false, serving: false }

let slices = 0

/** A slice with a name of its own. */
function aSlice(endpoints: readonly object[], change: object = {}): EndpointSlice {
  slices += 1
  return aNamedSlice(`slice-${slices}`, endpoints, change)
}

/** An endpoint 10.0.0.`last`. */
function at(last: number, change: object = {}) {
  return { addresses: [`10.0.0.${last}`], ...change }
}

function hints(to: { readonly nodes?: readonly string[]; readonly zones?: readonly string[] }) {
  return { hints: { forNodes: named(to.nodes), forZones: named(to.zones) } }
}

function named(names: readonly string[] = []) {
  return names.map(name => ({ name }))
}

interface From {
  readonly service?: Service
  readonly nodeName?: string
  readonly zone?: string
}

function traffic(
  of: readonly EndpointSlice[],
  { service = aService(), nodeName = 'node-1', zone = 'a' }: From = {},
): PortTraffic | undefined {
  return answersFrom(service, of, { nodeName, zone })[0]
}

function internal(of: readonly EndpointSlice[], from: From = {}) {
  const found = traffic(of, from)?.internal
  if (found === undefined || found === null) return found
  const { why: _, ...rest } = found
  return rest
}

describe('Cluster policy', () => {
  test('[trap 2] every ready endpoint answers on every node; ready left out means ready', () => {
    const slice = aSlice([
      at(2),
      at(1, { conditions: { ready: true }, nodeName: 'node-2' }),
      at(3, { conditions: NOT_READY }),
    ])
    expect(internal([slice])).toEqual({ answers: ['10.0.0.1:8080', '10.0.0.2:8080'] })
  })

  test('[trap 4] published although not serving, or terminating, is ready', () => {
    const slice = aSlice([
      at(1, { conditions: { ready: true, serving: false } }),
      at(2, { conditions: { ready: true, serving: true, terminating: true } }),
    ])
    expect(internal([slice])).toEqual({ answers: ['10.0.0.1:8080', '10.0.0.2:8080'] })
  })

  test('without a ready one those that serve while they terminate stand in', () => {
    const terminating = [at(1, { conditions: FALLBACK }), at(2, { conditions: GONE })]
    expect(internal([aSlice(terminating)])).toEqual({ answers: ['10.0.0.1:8080'] })
    expect(internal([aSlice([...terminating, at(3)])])).toEqual({ answers: ['10.0.0.3:8080'] })
  })

  test('nobody: refused, and why', () => {
    const found = [aSlice([]), aSlice([at(1, { conditions: NOT_READY })])].map(slice => traffic([slice])?.internal)
    expect(found).toEqual([
      { none: 'REJECT', why: 'no EndpointSlice has an endpoint for this port' },
      { none: 'REJECT', why: 'no endpoint for this port is ready, or serving while it terminates' },
    ])
  })
})

describe('topology', () => {
  const a = at(1, hints({ zones: ['a'] }))
  const b = at(2, hints({ zones: ['b'] }))

  test('zone hints are followed where every ready endpoint has one and any is for the zone', () => {
    expect(internal([aSlice([a, b])], { zone: 'a' })).toEqual({ answers: ['10.0.0.1:8080'] })
    expect(internal([aSlice([a, b])], { zone: 'c' })).toEqual({ answers: ['10.0.0.1:8080', '10.0.0.2:8080'] })
    expect(answersFrom(aService(), [aSlice([a, b])], { nodeName: 'bare' })[0]?.internal).toEqual({
      answers: ['10.0.0.1:8080', '10.0.0.2:8080'],
    })
  })

  test('one ready endpoint without a hint switches them off, one that is not ready does not', () => {
    expect(internal([aSlice([a, b, at(3)])])).toEqual({
      answers: ['10.0.0.1:8080', '10.0.0.2:8080', '10.0.0.3:8080'],
    })
    expect(internal([aSlice([a, b, at(3, { conditions: NOT_READY })])])).toEqual({ answers: ['10.0.0.1:8080'] })
  })

  test('node hints come before zone hints, which stay for nodes that none names', () => {
    const both = [at(1, hints({ zones: ['a'], nodes: ['node-1'] })), at(2, hints({ zones: ['a'], nodes: ['node-2'] }))]
    expect(internal([aSlice(both)])).toEqual({ answers: ['10.0.0.1:8080'] })
    expect(internal([aSlice(both)], { nodeName: 'node-3' })).toEqual({ answers: ['10.0.0.1:8080', '10.0.0.2:8080'] })
  })

  test('Local policy does not look at hints', () => {
    const slice = aSlice([at(1, { nodeName: 'node-1', ...hints({ zones: ['b'] }) })])
    expect(internal([slice], { service: aService(LOCAL) })).toEqual({ answers: ['10.0.0.1:8080'] })
  })
})

describe('Local policy', () => {
  const service = aService(LOCAL)

  test('the node’s own ready ones, else its own that serve while they terminate', () => {
    const slice = aSlice([
      at(1, { nodeName: 'node-1', conditions: FALLBACK }),
      at(2, { nodeName: 'node-1' }),
      at(3, { nodeName: 'node-2', conditions: FALLBACK }),
    ])
    expect(internal([slice], { service })).toEqual({ answers: ['10.0.0.2:8080'] })
    expect(internal([slice], { service, nodeName: 'node-2' })).toEqual({ answers: ['10.0.0.3:8080'] })
  })

  test('dropped where only others have any, refused where nobody has', () => {
    expect(traffic([aSlice([at(1, { nodeName: 'node-2' })])], { service })?.internal).toEqual({
      none: 'DROP',
      why: 'internalTrafficPolicy is Local and no endpoint on this node is ready, or serving while it terminates; other nodes have some',
    })
    expect(internal([aSlice([at(1, { conditions: GONE })])], { service })).toEqual({ none: 'REJECT' })
  })

  test('an endpoint without nodeName is local to nobody', () => {
    expect(internal([aSlice([at(1)])], { service })).toEqual({ none: 'DROP' })
  })
})

describe('from outside', () => {
  test('no node port, no external address: not exposed', () => {
    expect(traffic([aSlice([at(1)])])).toMatchObject({ external: null, externalFromPods: null })
  })

  test('externalTrafficPolicy Local: pods of the node are still served by all', () => {
    const service = aService({ ...NODE_PORT, externalTrafficPolicy: 'Local' })
    expect(traffic([aSlice([at(1, { nodeName: 'node-2' })])], { service })).toMatchObject({
      internal: { answers: ['10.0.0.1:8080'] },
      external: { none: 'DROP', why: expect.stringMatching(/^externalTrafficPolicy is Local/) },
      externalFromPods: { answers: ['10.0.0.1:8080'] },
    })
  })

  test.each([
    ['an external IP of the family', { externalIPs: ['192.0.2.1'] }, {}, true],
    ['one of the other family', { externalIPs: ['2001:db8::1'] }, {}, false],
    ['a load balancer address', { type: 'LoadBalancer' }, { ip: '192.0.2.1' }, true],
    ['one that proxies', { type: 'LoadBalancer' }, { ip: '192.0.2.1', ipMode: 'Proxy' }, false],
    ['one that is a name', { type: 'LoadBalancer' }, { hostname: 'lb.example.com' }, false],
    ['allocateLoadBalancerNodePorts: false', { ports: [{ name: 'http', port: 80, nodePort: 0 }] }, {}, false],
  ])('%s', (_, spec, ingress, exposed) => {
    const service = { ...aService(spec), status: { loadBalancer: { ingress: [ingress] } } }
    expect(traffic([aSlice([at(1)])], { service })?.external).toEqual(exposed ? { answers: ['10.0.0.1:8080'] } : null)
  })
})

describe('what kube-proxy does not look at', () => {
  test.each([
    ['a slice of another family', { addressType: 'IPv6' }],
    ['of type FQDN', { addressType: 'FQDN' }],
    [
      'labelled headless',
      { metadata: { name: 's', namespace: 'shop', labels: { 'service.kubernetes.io/headless': '' } } },
    ],
    ['[trap 3] without ports', { ports: null }],
    ['with a port of another name', { ports: [{ name: 'grpc', protocol: 'TCP', port: 8080 }] }],
    ['of another protocol', { ports: [{ name: 'http', protocol: 'UDP', port: 8080 }] }],
    ['without a number', { ports: [{ name: 'http', protocol: 'TCP' }] }],
    ['with number 0', { ports: [{ name: 'http', protocol: 'TCP', port: 0 }] }],
    ['without a name', { ports: [{ protocol: 'TCP', port: 8080 }] }],
  ])('%s', (_, change) => {
    expect(internal([aSlice([at(1)], change)])).toEqual({ none: 'REJECT' })
  })

  test('the second address of an endpoint, and slices of another proxy’s label do count', () => {
    const labels = { 'service.kubernetes.io/service-proxy-name': 'mesh' }
    const slice = aSlice([{ addresses: ['10.0.0.1', '10.0.0.2'] }], {
      metadata: { name: 's', namespace: 'shop', labels },
    })
    expect(internal([slice])).toEqual({ answers: ['10.0.0.1:8080'] })
  })

  test.each([
    ['headless', aService({ clusterIP: 'None', clusterIPs: ['None'] })],
    ['ExternalName', aService({ type: 'ExternalName', externalName: 'example.com', clusterIP: undefined })],
    ['of type ExternalName with an old clusterIP', aService({ type: 'ExternalName' })],
    ['another proxy’s', aService({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'mesh' } })],
    ['without a clusterIP yet', aService({ clusterIP: '' })],
  ])('%s: null, all three', (_, service) => {
    expect(traffic([aSlice([at(1)])], { service })).toMatchObject({
      name: 'http',
      internal: null,
      external: null,
      externalFromPods: null,
    })
  })
})

test('every port in every family by itself', () => {
  const service = aService({
    clusterIPs: ['10.96.0.1', 'fd00:96::1'],
    ipFamilies: ['IPv4', 'IPv6'],
    ports: [
      { name: 'http', port: 80 },
      { name: 'dns', port: 53, protocol: 'UDP' },
    ],
  })
  const ports = [...HTTP, { name: 'dns', protocol: 'UDP', port: 5353 }]
  const slices = [
    aSlice([at(1)], { ports }),
    aSlice([{ addresses: ['FD00:0::1'] }], { addressType: 'IPv6', ports: HTTP }),
  ]
  const found = answersFrom(service, slices, { nodeName: 'node-1', zone: 'a' })
  expect(found.map(({ name, protocol, family, internal: to }) => [name, protocol, family, to])).toEqual([
    ['http', 'TCP', 'IPv4', { answers: ['10.0.0.1:8080'] }],
    ['http', 'TCP', 'IPv6', { answers: ['[fd00::1]:8080'] }],
    ['dns', 'UDP', 'IPv4', { answers: ['10.0.0.1:5353'] }],
    ['dns', 'UDP', 'IPv6', { none: 'REJECT', why: 'no EndpointSlice has an endpoint for this port' }],
  ])
})

describe('an ip:port that stands in several slices', () => {
  test('[trap 5] the one that is not terminating counts', () => {
    const slices = [aSlice([at(1, { conditions: FALLBACK })]), aSlice([at(1)]), aSlice([at(1, { conditions: GONE })])]
    expect(internal(slices)).toEqual({ answers: ['10.0.0.1:8080'] })
  })

  test('within one slice the last living one counts', () => {
    expect(internal([aSlice([at(1), at(1, { conditions: NOT_READY })])])).toEqual({ none: 'REJECT' })
  })

  test('where they differ, the answers of both are named, and that it may be nobody', () => {
    const slices = [aSlice([at(1)]), aSlice([at(1, { conditions: NOT_READY })])]
    expect(traffic(slices)?.internal).toEqual({
      answers: ['10.0.0.1:8080'],
      undefined: true,
      orNone: ['REJECT'],
      why: '10.0.0.1:8080 is in several EndpointSlices that differ, and kube-proxy uses one of them in no fixed order',
    })
    expect(internal([...slices, aSlice([at(2)])])).toEqual({
      answers: ['10.0.0.1:8080', '10.0.0.2:8080'],
      undefined: true,
    })
  })

  test('what differs without a difference to these clients is defined', () => {
    const slices = [aSlice([at(1, { nodeName: 'node-1' })]), aSlice([at(1, { nodeName: 'node-2' })])]
    expect(internal(slices)).toEqual({ answers: ['10.0.0.1:8080'] })
    const service = aService(LOCAL)
    expect(internal(slices, { service })).toEqual({ answers: ['10.0.0.1:8080'], undefined: true, orNone: ['DROP'] })
    expect(internal(slices, { service, nodeName: 'node-3' })).toEqual({ none: 'DROP' })
  })

  test('one that may lack a hint makes all hints doubtful', () => {
    const slices = [
      aSlice([at(1, hints({ zones: ['a'] })), at(2, hints({ zones: ['b'] })), at(3, hints({ zones: ['b'] }))]),
      aSlice([at(3)]),
    ]
    expect(internal(slices)).toEqual({ answers: ['10.0.0.1:8080', '10.0.0.2:8080', '10.0.0.3:8080'], undefined: true })
  })

  test('two slices that say the opposite of two addresses never leave both out', () => {
    const slices = [
      aSlice([at(1), at(2, { conditions: NOT_READY })]),
      aSlice([at(1, { conditions: NOT_READY }), at(2)]),
    ]
    expect(internal(slices)).toEqual({ answers: ['10.0.0.1:8080', '10.0.0.2:8080'], undefined: true })
  })

  test('nobody in any case, but how is open', () => {
    const slices = [aSlice([at(1, { nodeName: 'node-2' })]), aSlice([at(1, { conditions: NOT_READY })])]
    expect(internal(slices, { service: aService(LOCAL) })).toEqual({
      none: 'DROP',
      undefined: true,
      orNone: ['REJECT'],
    })
  })
})
