import type { Entry, Resource } from '@slicescope/model'
import { describe, expect, test } from 'vitest'
import { trackedListers } from '../reads/tracked-listers.ts'
import { findStaleView } from './incremental-view.ts'

/** In 7007 an Event turns to another object, and is missed where it was. */
const SEEDS = [20_260, 20_261, 7007]
const STEPS = 60

describe('[L1] rows, open Services and findings by Deltas equal those built from scratch', () => {
  test.each(SEEDS)('seed %i', { timeout: 120_000 }, seed => {
    expect(findStaleView({ seed, steps: STEPS })).toBeNull()
  })
})

/** Reads of one Lister that nothing tracks. */
function untracked(resource: Resource): typeof trackedListers {
  return (listers, log) => ({ ...trackedListers(listers, log), [resource]: listers[resource] })
}

/** A rule that goes by what the neighbours ask for. */
const askingNeighbours: typeof trackedListers = (listers, log) => {
  const tracked = trackedListers(listers, log)
  const { deployments } = tracked
  const byIndex: typeof deployments.byIndex = (index, value) =>
    deployments.byIndex(index, value).filter(({ spec }) => spec.replicas !== -1)
  const asking = { list: () => deployments.list(), get: (key: string) => deployments.get(key), byIndex }
  return {
    ...tracked,
    deployments: {
      ...asking,
      size: 0,
      countByIndex: (index, value) => deployments.countByIndex(index, value),
      indexValues: index => deployments.indexValues(index),
    },
  }
}

describe("[L1] has teeth: a read of what is not the Service's own that nothing tracks is found", () => {
  test.each<readonly [Resource, number]>([
    ['services', 2],
    ['nodes', 1],
    ['pods', 1],
    ['namespaces', 1],
    ['ingresses', 1],
  ])('%s', (resource, seed) => {
    const found = findStaleView({ seed, steps: STEPS, track: untracked(resource) })
    expect(found).toContain(`does not follow what it read: ${resource}`)
  })

  test('fields of neighbours', () => {
    expect(() => findStaleView({ seed: 2, steps: STEPS, track: askingNeighbours })).toThrow(
      "spec.replicas of deployments that are not the Service's own was read",
    )
  })
})

/** Of each resource a story in which it matters soon. Jobs explain nothing by themselves. */
const MISSED: readonly (readonly [Resource, number])[] = [
  ['services', 1],
  ['endpointslices', 1],
  ['nodes', 2],
  ['pods', 1],
  ['namespaces', 13],
  ['deployments', 4],
  ['replicasets', 1],
  ['statefulsets', 1],
  ['daemonsets', 1],
  ['endpoints', 8],
  ['networkpolicies', 1],
  ['ingresses', 1],
  ['httproutes', 1],
  ['poddisruptionbudgets', 2],
  ['validatingwebhookconfigurations', 23],
  ['mutatingwebhookconfigurations', 28],
  ['apiservices', 23],
  ['events', 17],
]

describe('[L1] has teeth: a view that misses a resource is found', () => {
  test.each(MISSED)('%s', { timeout: 120_000 }, (resource, seed) => {
    const tamper = (batch: readonly Entry<never>[]) =>
      batch.filter(entry => entry.type !== 'delta' || entry.delta.resource !== resource)
    expect(findStaleView({ seed, steps: STEPS, tamper })).toMatch(/^seed/)
  })
})
