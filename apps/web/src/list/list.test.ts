import { HEALTHS } from '@slicescope/picture'
import type { Row } from '@slicescope/view'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aRow } from '@slicescope/view/testing'
import { UNFILTERED } from '../url/place.ts'
import { facetChoices } from './facet-choices.ts'
import { findingChoices } from './finding-choices.ts'
import { filterRows, NO_MEMBERS } from './list-filter.ts'
import { activeFilters, toggleFilter } from './narrow-place.ts'
import { type ListItem, listItems } from './list-items.ts'
import { needsAttention } from '@slicescope/view/attention'
import { countNews, orderOf } from './list-order.ts'

const SEED = 20261124
const NONE: ReadonlySet<'calm'> = new Set()
const EVERYTHING = { ...UNFILTERED, namespace: null }

const PROBES = { code: 'SC-D4', title: 'Readiness probes fail' }
const NO_PROBE = { code: 'SC-G10', title: 'No readiness probe' }

function byKey(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map(row => [row.key, row]))
}

/** "Needs attention 1", "loud cart", "calm pay gone" */
function lines(items: readonly ListItem[]): readonly string[] {
  return items.map(item =>
    item.kind === 'header' ? `${item.title} ${item.count}` : `${item.kind} ${item.row.name}${item.gone ? ' gone' : ''}`,
  )
}

const rowLists = fc.uniqueArray(
  fc.record({
    namespace: fc.constantFrom('shop', 'pay', 'kube-system'),
    name: fc.stringMatching(/^[a-z]{1,3}$/),
    health: fc.constantFrom(...HEALTHS),
    rolling: fc.boolean(),
  }),
  { selector: ({ namespace, name }) => `${namespace}/${name}`, maxLength: 30 },
)

describe('filter', () => {
  const rows = [
    aRow({ name: 'cart', health: 'down' }),
    aRow({ name: 'cart-eu', type: 'LoadBalancer' }),
    aRow({ namespace: 'pay', name: 'checkout', health: 'degraded' }),
  ]
  const names = (filter: Partial<Parameters<typeof filterRows>[1]>) =>
    filterRows(rows, { ...EVERYTHING, ...filter }).map(({ name }) => name)

  test('without one every row is shown, by the very same list', () => {
    expect(filterRows(rows, EVERYTHING)).toBe(rows)
    expect(filterRows(rows, { ...EVERYTHING, query: '  ' })).toBe(rows)
  })

  test('every word of the query counts, of name, namespace, type or health, in any case and order', () => {
    expect(names({ query: 'cart' })).toEqual(['cart', 'cart-eu'])
    expect(names({ query: 'EU cart' })).toEqual(['cart-eu'])
    expect(names({ query: 'pay/check' })).toEqual(['checkout'])
    expect(names({ query: 'loadbalancer' })).toEqual(['cart-eu'])
    expect(names({ query: 'shop down' })).toEqual(['cart'])
    expect(names({ query: 'cart pay' })).toEqual([])
  })

  test('a query is text, not a pattern', () => {
    expect(names({ query: '.*' })).toEqual([])
    expect(names({ query: '(' })).toEqual([])
  })

  test('a finding narrows it down, and the query finds its code and title too', () => {
    const found = [
      aRow({ name: 'cart', findings: [PROBES, NO_PROBE] }),
      aRow({ name: 'db', findings: [NO_PROBE] }),
      aRow({ name: 'web' }),
    ]
    const matches = (filter: Partial<Parameters<typeof filterRows>[1]>) =>
      filterRows(found, { ...EVERYTHING, ...filter }).map(({ name }) => name)
    expect(matches({ finding: 'SC-G10' })).toEqual(['cart', 'db'])
    expect(matches({ finding: 'SC-G1' })).toEqual([])
    expect(matches({ finding: 'SC-D4', query: 'db' })).toEqual([])
    expect(matches({ query: 'sc-d4' })).toEqual(['cart'])
    expect(matches({ query: 'probes fail' })).toEqual(['cart'])
    expect(findingChoices(found)).toEqual([
      { ...PROBES, services: 1 },
      { ...NO_PROBE, services: 2 },
    ])
  })

  test('namespace and health narrow it down together', () => {
    expect(names({ namespace: 'pay' })).toEqual(['checkout'])
    expect(names({ health: ['down', 'degraded'] })).toEqual(['cart', 'checkout'])
    expect(names({ namespace: 'shop', health: ['down', 'degraded'], query: 'eu' })).toEqual([])
  })
})

