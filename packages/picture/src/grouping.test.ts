import { expect, test } from 'vitest'
import { collectGroups } from './group-members.ts'
import { chooseGrouping, separation, whyGrouping } from './grouping.ts'
import { layout } from './layout.ts'
import { aFinding, aView, type SpecBackend } from '@slicescope/view/testing'
import { manyBackends, zoneOutage } from './testing/outage-fixture.ts'

/** Sixty backends over 3 zones, 6 nodes and 2 slices, broken where told. */
function sixty(isBroken: (spec: { zone: number; node: number; slice: number; index: number }) => boolean) {
  const backends = Array.from({ length: 60 }, (_, index): SpecBackend => {
    const [zone, node, slice] = [index % 3, index % 6, Math.floor(index / 30)]
    const state = isBroken({ zone, node, slice, index }) ? 'not-ready' : 'ready'
    return { name: `p${index}`, zone: `z${zone}`, node: `n${node}`, slices: [`s${slice}`], state }
  })
  return aView({ backends })
}

test('zone where a zone is lost', () => {
  expect(chooseGrouping(zoneOutage(), null)).toBe('zone')
  expect(separation(zoneOutage(), 'zone')).toBeCloseTo(1, 1)
})

test('node where one node of a zone is lost', () => {
  expect(
    chooseGrouping(
      sixty(({ node }) => node === 4),
      null,
    ),
  ).toBe('node')
})

test('slice where a slice is lost', () => {
  expect(
    chooseGrouping(
      sixty(({ slice }) => slice === 1),
      null,
    ),
  ).toBe('slice')
})

test('family where those of one family alone are lost', () => {
  const backends = Array.from({ length: 40 }, (_, index): SpecBackend => {
    const both = index % 2 === 0
    return {
      name: `p${index}`,
      zone: `z${(index >> 1) % 2}`,
      slices: both ? ['v4', 'v6'] : ['v4'],
      state: both ? 'ready' : 'not-ready',
    }
  })
  const view = aView({ backends, slices: [{ name: 'v4' }, { name: 'v6', addressType: 'IPv6' }] })
  expect(['slice', 'family']).toContain(chooseGrouping(view, null))
})

test('revision where the pods of a new one alone are lost; it says why', () => {
  const backends = Array.from({ length: 12 }, (_, n): SpecBackend => {
    const isNew = n >= 8
    const revision = isNew ? 'ReplicaSet web-new' : 'ReplicaSet web-old'
    return {
      name: `p${n}`,
      zone: `z${n % 2}`,
      workload: 'Deployment web',
      revision,
      state: isNew ? 'not-ready' : 'ready',
    }
  })
  const view = aView({ backends })
  const { grouping, columns, groups } = layout(view, { grouping: 'auto', width: 1400 })
  expect([grouping, groups.map(({ title }) => title)]).toEqual([
    'revision',
    ['ReplicaSet web-new', 'ReplicaSet web-old'],
  ])
  expect(columns.at(-1)).toMatchObject({ title: '2 revisions', note: '12 backends; best separates lost from ready' })
  expect(layout(view, { grouping: 'revision', width: 1400 }).columns.at(-1)?.note).toBe('12 backends')
  expect(
    whyGrouping(
      sixty(() => false),
      'zone',
    ),
  ).toBeNull()
})

test('by state when asked: what is lost stands first, and is never chosen by itself', () => {
  const view = zoneOutage()
  expect(chooseGrouping(view, 'state')).toBe('zone')
  const { groups, columns } = layout(view, { grouping: 'state', width: 1400 })
  expect(groups.map(({ title }) => title)).toEqual(['not ready', 'serving-terminating', 'terminating', 'ready'])
  expect(columns.at(-1)?.title).toBe('By state')
  expect(groups.reduce((sum, { cells }) => sum + cells.length, 0)).toBe(view.backends.length)
})

test('zone when nothing separates: none broken, few broken anywhere, one pod a node', () => {
  expect(
    chooseGrouping(
      sixty(() => false),
      null,
    ),
  ).toBe('zone')
  expect(
    chooseGrouping(
      sixty(({ index }) => index % 7 === 0),
      null,
    ),
  ).toBe('zone')
  expect(chooseGrouping(manyBackends(9, { zones: ['a', 'b', 'c'], nodesPerZone: 3, brokenEvery: 4 }), null)).toBe(
    'zone',
  )
})

test('what was chosen stays while it still separates about as well', () => {
  const view = sixty(({ node, slice }) => node === 4 && slice === 0)
  const alone = chooseGrouping(view, null)
  expect(chooseGrouping(view, 'node')).toBe('node')
  expect(['zone', 'node']).toContain(alone)
  expect(
    chooseGrouping(
      sixty(() => false),
      'node',
    ),
  ).toBe('zone')
})

test('workload where a finding says that there are several, and nothing else separates broken from ready', () => {
  const workloads = ['Deployment api', 'Deployment worker']
  const backends = [0, 1, 2, 3].map(n => ({ name: `p${n}`, zone: `z${n % 2}`, workload: workloads[n >> 1] ?? '' }))
  const view = aView({ backends, over: { findings: [aFinding({ code: 'SC-G18' })] } })
  expect(chooseGrouping(view, null)).toBe('workload')
  expect(chooseGrouping(view, 'zone')).toBe('workload')
  expect(collectGroups(view, 'workload', []).map(({ title, counts }) => `${title}: ${counts.ready}`)).toEqual([
    'Deployment api: 2',
    'Deployment worker: 2',
  ])
  expect(chooseGrouping(zoneOutage(), 'workload')).toBe('zone')
})
