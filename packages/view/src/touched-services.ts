import type { ClusterGraph } from '@slicescope/graph'
import {
  type Listers,
  objectKey,
  type Pod,
  type ResourceDelta,
  serviceKeyOfSlice,
  statesOf,
  unreachable,
} from '@slicescope/model'

interface Sources {
  readonly graph: Pick<ClusterGraph, 'servicesOf' | 'keys'>
  readonly listers: Listers
}

/** Services whose diagnosis a change may touch. `near`: what the Service is made of changed, so controllers have work. */
export interface TouchedServices {
  readonly keys: Iterable<string>
  readonly near: boolean
}

export function touchedServices(delta: ResourceDelta, { graph, listers }: Sources): TouchedServices {
  const podsOnNode = (name: string) => listers.pods.byIndex('nodeName', name)
  const ofPods = (pods: readonly Pod[]) => new Set(pods.flatMap(pod => [...graph.servicesOf(pod)]))
  const ofNamespace = (namespace: string) => listers.services.byIndex('namespace', namespace).map(objectKey)
  switch (delta.resource) {
    case 'services':
      // One that has come or gone can explain what its neighbours name.
      return { keys: ofNamespace(delta.object.metadata.namespace), near: true }
    case 'endpointslices':
      return { keys: statesOf(delta).flatMap(slice => serviceKeyOfSlice(slice) ?? []), near: true }
    case 'pods':
      return { keys: ofPods(statesOf(delta)), near: true }
    case 'nodes':
      return { keys: ofPods(podsOnNode(delta.object.metadata.name)), near: true }
    case 'namespaces':
      return { keys: ofNamespace(delta.object.metadata.name), near: false }
    case 'events': {
      const { kind, uid = '' } = delta.object.involvedObject
      const pods = kind === 'Pod' ? listers.pods.byIndex('uid', uid) : []
      const keys = pods.length > 0 ? ofPods(pods) : ofNamespace(delta.object.metadata.namespace)
      return { keys, near: false }
    }
    case 'validatingwebhookconfigurations':
    case 'mutatingwebhookconfigurations':
    case 'apiservices':
      return { keys: graph.keys(), near: false }
    case 'endpoints':
    case 'deployments':
    case 'replicasets':
    case 'statefulsets':
    case 'daemonsets':
    case 'jobs':
    case 'horizontalpodautoscalers':
    case 'networkpolicies':
    case 'ingresses':
    case 'httproutes':
      return { keys: ofNamespace(delta.object.metadata.namespace), near: false }
    default:
      return unreachable(delta)
  }
}
