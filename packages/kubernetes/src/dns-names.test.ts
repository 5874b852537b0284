import type { EndpointSlice, Pod, Service } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { type DnsOptions, dnsNames } from './dns-names.ts'
import type { DnsName } from './dns-record.ts'
import { aPod, aService, aSlice } from './testing/objects.ts'

const HEADLESS = { clusterIP: 'None', clusterIPs: ['None'] }
const DUAL = { ipFamilies: ['IPv4', 'IPv6'] }

/** Rows as `type name rcode answers`, the zone cut off. */
function rows(service: Service, slices: readonly EndpointSlice[], options: Partial<DnsOptions> = {}) {
  return dnsNames(service, slices, { clusterDomain: 'cluster.local', ...options }).map(row =>
    [row.type, row.name, row.rcode, ...row.answers].join(' ').replaceAll('.svc.cluster.local', ''),
  )
}

function find(found: readonly DnsName[], short: string, type = 'A') {
  return found.find(row => row.short === short && row.type === type)
}

function names(service: Service, slices: readonly EndpointSlice[], options: Partial<DnsOptions> = {}) {
  return dnsNames(service, slices, { clusterDomain: 'cluster.local', ...options })
}

function external(externalName: string): Service {
  return aService({ type: 'ExternalName', clusterIP: undefined, externalName })
}

function pod(spec: object, change: object = {}): Pod {
  return aPod({ name: 'web-0', spec: { hostname: 'web-0', subdomain: 'web', ...spec }, ...change })
}

describe('a Service with a clusterIP', () => {
  test('is answered by its clusterIP, even without endpoints; the other family is NODATA', () => {
    const service = aService({ clusterIPs: ['10.96.0.1'] })
    expect(rows(service, [])).toEqual([
      'A web.shop NOERROR 10.96.0.1',
      'AAAA web.shop NODATA',
      'SRV _http._tcp.web.shop NOERROR 0 100 80 web.shop',
      'PTR 1.0.96.10.in-addr.arpa NOERROR web.shop',
    ])
  })

  test('of two families: both addresses, and its one SRV record of half the weight', () => {
    const service = aService({ clusterIPs: ['10.96.0.1', 'fd00:96::1'], ...DUAL })
    expect(rows(service, [])).toEqual([
      'A web.shop NOERROR 10.96.0.1',
      'AAAA web.shop NOERROR fd00:96::1',
      'SRV _http._tcp.web.shop NOERROR 0 50 80 web.shop',
      'PTR 1.0.96.10.in-addr.arpa NOERROR web.shop',
      `PTR 1.0.0.0.${'0.'.repeat(16)}0.0.0.0.6.9.0.0.0.0.d.f.ip6.arpa NOERROR web.shop`,
    ])
  })

  test('[F3] names of endpoints are CoreDNS’ own', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'], hostname: 'web-0' }, { addresses: ['10.0.0.2'] }])
    const found = names(aService({ clusterIPs: ['10.96.0.1'] }), [slice])
    expect(find(found, 'web-0.web')).toMatchObject({ answers: ['10.0.0.1'], beyondSpec: true })
    expect(find(found, '10-0-0-2.web')).toMatchObject({ answers: ['10.0.0.2'], beyondSpec: true })
    expect(find(found, '10.0.0.2', 'PTR')).toMatchObject({
      answers: ['10-0-0-2.web.shop.svc.cluster.local'],
      beyondSpec: true,
    })
    expect(find(found, 'web')?.beyondSpec).toBeUndefined()
  })

  test('[F6] an unnamed port has no SRV', () => {
    expect(rows(aService({ ports: [{ port: 80 }] }), []).filter(row => row.startsWith('SRV'))).toEqual([])
  })
})

