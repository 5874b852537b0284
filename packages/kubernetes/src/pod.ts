import type { Condition, Node, Pod } from '@slicescope/model'

/** The pod's condition Ready, as the kubelet or the node controller wrote it last. */
export function findReadyCondition(pod: Pod): Condition | undefined {
  return pod.status?.conditions.find(({ type }) => type === 'Ready')
}

/** Whether the condition Ready is True; absent and Unknown are not (k8s.io/endpointslice util/controller_utils.go). */
export function isPodReady(pod: Pod): boolean {
  return findReadyCondition(pod)?.status === 'True'
}

/** Phase Succeeded or Failed: it will never run again and is in no slice. */
export function isPodFinished(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'
}

export function isPodTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined
}

/** How a Node is found by its name; undefined when it does not exist. */
export type FindNode = (name: string) => Node | undefined

/** The zone of the Node's label; undefined without Node, label or value. */
export function nodeZone(node: Node | undefined): string | undefined {
  const zone = node?.metadata.labels['topology.kubernetes.io/zone']
  return zone === '' ? undefined : zone
}

/** The zone of the Node that the pod is bound to. */
export function podZone(pod: Pod, findNode: FindNode): string | undefined {
  return pod.spec.nodeName === undefined ? undefined : nodeZone(findNode(pod.spec.nodeName))
}