const zones = (...names: readonly string[]) =>
  names.map(zone => ({ zone, ready: 1, total: 1, starting: 0, unknown: 0 }))

describe('facets', () => {
  const rows = [
    aRow({ name: 'cart', zones: zones('eu-1a', 'eu-1b') }),
    aRow({ name: 'db', zones: zones('eu-1b'), health: 'down' }),
    aRow({ namespace: 'pay', name: 'mail', type: 'NodePort', zones: [] }),
  ]
  const members = { node: new Set(['shop/cart']), workload: new Set(['shop/db', 'pay/mail']) }
  const names = (filter: Partial<Parameters<typeof filterRows>[1]>) =>
    filterRows(rows, { ...EVERYTHING, ...filter }, members).map(({ name }) => name)

  test('zone, type, node and workload narrow it down; before the server has told, nothing is on a node', () => {
    expect(names({ zone: 'eu-1b' })).toEqual(['cart', 'db'])
    expect(names({ zone: '' })).toEqual([])
    expect(names({ type: 'NodePort' })).toEqual(['mail'])
    expect(names({ node: 'node-a' })).toEqual(['cart'])
    expect(names({ workload: 'shop/Deployment/db' })).toEqual(['db', 'mail'])
    expect(names({ workload: 'shop/Deployment/db', zone: 'eu-1b' })).toEqual(['db'])
    expect(filterRows(rows, { ...EVERYTHING, node: 'node-a' }, NO_MEMBERS)).toEqual([])
  })

  test('each choice counts what is left by the other filters', () => {
    const workload = {
      by: 'workload' as const,
      services: ['shop/db', 'pay/mail'],
      facets: [{ name: 'shop/Deployment/db', services: [0, 1] }],
      notRead: [],
    }
    const choices = (
      dimension: Parameters<typeof facetChoices>[0],
      filter: Partial<Parameters<typeof filterRows>[1]>,
    ) =>
      facetChoices(dimension, {
        rows,
        filter: { ...EVERYTHING, ...filter },
        members,
        facets: { node: undefined, workload },
      }).map(({ label, services }) => `${label} ${services}`)
    expect(choices('zone', {})).toEqual(['eu-1a 1', 'eu-1b 2'])
    expect(choices('zone', { zone: 'eu-1a' })).toEqual(['eu-1a 1', 'eu-1b 2'])
    expect(choices('type', { zone: 'eu-1b' })).toEqual(['ClusterIP 2'])
    expect(choices('health', {})).toEqual(['down 1', 'healthy 2'])
    expect(choices('workload', { zone: 'eu-1b' })).toEqual(['Deployment db 1'])
    expect(choices('node', {})).toEqual([])
  })

  test('a choice is set, taken back by choosing it again, and shown by its name', () => {
    const set = { ...EVERYTHING, ...toggleFilter(EVERYTHING, { dimension: 'zone', value: 'eu-1b' }) }
    expect(activeFilters(set)).toEqual([{ dimension: 'zone', value: 'eu-1b', label: 'eu-1b' }])
    expect(toggleFilter(set, { dimension: 'zone', value: 'eu-1b' })).toEqual({ zone: null })
    const both = {
      ...EVERYTHING,
      ...toggleFilter({ ...EVERYTHING, health: ['empty'] }, { dimension: 'health', value: 'down' }),
    }
    expect(both.health).toEqual(['down', 'empty'])
    expect(activeFilters({ ...EVERYTHING, workload: 'shop/StatefulSet/db' }).map(({ label }) => label)).toEqual([
      'StatefulSet db',
    ])
  })
})

