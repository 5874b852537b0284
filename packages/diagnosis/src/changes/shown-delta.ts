import type { Resource, ResourceDelta } from '@slicescope/model'

const BESIDE = [
  'pods',
  'nodes',
  'deployments',
  'replicasets',
  'statefulsets',
  'daemonsets',
  'networkpolicies',
  'horizontalpodautoscalers',
] as const satisfies readonly Resource[]

const SHOWING = ['services', 'endpointslices', ...BESIDE] as const

/** What changes are read from, beside Services and slices. */
export const CHANGES_READ: readonly Resource[] = [...BESIDE, 'events']

/** The resources of which a change shows that something happened to a Service. */
export const CHANGES_SHOWN: ReadonlySet<Resource> = new Set<Resource>(SHOWING)

type ShownDelta = ResourceDelta & { readonly resource: (typeof SHOWING)[number] }

export function isShown(delta: ResourceDelta): delta is ShownDelta {
  return CHANGES_SHOWN.has(delta.resource)
}
