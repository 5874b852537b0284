import { MIRRORING_CONTROLLER, SLICE_CONTROLLER } from '@slicescope/kubernetes'
import { type EndpointSlice, must } from '@slicescope/model'
import type { Case } from '../case.ts'
import type { ObjectRef } from '../finding.ts'
import { kubectlIn, refOf } from '../words/refs.ts'
import { managerOf, type Writer, writerOf } from './writers.ts'

/** The slices that say they are the Service's, by name. */
export function slicesOf(c: Case): readonly EndpointSlice[] {
  return c.once(findSlices)
}

function findSlices(c: Case): readonly EndpointSlice[] {
  return c.read('endpointslices').byIndex('service', `${c.namespace}/${c.facts.name}`)
}

export { managerOf }

/** Who wrote a slice of the Service. */
export function writerIn(c: Case, slice: EndpointSlice): Writer {
  return must(c.once(findWriters).get(slice.metadata.name), 'a slice of this Service')
}

/** Who wrote the slice of that name; undefined where the Service has no such slice. */
export function writerOfSlice(c: Case, name: string): Writer | undefined {
  return c.once(findWriters).get(name)
}

function findWriters(c: Case): ReadonlyMap<string, Writer> {
  return new Map(slicesOf(c).map(slice => [slice.metadata.name, writerOf(slice, c.facts)]))
}

/** Whether no controller of Kubernetes' own writes it. */
export function isHandMade(slice: EndpointSlice): boolean {
  const manager = managerOf(slice)
  return manager !== SLICE_CONTROLLER && manager !== MIRRORING_CONTROLLER
}

/**
 * Whether only its writer changes it: the EndpointSlice controller ignores the slices of a Service without selector,
 * whatever a slice says of itself.
 */
export function isByHand(slice: EndpointSlice, c: Case): boolean {
  const isOwned = slice.metadata.ownerReferences.some(({ uid }) => uid === c.facts.uid)
  const isClaimed = managerOf(slice) === SLICE_CONTROLLER && !c.graph.summary.hasSelector && !isOwned
  return isClaimed || (isHandMade(slice) && !isTaken(slice, c))
}

/** How facts begin: "EndpointSlice web-1", or whose it is: "EndpointSlice web-1 of Cilium Cluster Mesh". */
export function sliceWords(slice: EndpointSlice, c: Case): string {
  const { kind, name } = writerIn(c, slice)
  const isAnonymous = kind === 'unnamed' || kind === 'slice-controller'
  return isAnonymous ? `EndpointSlice ${slice.metadata.name}` : `EndpointSlice ${slice.metadata.name} of ${name}`
}

/**
 * Whether the EndpointSlice controller made it for this Service, and its label was edited since: it has the controller's
 * owner and holds what the controller would write, and the controller writes that nowhere else. Other writers may have
 * their slices owned by the Service too, and add to the controller's.
 */
export function isTaken(slice: EndpointSlice, c: Case): boolean {
  const { metadata, endpoints, addressType } = slice
  const isOwned = metadata.ownerReferences.some(({ uid, controller }) => uid === c.facts.uid && controller === true)
  const { kind } = writerIn(c, slice)
  if (!isOwned || !c.graph.summary.hasSelector || (kind !== 'named' && kind !== 'unnamed')) return false
  const controlled = slicesOf(c).filter(own => managerOf(own) === SLICE_CONTROLLER && own.addressType === addressType)
  if (endpoints.length === 0) return controlled.length === 0
  const listed = new Set(controlled.flatMap(own => own.endpoints.map(uidOf)))
  return endpoints.every(endpoint => uidOf(endpoint) !== undefined && !listed.has(uidOf(endpoint)))
}

/** Of the pod of this namespace that an endpoint stands for. */
function uidOf({ targetRef }: EndpointSlice['endpoints'][number]): string | undefined {
  return targetRef?.kind === 'Pod' ? targetRef.uid : undefined
}

export function sliceRef(slice: EndpointSlice): ObjectRef {
  return refOf('EndpointSlice', slice)
}

/** `kubectl -n shop get endpointslices -l kubernetes.io/service-name=web ...`, with these options. */
export function getSlices(c: Case, ...options: readonly string[]): string {
  return kubectlIn(c)`get endpointslices -l kubernetes.io/service-name=${c.facts.name} ${options}`
}
