import { expect, test } from 'vitest'
import { collectGroups } from './group-members.ts'
import { chooseGrouping, separation } from './grouping.ts'
import { aFinding, aView, manyBackends, type SpecBackend, zoneOutage } from './view-fixture.ts'

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
