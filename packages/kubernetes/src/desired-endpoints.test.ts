import { must } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { desiredEndpoints, findSkipReason } from './desired-endpoints.ts'
import { aPod, aService, findNode } from './testing/objects.ts'

const DELETED = '2026-01-01T00:00:00Z'

function endpointsOf(service = aService(), pod = aPod()) {
  return desiredEndpoints(service, [pod], findNode).flatMap(({ endpoints }) => endpoints)
}

test('a ready pod becomes a full endpoint', () => {
  expect(desiredEndpoints(aService(), [aPod()], findNode)).toEqual([
    {
      addressType: 'IPv4',
      ports: [{ name: 'http', protocol: 'TCP', port: 8080 }],
      endpoints: [
        {
          addresses: ['10.0.0.1'],
          conditions: { ready: true, serving: true, terminating: false },
          nodeName: 'node-1',
          zone: 'eu-1a',
          targetRef: { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-web-1' },
        },
      ],
    },
  ])
})

function familiesOf(spec: object) {
  return desiredEndpoints(aService({ ipFamilies: [], ...spec }), [aPod()], findNode).map(group => group.addressType)
}

describe('Services that are not handled', () => {
  test.each([
    { why: 'ExternalName', spec: { type: 'ExternalName', externalName: 'example.com' } },
    { why: 'no selector', spec: { selector: null } },
    { why: 'an empty selector', spec: { selector: {} } },
  ])('$why', ({ spec }) => {
    expect(desiredEndpoints(aService(spec), [aPod()], findNode)).toEqual([])
  })
})

describe('which pods', () => {
  test('every pair of the selector, in the own namespace', () => {
    const service = aService({ selector: { app: 'web', tier: 'front' } })
    expect(endpointsOf(service, aPod({ labels: { app: 'web' } }))).toEqual([])
    expect(endpointsOf(service, aPod({ labels: { app: 'web', tier: 'front', more: 'x' } }))).toHaveLength(1)
    expect(endpointsOf(service, aPod({ namespace: 'other', labels: { app: 'web', tier: 'front' } }))).toEqual([])
  })

  test.each(['Succeeded', 'Failed'])('[rule 1] phase %s is skipped', phase => {
    const pod = aPod({ phase })
    expect(endpointsOf(aService(), pod)).toEqual([])
    expect(findSkipReason(aService(), pod, findNode)).toBe('finished')
  })

  test('[rule 2] without an address it is skipped', () => {
    const pod = aPod({ ips: [] })
    expect(endpointsOf(aService(), pod)).toEqual([])
    expect(findSkipReason(aService(), pod, findNode)).toBe('no-ip')
  })

  test('[rule 3] terminating pods stay in slices', () => {
    expect(endpointsOf(aService(), aPod({ deletionTimestamp: DELETED }))).toHaveLength(1)
  })

  test('[rule 4] a Node that does not exist skips the pod', () => {
    const pod = aPod({ spec: { nodeName: 'gone' } })
    expect(endpointsOf(aService(), pod)).toEqual([])
    expect(findSkipReason(aService(), pod, findNode)).toBe('no-node')
  })

  test('[rule 4] but not where addresses that are not ready are published', () => {
    const pod = aPod({ spec: { nodeName: 'gone' } })
    const [endpoint] = endpointsOf(aService({ publishNotReadyAddresses: true }), pod)
    expect(endpoint).toMatchObject({ nodeName: 'gone' })
    expect(endpoint).not.toHaveProperty('zone')
  })
})

describe('[rule 5] families', () => {
  const dual = aService({ ipFamilies: ['IPv4', 'IPv6'] })

  test('[trap 9] a dual-stack Service has a group for each, with the same pod', () => {
    const groups = desiredEndpoints(dual, [aPod({ ips: ['10.0.0.1', 'fd00::1'] })], findNode)
    expect(groups.map(({ addressType, endpoints }) => [addressType, endpoints[0]?.addresses[0]])).toEqual([
      ['IPv4', '10.0.0.1'],
      ['IPv6', 'fd00::1'],
    ])
  })

  test('a pod without the family is left out of it alone', () => {
    const groups = desiredEndpoints(dual, [aPod()], findNode)
    expect(groups.map(({ endpoints }) => endpoints.length)).toEqual([1, 0])
  })

  test('none named: that of the clusterIP, both when headless', () => {
    expect(familiesOf({ clusterIP: 'fd00::10' })).toEqual(['IPv6'])
    expect(familiesOf({ clusterIP: '10.96.0.1' })).toEqual(['IPv4'])
    expect(familiesOf({ clusterIP: 'None' })).toEqual(['IPv4', 'IPv6'])
  })

  test('irregular spellings become the one', () => {
    expect(endpointsOf(aService(), aPod({ ips: ['010.000.0.1'] }))[0]?.addresses).toEqual(['10.0.0.1'])
    const six = aService({ ipFamilies: ['IPv6'] })
    expect(endpointsOf(six, aPod({ ips: ['FD00:0:0:0:1:0:0:0001'] }))[0]?.addresses).toEqual(['fd00::1:0:0:1'])
  })
})

describe('[rule 7] conditions', () => {
  test.each([
    { ready: true, deleted: false, publish: false, expected: [true, true, false] },
    { ready: false, deleted: false, publish: false, expected: [false, false, false] },
    { ready: true, deleted: true, publish: false, expected: [false, true, true] },
    { ready: false, deleted: true, publish: false, expected: [false, false, true] },
    { ready: true, deleted: false, publish: true, expected: [true, true, false] },
    { ready: false, deleted: false, publish: true, expected: [true, false, false] },
    { ready: true, deleted: true, publish: true, expected: [true, true, true] },
    { ready: false, deleted: true, publish: true, expected: [true, false, true] },
  ])('pod ready $ready, deleted $deleted, published $publish', ({ ready, deleted, publish, expected }) => {
    const service = aService({ publishNotReadyAddresses: publish })
    const pod = aPod({ ready, ...(deleted ? { deletionTimestamp: DELETED } : {}) })
    const conditions = endpointsOf(service, pod)[0]?.conditions
    expect([conditions?.ready, conditions?.serving, conditions?.terminating]).toEqual(expected)
  })

  test('Ready Unknown, or no condition at all, is not ready', () => {
    expect(endpointsOf(aService(), aPod({ ready: 'Unknown' }))[0]?.conditions.serving).toBe(false)
    expect(
      endpointsOf(aService(), { ...aPod(), status: { ...must(aPod().status), conditions: [] } })[0]?.conditions.ready,
    ).toBe(false)
  })
})

describe('hostname', () => {
  test.each([
    { spec: { hostname: 'web-0', subdomain: 'web' }, expected: 'web-0' },
    { spec: { hostname: 'web-0', subdomain: 'other' }, expected: undefined },
    { spec: { hostname: 'web-0' }, expected: undefined },
    { spec: { subdomain: 'web' }, expected: undefined },
    { spec: { hostname: '', subdomain: 'web' }, expected: undefined },
  ])('of $spec is $expected; the Service need not be headless', ({ spec, expected }) => {
    expect(endpointsOf(aService(), aPod({ spec }))[0]?.hostname).toBe(expected)
  })
})

test('a Node without the zone label gives no zone', () => {
  expect(endpointsOf(aService(), aPod({ spec: { nodeName: 'bare' } }))[0]).not.toHaveProperty('zone')
})
