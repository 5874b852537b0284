import { Random } from '@slicescope/model/random'
import { TestCluster } from '@slicescope/graph/testing'
import {
  filedUnder,
  type Lister,
  type Listers,
  objectKey,
  type Resource,
  type ResourceDelta,
  RESOURCE_NAMES,
  type ResourceObjects,
  statesOf,
} from '@slicescope/model'
import { expect, test } from 'vitest'
import { randomObject } from '../law/random-story.ts'
import { touchedLabelSets, touchedReads } from './touched-reads.ts'

const SEEDS = [1, 2, 3, 4]
const STEPS = 300

test.each(SEEDS)(
  '[L1] a read that comes out differently after a Delta is among those that it touches, seed %i',
  seed => {
    const random = new Random(seed)
    const cluster = new TestCluster()
    const { listers } = cluster.store
    const held = new Map<string, string>()
    let deltas: readonly ResourceDelta[] = []
    cluster.onDeltas(told => (deltas = told))
    for (let step = 0; step < STEPS; step += 1) {
      const resource: Resource = RESOURCE_NAMES[random.below(RESOURCE_NAMES.length)] ?? 'pods'
      const object = randomObject(resource, random)
      deltas = []
      if (random.chance(0.3)) cluster.delete(resource, object)
      else cluster.set(resource, object)
      const touched = new Set([
        ...deltas.flatMap(delta => [...touchedReads(delta)]),
        ...touchedLabelSets(deltas, listers),
      ])
      const answers = answersAbout(deltas, listers)
      const changed = [...answers].flatMap(([read, answer]) => (answer === (held.get(read) ?? answer) ? [] : read))
      expect(changed.filter(read => !touched.has(read))).toEqual([])
      for (const [read, answer] of answers) held.set(read, answer)
    }
    expect(held.size).toBeGreaterThan(100)
  },
)

/** All that may be read of what Deltas tell of, label sets included. */
function answersAbout(deltas: readonly ResourceDelta[], listers: Listers): ReadonlyMap<string, string> {
  const answers = new Map<string, string>()
  for (const delta of deltas) {
    for (const object of statesOf<ResourceObjects[Resource]>(delta)) {
      const { resource } = delta
      const lister: Lister<unknown> = listers[resource]
      answers.set(`${resource} get ${objectKey(object)}`, shown([lister.get(objectKey(object))]))
      answers.set(`${resource} list`, shown([...lister.list()]))
      answers.set(`${resource} size`, String(lister.size))
      for (const filed of filedUnder<Resource>(resource, object)) {
        const space = filed.indexOf(' ')
        const [index, value] = [filed.slice(0, space), filed.slice(space + 1)]
        answers.set(`${resource} ${filed}`, shown(lister.byIndex(index, value)))
        answers.set(`${resource} count ${filed}`, String(lister.countByIndex(index, value)))
        answers.set(`${resource} values ${index}`, [...lister.indexValues(index)].toSorted().join())
      }
    }
  }
  for (const namespace of ['shop', 'pay'])
    answers.set(`label sets ${namespace}`, shown([...listers.podLabels.inNamespace(namespace)].map(({ key }) => key)))
  answers.set('label sets', [...listers.podLabels.namespaces()].toSorted().join())
  return answers
}

/** In no order, for Stores keep none. */
function shown(objects: readonly unknown[]): string {
  return objects
    .map(object => JSON.stringify(object) ?? '')
    .toSorted()
    .join()
}
