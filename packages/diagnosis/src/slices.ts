import { MANAGED_BY_LABEL, MIRRORING_CONTROLLER, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import type { EndpointSlice } from '@slicescope/model'
import type { Case } from './case.ts'
import type { ObjectRef } from './finding.ts'
import { refOf } from './refs.ts'

/** The slices that say they are the Service's, sorted by name. */
export function slicesOf(c: Case): readonly EndpointSlice[] {
  return c.once(findSlices)
}

function findSlices(c: Case): readonly EndpointSlice[] {
  return c
    .read('endpointslices')
    .byIndex('service', `${c.namespace}/${c.facts.name}`)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
}

export function managerOf({ metadata }: EndpointSlice): string | null {
  return metadata.labels[MANAGED_BY_LABEL] ?? null
}

/** Whether no controller of Kubernetes' own writes it. */
export function isHandMade(slice: EndpointSlice): boolean {
  const manager = managerOf(slice)
  return manager !== SLICE_CONTROLLER && manager !== MIRRORING_CONTROLLER
}

/**
 * Whether it is nobody's but its writer's: of a Service without selector the EndpointSlice controller looks at none,
 * whatever a slice says of itself.
 */
export function isByHand(slice: EndpointSlice, c: Case): boolean {
  const isOwned = slice.metadata.ownerReferences.some(({ uid }) => uid === c.facts.uid)
  const isClaimed = managerOf(slice) === SLICE_CONTROLLER && !c.graph.summary.hasSelector && !isOwned
  return isClaimed || (isHandMade(slice) && !isTaken(slice, c))
}

/** Whether the EndpointSlice controller made it for this Service, and someone gave it to another manager since. */
export function isTaken(slice: EndpointSlice, c: Case): boolean {
  const isOwned = slice.metadata.ownerReferences.some(
    ({ uid, controller }) => uid === c.facts.uid && controller === true,
  )
  return isOwned && isHandMade(slice)
}

export function sliceRef(slice: EndpointSlice): ObjectRef {
  return refOf('EndpointSlice', slice)
}

/** `kubectl -n shop get endpointslices -l kubernetes.io/service-name=web ...` */
export function slicesCommand(c: Case, output = '-o yaml'): string {
  return `kubectl -n ${c.namespace} get endpointslices -l kubernetes.io/service-name=${c.facts.name} ${output}`
}
