import type { Resource, ResourceDelta } from '@slicescope/model'

/** The resources of which a change shows that something happened to a Service. */
const SHOWING = [
  'services',
  'endpointslices',
  'pods',
  'nodes',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'networkpolicies',
  'horizontalpodautoscalers',
] as const satisfies readonly Resource[]

const SHOWN: ReadonlySet<Resource> = new Set<Resource>(SHOWING)

type ShownDelta = ResourceDelta & { readonly resource: (typeof SHOWING)[number] }

export function isShown(delta: ResourceDelta): delta is ShownDelta {
  return SHOWN.has(delta.resource)
}