describe('a headless Service', () => {
  test('has the addresses of ready endpoints, left out counting as ready, all of each', () => {
    const slice = aSlice('web-1', [
      { addresses: ['10.0.0.2', '10.0.0.1'] },
      { addresses: ['10.0.0.3'], conditions: { ready: true, serving: false, terminating: true } },
      { addresses: ['10.0.0.4'], conditions: { ready: false, serving: true } },
    ])
    const found = rows(aService(HEADLESS), [slice])
    expect(found[0]).toBe('A web.shop NOERROR 10.0.0.1 10.0.0.2 10.0.0.3')
    expect(found[1]).toBe('AAAA web.shop NODATA')
  })

  test('without a ready endpoint there is no such name, in either family', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'], conditions: { ready: false } }])
    expect(rows(aService(HEADLESS), [slice])).toEqual([
      'A web.shop NXDOMAIN',
      'AAAA web.shop NXDOMAIN',
      'SRV _http._tcp.web.shop NXDOMAIN',
    ])
  })

  test('endpoints have their hostname, shared by all that have it, or a name made of the address', () => {
    const slice = aSlice('web-1', [
      { addresses: ['10.0.0.1'], hostname: 'db' },
      { addresses: ['10.0.0.2'], hostname: 'db' },
      { addresses: ['10.0.0.3'] },
    ])
    const six = aSlice('web-2', [{ addresses: ['fd00::'] }], { addressType: 'IPv6' })
    const found = rows(aService({ ...HEADLESS, ...DUAL }), [slice, six])
    expect(found.slice(3, 9)).toEqual([
      'A 10-0-0-3.web.shop NOERROR 10.0.0.3',
      'AAAA 10-0-0-3.web.shop NODATA',
      'A db.web.shop NOERROR 10.0.0.1 10.0.0.2',
      'AAAA db.web.shop NODATA',
      'A fd00--0.web.shop NODATA',
      'AAAA fd00--0.web.shop NOERROR fd00::',
    ])
    const all = names(aService({ ...HEADLESS, ...DUAL }), [slice, six])
    expect(all.filter(({ beyondSpec }) => beyondSpec === true).map(({ short }) => short)).toEqual([
      '10-0-0-3.web',
      '10-0-0-3.web',
      'fd00--0.web',
      'fd00--0.web',
      '10.0.0.3',
      'fd00::',
    ])
  })

  test('SRV has the target ports of the slices, weights shared by all targets', () => {
    const endpoints = [{ addresses: ['10.0.0.1'], hostname: 'db' }, { addresses: ['10.0.0.2'] }]
    const slices = [
      aSlice('web-1', endpoints),
      aSlice('web-2', [{ addresses: ['10.0.0.5'], hostname: 'db' }], {
        ports: [{ name: 'http', protocol: 'TCP', port: 9090 }],
      }),
    ]
    expect(rows(aService(HEADLESS), slices)).toContain(
      'SRV _http._tcp.web.shop NOERROR 0 33 8080 10-0-0-2.web.shop 0 33 8080 db.web.shop 0 33 9090 db.web.shop',
    )
  })

  test('SRV of a port without a number is NODATA; one that no slice has does not exist', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'] }], { ports: [{ name: 'grpc', protocol: 'TCP' }] })
    expect(rows(aService(HEADLESS), [slice]).filter(row => row.startsWith('SRV'))).toEqual([
      'SRV _http._tcp.web.shop NXDOMAIN',
      'SRV _grpc._tcp.web.shop NODATA',
    ])
  })

  test('an FQDN is published as CNAME', () => {
    const slice = aSlice('web-1', [{ addresses: ['db.example.com'], hostname: 'db' }], { addressType: 'FQDN' })
    const found = names(aService(HEADLESS), [slice])
    expect(find(found, 'web', 'CNAME')).toMatchObject({ rcode: 'NOERROR', answers: ['db.example.com'] })
    expect(find(found, 'web')).toMatchObject({
      rcode: 'NODATA',
      why: 'what db.example.com resolves to is not resolved here',
    })
    expect(find(found, '_http._tcp.web', 'SRV')).toMatchObject({ rcode: 'NODATA' })
  })

  test('with more than the one FQDN, which of them CoreDNS gives is open', () => {
    const slices = [
      aSlice('web-1', [{ addresses: ['db.example.com'] }], { addressType: 'FQDN' }),
      aSlice('web-2', [{ addresses: ['10.0.0.1'] }]),
    ]
    const found = names(aService(HEADLESS), slices)
    expect(find(found, 'web', 'CNAME')).toMatchObject({ answers: ['db.example.com'], undefined: true })
    expect(find(found, 'web')).toMatchObject({ rcode: 'NOERROR', answers: ['10.0.0.1'] })
  })
})

