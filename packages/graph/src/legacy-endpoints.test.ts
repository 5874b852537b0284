import { expect, test } from 'vitest'
import { anEndpoint, aService, aSlice, FALLBACK, NOT_READY, READY, TestCluster } from './testing/test-cluster.ts'
import { compareEndpoints } from './legacy-endpoints.ts'

type Raw = Parameters<TestCluster['set']>[1]

const address = (n: number) => ({ ip: `10.0.0.${n}` })
const PORTS = [{ name: 'http', port: 8080 }]

/** The Endpoints object of shop/web beside its slices. */
function compare(slices: readonly Raw[], endpoints: Raw | null, service: Raw = aService()) {
  const cluster = new TestCluster()
  cluster.set('services', service)
  cluster.set('endpointslices', ...slices)
  if (endpoints !== null) cluster.set('endpoints', endpoints)
  return { cluster, compared: compareEndpoints(cluster.graph('shop/web'), cluster.inputs) }
}

function anObject(subset: Raw, metadata: Raw = {}): Raw {
  return {
    metadata: { namespace: 'shop', name: 'web', uid: 'endpoints-web', ...metadata },
    subsets: [{ ports: PORTS, ...subset }],
  }
}

const differences = (slices: readonly Raw[], endpoints: Raw, service?: Raw) =>
  compare(slices, endpoints, service).compared?.differences.map(({ address: at, isFault }) => [at, isFault])

test('both say the same: counts, and no difference', () => {
  const slice = aSlice([anEndpoint(1, { conditions: READY }), anEndpoint(2, { conditions: NOT_READY })])
  const object = anObject({ addresses: [address(1)], notReadyAddresses: [address(2)] })
  expect(compare([slice], object).compared).toMatchObject({
    found: true,
    family: 'IPv4',
    ready: 1,
    notReady: 1,
    truncated: false,
    differences: [],
  })
})

test('no Endpoints object is no fault; unread ones are not guessed at', () => {
  const { compared, cluster } = compare([aSlice([anEndpoint(1)])], null)
  expect(compared).toMatchObject({ found: false, differences: [] })
  cluster.coverages.set('endpoints', 'forbidden')
  expect(compareEndpoints(cluster.graph('shop/web'), cluster.inputs)).toBeNull()
})

test('terminating pods, the second family and what is cut off are in slices only, and no fault', () => {
  const dual = aService({ ipFamilies: ['IPv4', 'IPv6'], clusterIPs: ['10.96.0.1', 'fd00::1'] })
  const v6 = aSlice([anEndpoint(3, { addresses: ['fd00::3'] })], { name: 'web-v6', addressType: 'IPv6' })
  const slice = aSlice([anEndpoint(1), anEndpoint(2, { conditions: FALLBACK })])
  const object = anObject({ addresses: [address(1)] })
  expect(differences([slice, v6], object, dual)).toEqual([
    ['10.0.0.2', false],
    ['fd00::3', false],
  ])
  const cut = anObject(
    { addresses: [address(1)] },
    {
      annotations: { 'endpoints.kubernetes.io/over-capacity': 'truncated' },
    },
  )
  expect(differences([aSlice([anEndpoint(1), anEndpoint(4)])], cut)).toEqual([['10.0.0.4', false]])
})

test('an address that no slice lists, or that one of the two calls ready, is a fault', () => {
  const slice = aSlice([anEndpoint(1, { conditions: NOT_READY }), anEndpoint(2), anEndpoint(3)])
  const object = anObject({ addresses: [address(1), address(9)], notReadyAddresses: [address(2)] })
  expect(differences([slice], object)).toEqual([
    ['10.0.0.1', true],
    ['10.0.0.2', true],
    ['10.0.0.3', true],
    ['10.0.0.9', true],
  ])
})
