import type { Node } from '@slicescope/model'

const DOWN_TAINTS: ReadonlySet<string> = new Set(['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready'])

/** Its condition Ready is not True, or it carries the taint that the node controller gives it then. */
export function isNodeDown(node: Node): boolean {
  const ready = readyOf(node)
  if (ready !== undefined && ready.status !== 'True') return true
  return (node.spec?.taints ?? []).some(({ key }) => DOWN_TAINTS.has(key))
}

export function readyOf(node: Node) {
  return node.status?.conditions.find(({ type }) => type === 'Ready')
}

export function zoneOf(node: Node | undefined): string | null {
  return node?.metadata.labels['topology.kubernetes.io/zone'] || null
}
