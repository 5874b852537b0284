import { GROUPINGS, HEALTHS } from '@slicescope/picture'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPlace } from './format-place.ts'
import { parsePlace } from './parse-place.ts'
import { formatMoment } from './moment.ts'
import { NOWHERE, type Place, RANGES, SERVICE_TYPES, TABS } from './place.ts'

const SEED = 20261124

/** As a browser takes an address apart. */
function visit(address: string): Place {
  return parsePlace(new URL(address, 'http://slicescope'))
}

const anyText = fc.string({ unit: 'grapheme' })
const hostile = fc.constantFrom(
  '%',
  '%2F',
  'a/b',
  '?x=1',
  '#end',
  '&sel=pod:x',
  '<script>',
  "'",
  '"',
  '+',
  ' ',
  '\n',
  ':',
)
const text = fc.oneof(
  anyText,
  fc.array(fc.oneof(anyText, hostile), { maxLength: 3 }).map(parts => parts.join('')),
)
/** Browsers take `.` and `..` out of a path; no name is either. */
const name = text.filter(each => each !== '' && each !== '.' && each !== '..')

const selections = fc.oneof(
  fc.record({ kind: fc.constantFrom('slice' as const, 'node' as const, 'pod' as const), key: name }),
  fc.record({ kind: fc.constant('zone' as const), key: text }),
)

const froms = fc.oneof(
  fc.record({ kind: fc.constant('node' as const), key: name }),
  fc.record({ kind: fc.constant('zone' as const), key: text }),
)

const times = fc.integer({ min: 0, max: Date.UTC(2999, 0) })
const moments = fc.oneof(
  times.map(formatMoment),
  fc.tuple(fc.stringMatching(/^[a-z0-9]{1,12}$/), fc.nat()).map(([epoch, number]) => `${epoch}-${number}`),
)
const compared = fc
  .tuple(times, fc.integer({ min: 1, max: 10 ** 9 }))
  .map(([from, ms]) => ({ from: formatMoment(from), to: formatMoment(from + ms) }))

const ownRanges = fc.oneof(
  compared,
  times.map(from => ({ from: formatMoment(from), to: null })),
)

const places: fc.Arbitrary<Place> = fc
  .record({
    cluster: fc.option(name),
    identity: fc.option(name),
    service: fc.option(fc.record({ namespace: name, name })),
    isOverview: fc.boolean(),
    selection: fc.option(selections),
    grouping: fc.constantFrom('auto' as const, ...GROUPINGS),
    view: fc.constantFrom('graph' as const, 'table' as const),
    tab: fc.constantFrom(...TABS),
    from: fc.option(froms),
    mark: fc.option(name),
    at: fc.option(moments),
    compare: fc.option(compared),
    range: fc.oneof(fc.constantFrom(...RANGES), ownRanges),
    query: text,
    namespace: fc.option(name),
    health: fc.subarray([...HEALTHS]),
    finding: fc.option(name),
    type: fc.option(fc.constantFrom(...SERVICE_TYPES)),
    zone: fc.option(text),
    node: fc.option(name),
    workload: fc.option(name),
  })
  .map(place => ({
    ...place,
    service: place.cluster === null ? null : place.service,
    at: place.compare?.to ?? place.at,
    // An open Service is no overview.
    isOverview: place.isOverview && place.cluster !== null && place.service === null,
  }))

test(`every place comes back from its address, whatever its names are (seed ${SEED})`, () => {
  fc.assert(
    fc.property(places, place => {
      expect(visit(formatPlace(place))).toEqual(place)
    }),
    { seed: SEED, numRuns: 500 },
  )
})

test(`an address leads to one server, whatever names it holds (seed ${SEED})`, () => {
  fc.assert(
    fc.property(places, place => {
      const url = new URL(formatPlace(place), 'http://slicescope')
      expect([url.host, url.hash]).toEqual(['slicescope', ''])
      expect(formatPlace(place)).toMatch(/^\/(?!\/)[!-~]*$/)
    }),
    { seed: SEED, numRuns: 500 },
  )
})

const damagedPaths = fc
  .array(fc.oneof(fc.constantFrom('c', 'ns', 'svc', '', '%', '%E0%A4', '%00', '%2F', 'shop'), anyText), {
    maxLength: 9,
  })
  .map(parts => `/${parts.join('/')}`)
const damagedQueries = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'sel',
        'group',
        'view',
        'tab',
        'from',
        'mark',
        'q',
        'ns',
        'health',
        'finding',
        'at',
        'compare',
        'range',
        'x',
      ),
      fc.constantFrom(
        '=',
        '',
        '=%',
        '=zone:',
        '=pod:',
        '=down,',
        '=table&',
        '=2026-11-24T03:00:00Z..',
        '=2026-11-24T03:00:00Z',
      ),
      anyText,
    ),
  )
  .map(parts => `?${parts.map(part => part.join('')).join('&')}`)

