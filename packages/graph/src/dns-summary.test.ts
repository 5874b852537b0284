import { expect, test } from 'vitest'
import { summarizeDns } from './dns-summary.ts'
import { anEndpoint, aPod, aService, aSlice, NOT_READY, TestCluster } from './testing/test-cluster.ts'

type Raw = ReturnType<typeof aService>

function summary(service: Raw, slices: readonly Raw[] = [], pods: readonly Raw[] = []) {
  const cluster = new TestCluster()
  cluster.set('services', service)
  cluster.set('endpointslices', ...slices)
  cluster.set('pods', ...pods)
  const { listers } = cluster.inputs
  const [kept] = listers.services.list()
  if (kept === undefined) throw new Error('the test made no Service')
  return summarizeDns(kept, {
    slices: listers.endpointslices.byIndex('service', 'shop/web'),
    clusterDomain: 'cluster.local',
    pods: () => listers.pods.byIndex('namespace', 'shop'),
  })
}

function ordinal(n: number): Raw {
  return aPod(n, { spec: { hostname: `web-${n}`, subdomain: 'web' } })
}

const HEADLESS = { clusterIP: 'None', clusterIPs: ['None'] }
const NO_HOSTNAMES = { total: 0, resolving: 0, failing: [] }

test('a clusterIP is the answer, endpoints or not', () => {
  expect(summary(aService(), [aSlice([anEndpoint(1, { hostname: 'web-1' })])])).toEqual({
    name: 'web.shop.svc.cluster.local',
    short: 'web',
    rcode: 'NOERROR',
    answers: 1,
    examples: ['10.96.0.1'],
    why: null,
    hostnames: NO_HOSTNAMES,
  })
})

test('a headless Service: its ready endpoints, and none is no such name', () => {
  const five = [1, 2, 3, 4, 5].map(n => anEndpoint(n))
  expect(summary(aService(HEADLESS), [aSlice([...five, anEndpoint(6, { conditions: NOT_READY })])])).toMatchObject({
    rcode: 'NOERROR',
    answers: 5,
    examples: ['10.0.0.1', '10.0.0.2', '10.0.0.3'],
    hostnames: NO_HOSTNAMES,
  })
  expect(summary(aService(HEADLESS))).toMatchObject({
    rcode: 'NXDOMAIN',
    answers: 0,
    why: 'no endpoint of this headless Service is ready',
  })
})

test('names of pods: how many resolve, and why some do not', () => {
  const slice = aSlice([
    anEndpoint(0, { hostname: 'web-0' }),
    anEndpoint(1, { hostname: 'web-1', conditions: NOT_READY }),
  ])
  expect(summary(aService(HEADLESS), [slice], [ordinal(0), ordinal(1), ordinal(2)]).hostnames).toMatchObject({
    total: 3,
    resolving: 1,
    failing: [{ name: 'web-1.web.shop.svc.cluster.local' }, { why: expect.stringContaining('pod web-2') }],
  })
})

test('an ExternalName is an alias', () => {
  expect(summary(aService({ type: 'ExternalName', externalName: 'x.example.com' }))).toMatchObject({
    rcode: 'NOERROR',
    answers: 1,
    examples: ['x.example.com'],
  })
})

test('a dual-stack name has the addresses of both families', () => {
  const clusterIPs = ['10.96.0.1', 'fd00::1']
  expect(summary(aService({ clusterIPs, ipFamilies: ['IPv4', 'IPv6'] }))).toMatchObject({
    rcode: 'NOERROR',
    answers: 2,
    examples: clusterIPs,
    why: null,
  })
})

test('one family only: the name resolves, and the other family is no fault of it', () => {
  expect(summary(aService())).toMatchObject({ rcode: 'NOERROR', why: null })
})
