import { type EndpointSlice, isEqualKept, type Labels, type Service } from '@slicescope/model'
import type { OwnerReference } from './written-slice.ts'

export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name'
export const MANAGED_BY_LABEL = 'endpointslice.kubernetes.io/managed-by'
export const HEADLESS_LABEL = 'service.kubernetes.io/headless'
export const SLICE_CONTROLLER = 'endpointslice-controller.k8s.io'
export const MIRRORING_CONTROLLER = 'endpointslicemirroring-controller.k8s.io'

const RESERVED: ReadonlySet<string> = new Set([SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL])

/** The Service's labels without the reserved ones, then the controller's own (k8s.io/endpointslice utils.go). */
export function sliceLabels(service: Service): Labels {
  return {
    ...withoutReserved(service.metadata.labels),
    ...(hasServiceIp(service) ? {} : { [HEADLESS_LABEL]: '' }),
    [SERVICE_NAME_LABEL]: service.metadata.name,
    [MANAGED_BY_LABEL]: SLICE_CONTROLLER,
  }
}

/** Whether the Service's labels differ from the slice's; the reserved ones are not compared. */
export function haveLabelsChanged(slice: EndpointSlice, service: Service): boolean {
  return !isEqualKept(withoutReserved(slice.metadata.labels), withoutReserved(service.metadata.labels))
}

/** Without a clusterIP of its own: headless, or not given one yet. */
export function hasServiceIp({ spec }: Service): boolean {
  return spec.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None'
}

/** Slices of an old Service of the same name belong to another uid. */
export function isOwnedBy(slice: EndpointSlice, service: Service): boolean {
  return slice.metadata.ownerReferences.some(({ kind, uid }) => kind === 'Service' && uid === service.metadata.uid)
}

export function controllerReference(
  kind: string,
  { name, uid }: { readonly name: string; readonly uid: string },
): OwnerReference {
  return { apiVersion: 'v1', kind, name, uid, controller: true, blockOwnerDeletion: true }
}

function withoutReserved(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !RESERVED.has(key)))
}