test(`a damaged address is some place, and that place has an address (seed ${SEED})`, () => {
  fc.assert(
    fc.property(damagedPaths, damagedQueries, (pathname, search) => {
      const url = new URL('http://slicescope')
      url.pathname = pathname
      url.search = search
      const place = parsePlace(url)
      expect(visit(formatPlace(place))).toEqual(place)
    }),
    { seed: SEED, numRuns: 500 },
  )
})

describe('addresses', () => {
  const CHECKOUT: Place = { ...NOWHERE, cluster: 'prod', service: { namespace: 'shop', name: 'checkout' } }

  test.each<[string, Place]>([
    ['/', NOWHERE],
    ['/c/prod', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod/ns/shop/svc/checkout', CHECKOUT],
    ['/c/prod/ns/shop/svc/checkout?sel=zone:eu-1c', { ...CHECKOUT, selection: { kind: 'zone', key: 'eu-1c' } }],
    ['/c/prod/ns/shop/svc/checkout?sel=zone:', { ...CHECKOUT, selection: { kind: 'zone', key: '' } }],
    [
      '/c/prod/ns/shop/svc/checkout?sel=pod:IPv6/fd00::7&group=node&view=table',
      { ...CHECKOUT, selection: { kind: 'pod', key: 'IPv6/fd00::7' }, grouping: 'node', view: 'table' },
    ],
    [
      '/c/prod?q=pay%20eu&ns=shop&health=down,empty&finding=SC-B2',
      {
        ...NOWHERE,
        cluster: 'prod',
        query: 'pay eu',
        namespace: 'shop',
        health: ['down', 'empty'],
        finding: 'SC-B2',
      },
    ],
    [
      '/c/prod/ns/shop/svc/checkout?at=2026-11-24T03:12:00Z&range=6h',
      { ...CHECKOUT, at: '2026-11-24T03:12:00Z', range: '6h' },
    ],
    [
      '/c/prod/ns/shop/svc/checkout?compare=2026-11-24T03:05:00Z..2026-11-24T03:12:00.250Z',
      {
        ...CHECKOUT,
        at: '2026-11-24T03:12:00.250Z',
        compare: { from: '2026-11-24T03:05:00Z', to: '2026-11-24T03:12:00.250Z' },
      },
    ],
    [
      '/c/prod?range=2026-11-24T03:00:00Z..2026-11-24T03:30:00Z',
      { ...NOWHERE, cluster: 'prod', range: { from: '2026-11-24T03:00:00Z', to: '2026-11-24T03:30:00Z' } },
    ],
    [
      '/c/prod?range=2026-11-24T03:00:00Z..',
      { ...NOWHERE, cluster: 'prod', range: { from: '2026-11-24T03:00:00Z', to: null } },
    ],
    ['/c/prod?at=8f3a-4711', { ...NOWHERE, cluster: 'prod', at: '8f3a-4711' }],
  ])('%s is written and read so', (address, place) => {
    expect(formatPlace(place)).toBe(address)
    expect(visit(address)).toEqual(place)
  })

  test.each<[string, Place]>([
    ['/c/prod?from=n-1', { ...NOWHERE, cluster: 'prod', from: { kind: 'node', key: 'n-1' } }],
    ['/c/prod?from=zone:', { ...NOWHERE, cluster: 'prod', from: { kind: 'zone', key: '' } }],
    ['/c/prod?from=node:', { ...NOWHERE, cluster: 'prod' }],
    ['/c', NOWHERE],
    ['/c/', NOWHERE],
    ['/d/prod/ns/shop/svc/checkout', NOWHERE],
    ['/c/prod/ns/shop', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod/ns//svc/checkout', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod/ns/shop/ing/checkout', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod/ns/shop/svc/checkout/more', CHECKOUT],
    ['/c/%E0%A4%A', { ...NOWHERE, cluster: '%E0%A4%A' }],
    ['/c/prod?sel=pod:&group=colour&view=film&tab=&from=&mark=&health=fine&finding=', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod?sel=constructor:x', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod?health=fine,down', { ...NOWHERE, cluster: 'prod', health: ['down'] }],
    ['/?ns=', NOWHERE],
    ['/c/prod?at=yesterday&range=3d&compare=now', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod?range=..', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod?range=2026-11-24T03:12:00Z..2026-11-24T03:05:00Z', { ...NOWHERE, cluster: 'prod' }],
    ['/c/prod?at=2026-99-24T03:12:00Z&compare=a..b..c', { ...NOWHERE, cluster: 'prod' }],
    [
      '/c/prod?at=2026-11-24T04:12:00%2B01:00&compare=2026-11-24T03:12:00Z..2026-11-24T03:05:00Z',
      {
        ...NOWHERE,
        cluster: 'prod',
        at: '2026-11-24T03:12:00Z',
        compare: { from: '2026-11-24T03:05:00Z', to: '2026-11-24T03:12:00Z' },
      },
    ],
  ])('of %s what is not understood is left out', (address, place) => {
    expect(visit(address)).toEqual(place)
  })
})
