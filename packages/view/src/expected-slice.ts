import {
  desiredEndpoints,
  type FindNode,
  isControlled,
  MANAGED_BY_LABEL,
  reconcileSlices,
  SLICE_CONTROLLER,
} from '@slicescope/kubernetes'
import { type EndpointSlice, serviceKeyOfSlice } from '@slicescope/model'
import type { QuestionInputs } from './rights.ts'
import type { ObjectAnswer } from './schema/object.ts'

/** What the EndpointSlice controller would have in a slice now, by the pods; null where it does not write it, or pods or Nodes are not known. */
export function expectedSlice(slice: EndpointSlice, { listers, coverage }: QuestionInputs): ObjectAnswer['should'] {
  const { namespace, name, labels } = slice.metadata
  if (labels[MANAGED_BY_LABEL] !== SLICE_CONTROLLER) return null
  if ((['pods', 'nodes'] as const).some(resource => coverage(resource, namespace) !== 'known')) return null
  const key = serviceKeyOfSlice(slice)
  const service = key === undefined ? undefined : listers.services.get(key)
  if (key === undefined || service === undefined || !isControlled(service)) return null
  const findNode: FindNode = node => listers.nodes.get(node)
  const { updates, deletes } = reconcileSlices({
    service,
    groups: desiredEndpoints(service, listers.pods.byIndex('namespace', namespace), findNode),
    existing: listers.endpointslices.byIndex('service', key),
    triggerTime: null,
  })
  if (deletes.includes(name)) return { endpoints: [], ports: [] }
  const { endpoints, ports } = updates.find(({ metadata }) => metadata.name === name) ?? slice
  return { endpoints: [...(endpoints ?? [])], ports: [...(ports ?? [])] }
}
