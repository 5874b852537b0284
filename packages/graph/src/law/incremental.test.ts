import type { ResourceDelta } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { findDifference } from './incremental.ts'

/** In the last one a pod is late only for readers without pods. */
const SEEDS = [...Array.from({ length: 5 }, (_, at) => 20_260 + at), 124_780_896]
const STEPS = 300

describe('[L1] incremental equals from scratch', () => {
  test.each(SEEDS)('seed %i', seed => {
    expect(findDifference({ seed, steps: STEPS })).toBeNull()
  })
})

/** As if there had been no object before. */
function withoutPrevious(delta: ResourceDelta): ResourceDelta {
  return { ...delta, type: 'added' }
}

function forgettingPrevious(resource: ResourceDelta['resource']) {
  return (deltas: readonly ResourceDelta[]) =>
    deltas.map(delta => (delta.resource === resource && delta.type === 'updated' ? withoutPrevious(delta) : delta))
}

function losing(isLost: (delta: ResourceDelta) => boolean) {
  return (deltas: readonly ResourceDelta[]) => deltas.filter(delta => !isLost(delta))
}

/** Whether one of the stories shows the bug; the first that does is enough. */
function isFound(bug: Omit<Parameters<typeof findDifference>[0], 'seed' | 'steps'>): boolean {
  return SEEDS.some(seed => findDifference({ seed, steps: STEPS, ...bug }) !== null)
}

describe('[L1] has teeth: each planted bug is found', () => {
  test.each([
    ['Services that go are missed', losing(({ resource, type }) => resource === 'services' && type === 'deleted')],
    ['Services that change are missed', losing(({ resource, type }) => resource === 'services' && type === 'updated')],
    ['slices that go are missed', losing(({ resource, type }) => resource === 'endpointslices' && type === 'deleted')],
    ['a slice that changes its Service is taken from nobody', forgettingPrevious('endpointslices')],
    ['Nodes are missed', losing(({ resource }) => resource === 'nodes')],
    ['Nodes that go are missed', losing(({ resource, type }) => resource === 'nodes' && type === 'deleted')],
    ['pods are missed', losing(({ resource }) => resource === 'pods')],
    ['pods that come are missed', losing(({ resource, type }) => resource === 'pods' && type === 'added')],
    ['a pod that is relabelled is taken from nobody', forgettingPrevious('pods')],
    ['workloads are missed', losing(({ resource }) => resource === 'deployments' || resource === 'statefulsets')],
    ['only the last of a batch is seen', (deltas: readonly ResourceDelta[]) => deltas.slice(-1)],
  ])('%s', (_bug, tamper) => {
    expect(isFound({ tamper })).toBe(true)
  })

  test('time does not pass', () => {
    expect(isFound({ standsStill: true })).toBe(true)
  })

  test('changes of coverage are missed', () => {
    expect(isFound({ hidesCoverage: true })).toBe(true)
  })
})