describe('ExternalName', () => {
  test('is a CNAME and nothing else', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'] }])
    expect(rows(external('db.example.com.'), [slice])).toEqual(['CNAME web.shop NOERROR db.example.com'])
  })

  test('an address is none', () => {
    expect(names(external('192.0.2.1'), [])).toEqual([
      {
        name: 'web.shop.svc.cluster.local',
        short: 'web',
        type: 'CNAME',
        rcode: 'NXDOMAIN',
        answers: [],
        why: 'externalName is an IP address (192.0.2.1), which cannot be a CNAME',
      },
    ])
  })
})

describe('PTR', () => {
  test('names every endpoint with the address, of whatever Service', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'], hostname: 'db' }])
    const other = aSlice('api-1', [{ addresses: ['10.0.0.1'] }, { addresses: ['10.0.0.9'] }], {
      metadata: { name: 'api-1', namespace: 'eu', labels: { 'kubernetes.io/service-name': 'api' } },
    })
    const service = aService(HEADLESS)
    expect(rows(service, [slice]).at(-1)).toBe('PTR 1.0.0.10.in-addr.arpa NOERROR db.web.shop')
    const findHolders = () => ({ slices: [slice, other] })
    expect(rows(service, [slice], { findHolders }).at(-1)).toBe(
      'PTR 1.0.0.10.in-addr.arpa NOERROR 10-0-0-1.api.eu db.web.shop',
    )
    const holder = aService({}, { name: 'vip', namespace: 'eu' })
    expect(rows(service, [slice], { findHolders: () => ({ service: holder, slices: [slice] }) }).at(-1)).toBe(
      'PTR 1.0.0.10.in-addr.arpa NOERROR vip.eu',
    )
  })
})

describe('names of pods', () => {
  test.each([
    [
      '[F2] another subdomain',
      pod({ subdomain: 'old' }),
      'has the subdomain old, not this Service, and that is fixed when a pod is created',
    ],
    ['no subdomain', pod({ subdomain: undefined }), 'has no subdomain, and that is fixed when a pod is created'],
    ['[F5] not Ready', pod({}, { ready: false }), 'is not Ready, and the Service does not publish not-ready addresses'],
    [
      'terminating',
      pod({}, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
      'is terminating, and the Service does not publish not-ready addresses',
    ],
    ['[F4] not selected', pod({}, { labels: { app: 'api' } }), 'is not matched by the selector of the Service'],
    ['without an IP', pod({}, { ips: [] }), 'has no IP yet'],
    ['ended', pod({}, { phase: 'Failed' }), 'has ended (Failed)'],
    ['not listed', pod({}), 'is not listed as ready by any EndpointSlice of the Service'],
  ])('%s', (_, one, why) => {
    const found = names(aService(HEADLESS), [], { pods: [one] })
    expect(find(found, 'web-0.web')).toMatchObject({ rcode: 'NXDOMAIN', answers: [], why: `pod web-0 ${why}` })
  })

  test('one that is published resolves, and has no address of the other family', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'], hostname: 'web-0' }])
    const found = names(aService({ ...HEADLESS, ...DUAL }), [slice], { pods: [pod({})] })
    expect(find(found, 'web-0.web')).toMatchObject({ rcode: 'NOERROR', answers: ['10.0.0.1'], why: null })
    expect(find(found, 'web-0.web', 'AAAA')).toMatchObject({ rcode: 'NODATA', why: 'it has no IPv6 address' })
  })

  test('pods without a hostname, of other namespaces, or of no concern are passed over', () => {
    const pods = [
      aPod({ spec: { subdomain: 'web' } }),
      pod({}, { namespace: 'eu' }),
      pod({ subdomain: 'api' }, { labels: { app: 'api' } }),
    ]
    expect(names(aService(HEADLESS), [], { pods }).map(({ short }) => short)).toEqual(['web', 'web', '_http._tcp.web'])
  })

  test('the hostname of an endpoint that is not ready does not resolve', () => {
    const slice = aSlice('web-1', [{ addresses: ['10.0.0.1'], hostname: 'web-0', conditions: { ready: false } }])
    expect(find(names(aService(HEADLESS), [slice]), 'web-0.web')).toMatchObject({
      rcode: 'NXDOMAIN',
      why: 'its endpoint is not ready',
    })
  })
})
