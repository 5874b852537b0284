import type { ServiceView } from '@slicescope/view'
import { addDigests, type Digest, digestOf, NO_DIGEST } from './digest.ts'
import { type AppliedList, applyList, diffList, type Entity, type ListChange } from './list-change.ts'
import {
  changedFields,
  digestOfFields,
  fieldsDifference,
  type ServiceCollection,
  type ServiceFields,
} from './service-fields.ts'

/** The changes of each collection; those that did not change are absent. */
export type CollectionChanges = { readonly [K in ServiceCollection]?: ListChange<ServiceView[K][number]> }

export interface ServiceChanges extends CollectionChanges {
  readonly fields?: Partial<ServiceFields>
}

/** Null when nothing differs, ages aside. */
export function diffService(before: ServiceView, after: ServiceView): ServiceChanges | null {
  const fields = changedFields(before, after)
  const changes = {
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...named('slices', diffList(before.slices, after.slices)),
    ...named('endpoints', diffList(before.endpoints, after.endpoints)),
    ...named('backends', diffList(before.backends, after.backends)),
    ...named('pods', diffList(before.pods, after.pods)),
    ...named('absentPods', diffList(before.absentPods, after.absentPods)),
    ...named('zones', diffList(before.zones, after.zones)),
    ...named('nodes', diffList(before.nodes, after.nodes)),
    ...named('ports', diffList(before.ports, after.ports)),
  }
  return Object.keys(changes).length === 0 ? null : changes
}

function named<K extends string, E extends Entity>(name: K, change: ListChange<E> | null) {
  const members: { [key in K]?: ListChange<E> } = {}
  if (change !== null) members[name] = change
  return members
}

export function applyToService(
  before: ServiceView,
  changes: ServiceChanges,
): { value: ServiceView; difference: Digest } {
  const { fields = {} } = changes
  const slices = applyTo('slices', before.slices, changes.slices)
  const endpoints = applyTo('endpoints', before.endpoints, changes.endpoints)
  const backends = applyTo('backends', before.backends, changes.backends)
  const pods = applyTo('pods', before.pods, changes.pods)
  const absentPods = applyTo('absentPods', before.absentPods, changes.absentPods)
  const zones = applyTo('zones', before.zones, changes.zones)
  const nodes = applyTo('nodes', before.nodes, changes.nodes)
  const ports = applyTo('ports', before.ports, changes.ports)
  const value = {
    ...before,
    ...fields,
    slices: slices.list,
    endpoints: endpoints.list,
    backends: backends.list,
    pods: pods.list,
    absentPods: absentPods.list,
    zones: zones.list,
    nodes: nodes.list,
    ports: ports.list,
  }
  const difference = [slices, endpoints, backends, pods, absentPods, zones, nodes, ports].reduce(
    (sum, each) => addDigests(sum, each.difference),
    fieldsDifference(before, fields),
  )
  return { value, difference }
}

/** A collection that did not change stays the very same array. */
function applyTo<E extends Entity>(name: string, before: E[], change: ListChange<E> | undefined): AppliedList<E> {
  return change === undefined ? { list: before, difference: NO_DIGEST } : applyList(name, before, change)
}

export function digestOfService(view: ServiceView | null): Digest {
  if (view === null) return digestOf('service', null)
  const { slices, endpoints, backends, pods, absentPods, zones, nodes, ports } = view
  const collections = Object.entries({ slices, endpoints, backends, pods, absentPods, zones, nodes, ports })
  return collections.reduce((sum, [name, list]) => addDigests(sum, digestOfList(name, list)), digestOfFields(view))
}

function digestOfList(name: string, list: readonly Entity[]): Digest {
  return list.reduce((sum, entity) => addDigests(sum, digestOf(name, entity)), NO_DIGEST)
}