describe('order', () => {
  test(`every row stands in one section once: the loud as the stream has them, the calm A to Z (seed ${SEED})`, () => {
    fc.assert(
      fc.property(rowLists, specs => {
        const rows = specs.map(aRow)
        const { attention, calm, recovered, standing } = orderOf(rows)
        expect([...attention, ...standing, ...recovered, ...calm].toSorted()).toEqual(
          rows.map(({ key }) => key).toSorted(),
        )
        expect([...attention, ...standing].toSorted()).toEqual(
          rows
            .filter(needsAttention)
            .map(({ key }) => key)
            .toSorted(),
        )
        const names = calm.map(key => key.split('/').toReversed().join(' '))
        expect(names).toEqual(names.toSorted())
      }),
      { seed: SEED },
    )
  })

  test.each([
    ['down', false, true],
    ['down', true, false],
    ['unknown', false, true],
    ['healthy', false, false],
    ['external', false, false],
    ['unmanaged', false, false],
  ] as const)('%s, rolling %s: needs attention %s', (health, rolling, loud) => {
    expect(needsAttention(aRow({ health, rolling }))).toBe(loud)
  })
})

test('what is healthy and has a warning needs attention too, a remark does not', () => {
  expect(needsAttention(aRow({ severity: 'warning' }))).toBe(true)
  expect(needsAttention(aRow({ severity: 'info' }))).toBe(false)
  expect(needsAttention(aRow({ severity: 'warning', rolling: true }))).toBe(true)
})

describe('lines', () => {
  const cart = aRow({ name: 'cart', health: 'down' })
  const pay = aRow({ name: 'pay' })
  const rows = byKey([cart, pay])
  const held = orderOf([cart, pay])

  test('a section without Services has no header', () => {
    expect(lines(listItems({ order: orderOf([pay]), rows, earlier: rows, folded: NONE }))).toEqual([
      'Healthy 1',
      'calm pay',
    ])
    expect(listItems({ order: orderOf([]), rows: new Map(), earlier: new Map(), folded: NONE })).toEqual([])
  })

  test('what recovers or breaks while the order is held stays where it is, with its new health', () => {
    const now = byKey([aRow({ name: 'pay', health: 'down' }), aRow({ name: 'cart' })])
    const items = listItems({ order: held, rows: now, earlier: rows, folded: NONE })
    expect(lines(items)).toEqual(['Needs attention 1', 'loud cart', 'Healthy and others 1', 'calm pay'])
    expect(items.flatMap(item => (item.kind === 'header' ? [] : [item.row.health]))).toEqual(['healthy', 'down'])
  })

  test('what is deleted meanwhile keeps its line, as it was, and is said to be gone', () => {
    const items = listItems({ order: held, rows: byKey([pay]), earlier: rows, folded: NONE })
    expect(lines(items)).toEqual(['Needs attention 1', 'loud cart gone', 'Healthy 1', 'calm pay'])
  })

  test('what a held order names and nobody ever saw has no line', () => {
    const items = listItems({ order: held, rows: byKey([pay]), earlier: new Map(), folded: NONE })
    expect(lines(items)).toEqual(['Healthy 1', 'calm pay'])
  })

  test('what stands for long, and what has recovered, have sections of their own; a folded one is its header', () => {
    const recovered = {
      at: '2026-11-24T03:00:00Z',
      lastedMs: 94_000,
      was: { severity: 'critical' as const, sentence: 'lost', lost: 1, of: 5 },
    }
    const all = [
      cart,
      aRow({ name: 'old', health: 'empty', standing: true }),
      aRow({ name: 'back', recovered, severity: 'info' }),
      pay,
      aRow({ name: 'outside', health: 'external' }),
    ]
    const items = listItems({ order: orderOf(all), rows: byKey(all), earlier: byKey(all), folded: new Set(['calm']) })
    expect(lines(items)).toEqual([
      'Needs attention 1',
      'loud cart',
      'Standing 1',
      'loud old',
      'Recovered 1',
      'loud back',
      'Healthy and others 2',
    ])
    expect(items.at(-1)).toMatchObject({ note: '1 external', isFolded: true })
  })

  test('news are those that need attention and have no place among such', () => {
    const fresh = orderOf([cart, aRow({ name: 'pay', health: 'down' }), aRow({ name: 'new', health: 'empty' })])
    expect(countNews(held, fresh)).toBe(2)
    expect(countNews(fresh, held)).toBe(0)
  })
})
