import { conditionStatus } from './conditions.ts'
import { demoAnnotation } from './demo-annotations.ts'
import { booleanAt, listAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'

/** Whether the node's kubelet works: it stops at once, the Node says so only later. */
export function isNodeUp(node: RawObject): boolean {
  return demoAnnotation(node, 'down') === undefined && !isBeingDeleted(node)
}

function isBeingDeleted(node: RawObject): boolean {
  return textAt(node, 'metadata', 'deletionTimestamp') !== undefined
}

export function isNodeReady(node: RawObject): boolean {
  return conditionStatus(node, 'Ready') === 'True'
}

/** Taints that keep new pods away; a DaemonSet's pods tolerate those of the node controller. */
export function hasBlockingTaint(node: RawObject): boolean {
  return (
    booleanAt(node, 'spec', 'unschedulable') === true ||
    listAt(node, 'spec', 'taints').some(taint => {
      const effect = textAt(taint, 'effect')
      return effect === 'NoSchedule' || effect === 'NoExecute'
    })
  )
}
