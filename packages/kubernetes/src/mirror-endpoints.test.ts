import { describe, expect, test } from 'vitest'
import { type HandMadeEndpoints, reconcileMirror } from './mirror-endpoints.ts'
import { aService, keepSlice } from './testing/objects.ts'

const SELECTORLESS = aService({ selector: null })

function handMade(subsets: HandMadeEndpoints['subsets'], metadata: object = {}): HandMadeEndpoints {
  return {
    metadata: {
      namespace: 'shop',
      name: 'web',
      uid: 'uid-endpoints',
      labels: { team: 'x' },
      annotations: {},
      ...metadata,
    },
    subsets,
  }
}

const PORT = { name: 'http', protocol: 'TCP', port: 80 }
const MIXED = handMade([
  {
    addresses: [{ ip: '10.0.0.1', nodeName: 'node-1' }, { ip: 'fd00::1' }],
    notReadyAddresses: [{ ip: '10.0.0.2' }],
    ports: [PORT],
  },
])

test('one slice per ports and family, with ready alone', () => {
  const { creates } = reconcileMirror(MIXED, SELECTORLESS, [])
  expect(creates.map(({ addressType, endpoints }) => ({ addressType, endpoints }))).toEqual([
    {
      addressType: 'IPv4',
      endpoints: [
        { addresses: ['10.0.0.1'], conditions: { ready: true }, nodeName: 'node-1' },
        { addresses: ['10.0.0.2'], conditions: { ready: false } },
      ],
    },
    { addressType: 'IPv6', endpoints: [{ addresses: ['fd00::1'], conditions: { ready: true } }] },
  ])
  expect(creates[0]?.metadata.labels).toEqual({
    team: 'x',
    'kubernetes.io/service-name': 'web',
    'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
  })
  expect(creates[0]?.metadata.ownerReferences[0]).toMatchObject({ kind: 'Endpoints', uid: 'uid-endpoints' })
})

describe('not mirrored', () => {
  test.each([
    { why: 'a Service with a selector', endpoints: MIXED, service: aService() },
    { why: 'no Service', endpoints: MIXED, service: undefined },
    {
      why: 'skip-mirror',
      endpoints: handMade(MIXED.subsets, { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }),
      service: SELECTORLESS,
    },
    {
      why: 'a leader-election lock',
      endpoints: handMade(MIXED.subsets, { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }),
      service: SELECTORLESS,
    },
    { why: 'no Endpoints any more', endpoints: undefined, service: SELECTORLESS },
  ])('$why: its slices go', ({ endpoints, service }) => {
    const slice = keepSlice({ metadata: { name: 'web-1', namespace: 'shop' }, addressType: 'IPv4' } as {
      metadata: object
    })
    expect(reconcileMirror(endpoints, service, [slice])).toEqual({ creates: [], updates: [], deletes: ['web-1'] })
  })
})

describe('with slices', () => {
  const slices = reconcileMirror(MIXED, SELECTORLESS, []).creates.map((slice, at) =>
    keepSlice({ ...slice, metadata: { ...slice.metadata, name: `web-${at}` } }),
  )

  test('nothing to do writes nothing', () => {
    expect(reconcileMirror(MIXED, SELECTORLESS, slices)).toEqual({ creates: [], updates: [], deletes: [] })
  })

  test('a change rewrites its slice, a lost family deletes one', () => {
    const changed = handMade([{ addresses: [{ ip: '10.0.0.2' }], ports: [PORT] }])
    const { updates, deletes } = reconcileMirror(changed, SELECTORLESS, slices)
    expect(updates.map(({ metadata, endpoints }) => [metadata.name, endpoints?.length])).toEqual([['web-0', 1]])
    expect(deletes).toEqual(['web-1'])
  })

  test('other ports recycle the slice', () => {
    const changed = handMade([{ addresses: [{ ip: '10.0.0.1' }], ports: [{ ...PORT, port: 81 }] }])
    const { creates, updates } = reconcileMirror(changed, SELECTORLESS, slices)
    expect(creates).toEqual([])
    expect(updates.map(({ metadata }) => metadata.name)).toEqual(['web-0'])
  })
})

test('what is no IP is not mirrored, and 1,000 addresses are the most', () => {
  const addresses = Array.from({ length: 1001 }, (_, at) => ({ ip: `10.1.${Math.floor(at / 200)}.${at % 200}` }))
  const { creates } = reconcileMirror(handMade([{ addresses: [{ ip: 'host' }, ...addresses] }]), SELECTORLESS, [])
  expect(creates.map(({ endpoints, ports }) => [endpoints?.length, ports])).toEqual([[1000, null]])
})
