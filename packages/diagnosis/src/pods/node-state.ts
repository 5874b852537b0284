import type { Node } from '@slicescope/model'
import { kubectlAll } from '../words/refs.ts'

const UNREACHABLE = 'node.kubernetes.io/unreachable'
const DOWN_TAINTS: ReadonlySet<string> = new Set([UNREACHABLE, 'node.kubernetes.io/not-ready'])

/** Its condition Ready is not True, or it carries the taint that the node controller gives it then. */
export function isNodeDown(node: Node): boolean {
  const ready = readyOf(node)
  if (ready !== undefined && ready.status !== 'True') return true
  return (node.spec?.taints ?? []).some(({ key }) => DOWN_TAINTS.has(key))
}

/** It says nothing any more, so nothing that it said of its pods can be news; one that is only not Ready still speaks. */
export function isNodeSilent(node: Node): boolean {
  const ready = readyOf(node)
  if (ready !== undefined && ready.status !== 'Unknown') return false
  return ready !== undefined || (node.spec?.taints ?? []).some(({ key }) => key === UNREACHABLE)
}

export function readyOf(node: Node) {
  return node.status?.conditions.find(({ type }) => type === 'Ready')
}

/** As evidence shows it. */
export function shownReady(node: Node | undefined): string {
  const ready = node === undefined ? undefined : readyOf(node)
  const since = ready?.lastTransitionTime === undefined ? '' : `since ${ready.lastTransitionTime}`
  return [ready?.status ?? 'absent', reasonText(ready?.reason), since].filter(Boolean).join(', ')
}

/** What the node controller writes of a Node whose kubelet is silent (pkg/controller/nodelifecycle). */
function reasonText(reason: string | undefined): string | undefined {
  return reason === 'NodeStatusUnknown' ? `${reason} (the kubelet stopped posting node status)` : reason
}

/** A command names no more: it shows all Nodes then. */
const MOST_NAMED = 20

/** Shows what Nodes say of themselves, and their taints. */
export function nodesCommand(names: readonly string[]): string {
  const which = names.length > MOST_NAMED ? ['nodes'] : names.map(name => `node/${name}`)
  return kubectlAll`get ${which} -o custom-columns=NODE:.metadata.name,READY:.status.conditions[?(@.type=="Ready")].status,TAINTS:.spec.taints[*].key`
}

export function zoneOf(node: Node | undefined): string | null {
  return node?.metadata.labels['topology.kubernetes.io/zone'] || null
}
