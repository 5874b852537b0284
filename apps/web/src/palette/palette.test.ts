import type { SearchHit } from '@slicescope/view'
import { expect, test } from 'vitest'
import { aRow } from '@slicescope/view/testing'
import { paletteItems } from './palette-items.ts'
import { paletteNote } from './palette-note.ts'

function aHit(hit: Pick<SearchHit, 'kind' | 'title'> & Partial<SearchHit>): SearchHit {
  return { detail: 'why', services: [], select: null, namespace: null, narrows: null, ...hit }
}

function find(query: string, hits: readonly SearchHit[] = []) {
  const answer = { hits: [...hits], more: 0, moreStill: false, searched: [], notSearched: [] }
  const clusters = [{ slug: 'prod', context: 'admin@prod', uid: null, open: false, state: null }]
  const rows = [aRow({ name: 'cart', findings: [{ code: 'SC-D4', title: 'Readiness probe failing' }] })]
  return paletteItems(query, { rows, clusters, answer, recent: ['shop/db'] })
}

test('a backend leads to every Service that it stands behind, each with the backend selected', () => {
  const select = { kind: 'pod' as const, key: 'u1' }
  const hit = aHit({ kind: 'address', title: 'web-1', services: ['shop/web', 'shop/web-canary'], select })
  expect(find('10.0.0.1', [hit]).map(({ to }) => to)).toEqual([
    { go: { service: { namespace: 'shop', name: 'web' }, isOverview: false, selection: select, mark: null } },
    { go: { service: { namespace: 'shop', name: 'web-canary' }, isOverview: false, selection: select, mark: null } },
  ])
})

test('zones, and workloads that no Service selects, narrow the list', () => {
  const zone = aHit({ kind: 'zone', title: 'eu-1a', narrows: { by: 'zone', value: 'eu-1a' } })
  expect(find('eu-1a', [zone])).toMatchObject([{ kind: 'zone', to: { go: { zone: 'eu-1a', service: null } } }])
  const lone = aHit({ kind: 'workload', title: 'job', narrows: { by: 'workload', value: 'shop/Job/job' } })
  expect(find('job', [lone])).toMatchObject([{ to: { go: { workload: 'shop/Job/job' } } }])
})

test('before anything is typed, the Services opened last stand before the commands', () => {
  expect(find('').slice(0, 2)).toMatchObject([
    {
      kind: 'service',
      title: 'db',
      detail: 'shop, opened recently',
      to: { go: { service: { namespace: 'shop', name: 'db' } } },
    },
    { kind: 'command' },
  ])
})

test('contexts, findings and commands are found by their words, in any order', () => {
  expect(find('prod')).toMatchObject([{ kind: 'cluster', title: 'admin@prod', to: { go: { cluster: 'prod' } } }])
  expect(find('failing sc-d4')).toMatchObject([{ kind: 'finding', to: { go: { finding: 'SC-D4' } } }])
  expect(find('picture copy')).toMatchObject([{ to: { share: 'picture' } }])
  expect(find('dark')).toMatchObject([{ to: { theme: 'dark' } }])
  expect(find('group node')).toMatchObject([{ to: { go: { grouping: 'node' } } }])
  expect(find('zzz')).toEqual([])
})

test('what is not found says what was searched, and what could not be', () => {
  const asked = { query: 'x', count: 0, isFetching: false, failure: null }
  const searched = { ...asked, more: 0, moreStill: false, searched: ['services', 'jobs'] }
  expect(paletteNote({ ...searched, notSearched: ['nodes'] })).toBe(
    'Not found. Searched: Services (names, addresses, node ports, DNS names, selectors, labels), Jobs, namespaces, contexts, findings, commands. Not searched (no permission, or still loading): nodes and zones.',
  )
  expect(paletteNote({ ...searched, count: 2, notSearched: [] })).toBe('')
  const many = { ...searched, count: 2, more: 1_234, notSearched: [] }
  expect(paletteNote(many)).toBe('1,234 more: type more of the name.')
  expect(paletteNote({ ...many, moreStill: true })).toBe('More than 1,234 more: type more of the name.')
  expect(paletteNote({ ...searched, isFetching: true, notSearched: [] })).toBe('Searching.')
})
