import {
  isSelected,
  type Labels,
  type Listers,
  objectKey,
  type ResourceDelta,
  type Service,
  unreachable,
} from '@slicescope/model'
import { expectedLabels } from '@slicescope/kubernetes'
import { selectsLabels } from '../selectors/label-selector.ts'
import { isShown } from './shown-delta.ts'
import type { Seen } from './watched.ts'

/**
 * What a Service takes of what was seen in a Delta: of a workload only where its pods would match, of a policy where it
 * selects by the labels that the Service selects by.
 */
export function concerning(
  service: Service,
  {
    seen,
    delta,
    listers,
  }: { readonly seen: readonly Seen[]; readonly delta: ResourceDelta; readonly listers: Listers },
): readonly Seen[] {
  if (!isShown(delta)) return []
  const selector = expectedLabels(service)
  const makes = (labels: Labels | undefined) => isSelected(selector, labels ?? {})
  switch (delta.resource) {
    case 'services':
      return objectKey(delta.object) === objectKey(service) ? seen : []
    case 'deployments':
    case 'replicasets':
    case 'statefulsets':
    case 'daemonsets':
      return makes(delta.object.spec.template?.metadata?.labels) ? seen : []
    case 'pods':
      return seen.flatMap(each =>
        each.type === 'pods' && each.what === 'left' ? relabelled(each, delta, makes) : each,
      )
    case 'networkpolicies':
      return selectsLabels(delta.object.spec?.podSelector, selector) ? seen : []
    case 'horizontalpodautoscalers':
      return makes(targetLabels(delta.object.metadata.namespace, delta.object.spec.scaleTargetRef, listers)) ? seen : []
    case 'endpointslices':
    case 'nodes':
      return seen
    default:
      return unreachable(delta)
  }
}

function relabelled(
  seen: Seen & { readonly type: 'pods' },
  delta: ResourceDelta & { readonly resource: 'pods' },
  matches: (labels: Labels) => boolean,
): readonly Seen[] {
  if (delta.type !== 'updated') return []
  const did = matches(delta.previous.metadata.labels)
  const does = matches(delta.object.metadata.labels)
  return did === does ? [] : [{ ...seen, what: did ? 'left' : 'joined' }]
}

interface ScaleTarget {
  readonly kind?: string
  readonly name?: string
}

function targetLabels(namespace: string, target: ScaleTarget | undefined, listers: Listers): Labels | undefined {
  const key = `${namespace}/${target?.name ?? ''}`
  const workload = target?.kind === 'StatefulSet' ? listers.statefulsets.get(key) : listers.deployments.get(key)
  return workload?.spec.template?.metadata?.labels
}
