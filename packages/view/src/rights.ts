import type { Resource } from '@slicescope/model'
import type { Row } from './schema/row.ts'
import type { ServiceView } from './schema/service-view.ts'

/**
 * What a reader may see. Readers with equal rights form one class; whatever leaves ClusterView passes here and nowhere
 * else. For cluster-scoped resources the namespace is null.
 */
export interface Rights {
  readonly mayRead: (resource: Resource, namespace: string | null) => boolean
}

/** Of the operator's own session. */
export const ALL_RIGHTS: Rights = { mayRead: () => true }

/** A Service whose slices may not be read is as good as absent: forbidden and absent look the same. */
export function maySee(rights: Rights, namespace: string): boolean {
  return rights.mayRead('services', namespace) && rights.mayRead('endpointslices', namespace)
}

export function permitRow(row: Row, rights: Rights): Row | undefined {
  if (!maySee(rights, row.namespace)) return undefined
  return rights.mayRead('pods', row.namespace) ? row : { ...row, absent: null }
}

/** Fails closed, field by field: who may read slices but not pods sees the endpoints as the slices state them. */
export function permitView(view: ServiceView, rights: Rights): ServiceView | undefined {
  const { namespace } = view.service
  if (!maySee(rights, namespace)) return undefined
  const pods = view.pods.filter(pod => rights.mayRead('pods', pod.namespace))
  const absentPods = rights.mayRead('pods', namespace) ? view.absentPods : []
  const nodes = rights.mayRead('nodes', null) ? view.nodes : view.nodes.map(node => ({ ...node, ready: null }))
  return { ...view, pods, absentPods, nodes }
}
