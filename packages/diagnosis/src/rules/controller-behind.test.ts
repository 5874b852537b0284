import { expect, test } from 'vitest'
import { change, healthy, withAbsent, ZONES } from '../law/raw.ts'
import {
  aLease,
  aSlice,
  ago,
  cluster,
  codesOf,
  diagnoseWeb,
  findingOf,
  NOT_READY,
  NOW,
  podOn,
  sliceOf,
  withLeases,
} from '../testing/web-service.ts'

test('[SC-C7] [D6] within 30 s of the last change nothing is said, and recheckAt says when', () => {
  const lastChange = NOW - 10_000
  expect(codesOf(withAbsent({}), { lastChange })).not.toContain('SC-C7')
  expect(diagnoseWeb(withAbsent({}), { lastChange }).recheckAt).toBe(NOW + 20_000)
  expect(codesOf(withAbsent({}), { lastChange: NOW - 31_000 })).toContain('SC-C7')
})

test('[SC-C7] a pod that was made a moment ago gives the controller its time', () => {
  expect(codesOf(withAbsent({ metadata: { creationTimestamp: ago(5) } }))).not.toContain('SC-C7')
})

test('[SC-C7] conditions that differ are told with both', () => {
  const pods = [podOn('n1', 1), podOn('n2', 2)]
  const made = cluster(pods, ZONES)
  const slice = sliceOf(pods, ZONES)
  const [first, ...rest]: readonly Readonly<Record<string, unknown>>[] = Object(slice).endpoints
  made.set('endpointslices', { ...slice, endpoints: [{ ...first, conditions: NOT_READY }, ...rest] })
  expect(findingOf(made, 'SC-C7').evidence).toEqual([
    {
      object: { kind: 'EndpointSlice', namespace: 'shop', name: 'web-1' },
      field: 'endpoints[10.0.0.1].conditions',
      found: 'ready=false, serving=false, terminating=false',
      expected: 'ready=true, serving=true, terminating=false',
    },
  ])
})

test('[SC-C7] a Service with a selector and no slice at all in its family', () => {
  const made = cluster([])
  made.delete('endpointslices', sliceOf([]))
  expect(findingOf(made, 'SC-C7').evidence[0]?.field).toBe('EndpointSlices of IPv4')
})

test('[SC-C7] what the controller does not watch is no delay: zones, lost Nodes, ended pods', () => {
  const gone = healthy()
  gone.delete('nodes', { metadata: { name: 'n3', uid: 'node-n3' } })
  expect(codesOf(gone)).not.toContain('SC-C7')
  const ended = change(healthy(), ['pods', podOn('n3', 3, { status: { phase: 'Failed', conditions: [] } })])
  expect(codesOf(ended)).not.toContain('SC-C7')
  const moved = change(healthy(), ['endpointslices', sliceOf([1, 2, 3].map(n => podOn(`n${n}`, n)))])
  expect(codesOf(moved)).not.toContain('SC-C7')
})

test('[SC-C7] an endpoint twice, once as it should be, is an update on its way', () => {
  const pods = [podOn('n1', 1), podOn('n2', 2), podOn('n3', 3)]
  const old = Object(sliceOf(pods.slice(0, 1), ZONES)).endpoints
  const labels = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }
  const endpoints = [{ ...old[0], conditions: NOT_READY }]
  expect(codesOf(change(healthy(), ['endpointslices', aSlice(endpoints, { name: 'web-2', labels })]))).not.toContain(
    'SC-C7',
  )
})

test('[SC-C7] in a namespace that ends slices go, and no new ones come', () => {
  const made = cluster([])
  made.delete('endpointslices', sliceOf([]))
  made.set('namespaces', { metadata: { name: 'shop', uid: 'ns-shop' }, status: { phase: 'Terminating' } })
  expect(codesOf(made)).not.toContain('SC-C7')
})

const LEASE = { namespace: 'kube-system', name: 'kube-controller-manager' }
const HELD = { holder: 'cp-1_4f', holdsMs: 15_000 }
const RESTS_ON_IT = { resource: 'leases', namespace: 'kube-system' }

/** What C7 says of it where a pod has been in no slice for long. */
function saidWith(lease: Parameters<typeof withLeases>[1]) {
  const { lead, evidence, reads, causeCertainty, withoutLeases } = findingOf(withLeases(withAbsent({}), lease), 'SC-C7')
  return {
    lead,
    causeCertainty,
    shown: evidence.flatMap(({ object, found }) => (object.kind === 'Lease' ? found : [])),
    isOfLease: reads.some(({ resource }) => resource === RESTS_ON_IT.resource),
    without: withoutLeases?.lead,
  }
}

const PLAIN = 'EndpointSlice controller is behind or down'

test('[SC-C7] [D19] the lease of the controllers is asked for where slices differ for long, and not before', () => {
  expect(diagnoseWeb(withAbsent({})).leases).toEqual([LEASE])
  expect(diagnoseWeb(withAbsent({}), { lastChange: NOW - 10_000 }).leases).toEqual([])
  expect(diagnoseWeb(healthy()).leases).toEqual([])
})

test('[SC-C7] [D19] a lease that is renewed no more, or that nobody holds, says who is down', () => {
  expect(saidWith(aLease({ ...HELD, first: NOW - 20_000 }))).toEqual({
    lead: 'kube-controller-manager stopped renewing its lease',
    causeCertainty: 'likely',
    shown: [`${ago(55)}, not renewed since, held by cp-1_4f`],
    isOfLease: true,
    without: PLAIN,
  })
  expect(saidWith(aLease({ ...HELD, holder: null }))).toMatchObject({
    lead: 'kube-controller-manager does not hold its lease',
    without: PLAIN,
  })
})

test('[SC-C7] a lease that is renewed while we watch: the controller runs and is behind', () => {
  expect(saidWith(aLease({ ...HELD, isRenewed: true }))).toMatchObject({
    lead: 'EndpointSlice controller is behind',
    shown: ['renewed while we watched, by cp-1_4f'],
    without: PLAIN,
  })
})

test('[SC-C7] a lease that is being read, or was read once, adds nothing', () => {
  const nothing = { lead: PLAIN, causeCertainty: 'likely', shown: [], isOfLease: false, without: undefined }
  expect(saidWith({ state: 'loading' })).toEqual(nothing)
  expect(saidWith(aLease(HELD))).toEqual(nothing)
})

test('[SC-C7] [D20] a lease that cannot be read, or is not there, leaves the finding, and its evidence says so', () => {
  expect(saidWith({ state: 'forbidden' })).toMatchObject({
    lead: PLAIN,
    shown: ['cannot tell whether kube-controller-manager runs: no permission to read its lease'],
    without: PLAIN,
  })
  expect(saidWith({ state: 'absent' }).shown).toEqual([
    'cannot tell whether kube-controller-manager runs: its lease does not exist',
  ])
  expect(diagnoseWeb(withLeases(withAbsent({}), { state: 'forbidden' })).cannotTell).toEqual([])
})

test('[SC-C7] [D20] without the right to leases it is what it would be had none been read', () => {
  const { withoutLeases } = findingOf(withLeases(withAbsent({}), aLease({ ...HELD, isRenewed: true })), 'SC-C7')
  expect(withoutLeases).toEqual(findingOf(withAbsent({}), 'SC-C7'))
})
