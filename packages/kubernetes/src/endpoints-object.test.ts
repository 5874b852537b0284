import { expect, test } from 'vitest'
import type { Pod } from '@slicescope/model'
import { expectedEndpoints } from './endpoints-object.ts'
import { aPod, aService } from './testing/objects.ts'

const ipsOf = (service = aService(), pods: readonly Pod[]) =>
  (expectedEndpoints(service, pods)?.subsets ?? []).map(({ addresses = [], notReadyAddresses = [], ports = [] }) => ({
    ready: addresses.map(({ ip }) => ip),
    notReady: notReadyAddresses.map(({ ip }) => ip),
    ports: ports.map(({ port }) => port),
  }))

const named = (name: string, ip: string, containerPorts: readonly object[]) =>
  aPod({ name, ips: [ip], spec: { containers: [{ name: 'main', ports: containerPorts }] } })

test('ready and not ready stand apart in one subset', () => {
  expect(ipsOf(aService(), [aPod(), aPod({ name: 'b', ips: ['10.0.0.2'], ready: false })])).toEqual([
    { ready: ['10.0.0.1'], notReady: ['10.0.0.2'], ports: [8080] },
  ])
})

test('terminating pods are left out unless addresses that are not ready are published', () => {
  const pods = [aPod({ deletionTimestamp: 'x' })]
  expect(ipsOf(aService(), pods)).toEqual([])
  expect(ipsOf(aService({ publishNotReadyAddresses: true }), pods)).toEqual([
    { ready: ['10.0.0.1'], notReady: [], ports: [8080] },
  ])
})

test('the Node is not looked at', () => {
  expect(ipsOf(aService(), [aPod({ spec: { nodeName: 'gone' } })])).toHaveLength(1)
})

test('only the first family', () => {
  const pod = aPod({ ips: ['10.0.0.1', 'fd00::1'] })
  expect(ipsOf(aService({ ipFamilies: ['IPv6', 'IPv4'] }), [pod])[0]?.ready).toEqual(['fd00::1'])
})

test('a pod is left out for the port that it lacks', () => {
  const service = aService({
    ports: [
      { name: 'a', port: 1, targetPort: 'a' },
      { name: 'b', port: 2, targetPort: 'b' },
    ],
  })
  const both = named('x', '10.0.0.1', [
    { name: 'a', containerPort: 11 },
    { name: 'b', containerPort: 12 },
  ])
  const one = named('y', '10.0.0.2', [{ name: 'a', containerPort: 11 }])
  const none = named('z', '10.0.0.3', [])
  expect(ipsOf(service, [both, one, none])).toEqual([
    { ready: ['10.0.0.1', '10.0.0.2'], notReady: [], ports: [11] },
    { ready: ['10.0.0.1'], notReady: [], ports: [12] },
  ])
})

test('ports that the same addresses offer share a subset', () => {
  const service = aService({
    ports: [
      { name: 'a', port: 1 },
      { name: 'b', port: 2 },
    ],
  })
  expect(ipsOf(service, [aPod()])).toEqual([{ ready: ['10.0.0.1'], notReady: [], ports: [1, 2] }])
})

test('a headless Service without ports lists addresses, another lists none', () => {
  expect(ipsOf(aService({ clusterIP: 'None', ports: [] }), [aPod()])).toEqual([
    { ready: ['10.0.0.1'], notReady: [], ports: [] },
  ])
  expect(ipsOf(aService({ ports: [] }), [aPod()])).toEqual([])
})

test('more than 1,000 addresses: the ready ones first, and it is said', () => {
  const pods = Array.from({ length: 1200 }, (_, at) =>
    aPod({ name: `p-${at}`, ips: [`10.0.${Math.floor(at / 200)}.${(at % 200) + 1}`], ready: at < 900 }),
  )
  const expected = expectedEndpoints(aService(), pods)
  expect(expected?.truncated).toBe(true)
  expect(expected?.subsets[0]?.addresses).toHaveLength(900)
  expect(expected?.subsets[0]?.notReadyAddresses).toHaveLength(100)
})

test('a port without a name has none, where a slice says the empty one', () => {
  const subsets = expectedEndpoints(aService({ ports: [{ port: 80 }] }), [aPod()])?.subsets
  expect(subsets?.[0]?.ports).toEqual([{ protocol: 'TCP', port: 80 }])
})

test('labels follow the Service', () => {
  expect(expectedEndpoints(aService({ clusterIP: 'None' }), [])?.labels).toEqual({
    team: 'shop',
    'service.kubernetes.io/headless': '',
    'endpoints.kubernetes.io/managed-by': 'endpoint-controller',
  })
})

test('none for Services that are not handled', () => {
  expect(expectedEndpoints(aService({ selector: {} }), [aPod()])).toBeUndefined()
})
