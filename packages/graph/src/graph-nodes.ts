import { byName } from './by-name.ts'
import type { Inputs } from './inputs.ts'
import { zoneOfNode } from './judge.ts'

export interface GraphNode {
  readonly name: string
  /** The Node's label, else the zone that backends on it are in. */
  readonly zone: string | null
  /** The Node's Ready condition; null where it cannot be read or the Node does not exist. */
  readonly ready: boolean | null
}

interface Placed {
  readonly nodeName: string | null
  readonly zone?: string | null
}

/** The Nodes that anything of `placed` is on, by name. */
export function listNodes(placed: readonly Placed[], inputs: Inputs): readonly GraphNode[] {
  const zones = new Map<string, string | null>()
  for (const { nodeName, zone = null } of placed) {
    if (nodeName !== null && (zones.get(nodeName) ?? null) === null) zones.set(nodeName, zone)
  }
  return [...zones]
    .map(([name, zone]) => ({ name, zone: zoneOfNode(name, inputs) ?? zone, ready: isNodeReady(name, inputs) }))
    .toSorted(byName)
}

function isNodeReady(name: string, { listers, coverage }: Inputs): boolean | null {
  if (coverage('nodes', '') === 'forbidden') return null
  const node = listers.nodes.get(name)
  if (node === undefined) return null
  return node.status?.conditions.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false
}
