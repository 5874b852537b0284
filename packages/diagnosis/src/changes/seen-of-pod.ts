import { findReadyCondition, isPodReady, isPodTerminating } from '@slicescope/kubernetes'
import type { Delta, Pod } from '@slicescope/model'
import { toTime } from '../clock.ts'
import type { ObjectRef } from '../finding.ts'
import { refOf } from '../words/refs.ts'
import { FLAPPING_MS, type Seen } from './watched.ts'

/** An edit of its labels appears here as `left`; which Services it left or joined says labelChange. */
export function seenOfPod(delta: Delta<Pod>): readonly Seen[] {
  if (delta.type === 'added') return []
  if (delta.type === 'deleted') return isPodTerminating(delta.object) ? [] : [ofPod(delta.object, 'deleted', 1)]
  const { previous, object } = delta
  // A pod of the same name that came between two looks, as those of StatefulSets do.
  if (previous.metadata.uid !== object.metadata.uid)
    return isPodTerminating(previous) ? [] : [ofPod(previous, 'deleted', 1)]
  const restarts = restartsOf(object) - restartsOf(previous)
  return [
    ...(!isPodTerminating(previous) && isPodTerminating(object) ? [ofPod(object, 'deleted', 1)] : []),
    ...(restarts > 0 ? [ofPod(object, 'restarted', restarts)] : []),
    ...(previous.metadata.labels === object.metadata.labels ? [] : [ofPod(object, 'left', 1)]),
    ...flapOf(previous, object),
  ]
}

function ofPod(pod: Pod, what: 'deleted' | 'restarted' | 'left', count: number): Seen {
  const { name, uid } = pod.metadata
  return { type: 'pods', what, owner: ownerOf(pod), names: [name], uids: [uid], count }
}

/** The workload that made it; itself, where none did. */
export function ownerOf(pod: Pod): ObjectRef {
  const owner = pod.metadata.ownerReferences.find(({ controller }) => controller === true)
  if (owner === undefined) return refOf('Pod', pod)
  return { kind: owner.kind, namespace: pod.metadata.namespace, name: owner.name }
}

function restartsOf({ status }: Pod): number {
  return (status?.containerStatuses ?? []).reduce((sum, { restartCount = 0 }) => sum + restartCount, 0)
}

function flapOf(previous: Pod, object: Pod): readonly Seen[] {
  if (isPodTerminating(object) || !isPodReady(previous) || isPodReady(object)) return []
  const gained = toTime(findReadyCondition(previous)?.lastTransitionTime)
  const lost = toTime(findReadyCondition(object)?.lastTransitionTime)
  if (!(lost - gained < FLAPPING_MS)) return []
  const { uid, name } = object.metadata
  return [{ type: 'flap', uid, name, cause: flapCause(previous, object) }]
}

function flapCause(previous: Pod, object: Pod): 'containers' | 'node' | 'probe' {
  const statuses = object.status?.containerStatuses ?? []
  const ended = statuses.some(({ state }) => state?.terminated !== undefined || state?.waiting !== undefined)
  if (ended || restartsOf(object) > restartsOf(previous)) return 'containers'
  // Only the condition of the pod flips when its Node is lost.
  return statuses.length > 0 && statuses.every(({ ready }) => ready === true) ? 'node' : 'probe'
}
