import type { Node } from '@slicescope/model'
import { byName } from './by-name.ts'
import type { Inputs } from './inputs.ts'
import { zoneOfNode } from './judge.ts'

export interface GraphNode {
  readonly name: string
  /** The Node's label, else the zone that backends on it are in. */
  readonly zone: string | null
  /** The Node's Ready condition; null where it cannot be read or the Node does not exist. */
  readonly ready: boolean | null
  /** Ready first; the others only while they report a fault. Empty where the Node cannot be read. */
  readonly conditions: readonly GraphCondition[]
  /** As kubectl writes them: `node.kubernetes.io/unreachable:NoExecute`. */
  readonly taints: readonly string[]
  /** New pods are kept off it (cordoned). */
  readonly unschedulable: boolean
}

export interface GraphCondition {
  readonly type: string
  readonly status: string
  readonly reason: string | null
  readonly since: string | null
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
    .map(([name, zone]) => ({ name, zone: zoneOfNode(name, inputs) ?? zone, ...factsOf(name, inputs) }))
    .toSorted(byName)
}

type NodeFacts = Omit<GraphNode, 'name' | 'zone'>

const UNKNOWN: NodeFacts = { ready: null, conditions: [], taints: [], unschedulable: false }

function factsOf(name: string, { listers, coverage }: Inputs): NodeFacts {
  const node = coverage('nodes', '') === 'forbidden' ? undefined : listers.nodes.get(name)
  if (node === undefined) return UNKNOWN
  const conditions = (node.status?.conditions ?? []).filter(each => each.type === 'Ready' || isFault(each))
  return {
    ready: conditions.some(({ type, status }) => type === 'Ready' && status === 'True'),
    conditions: conditions.map(toCondition).toSorted((a, b) => Number(b.type === 'Ready') - Number(a.type === 'Ready')),
    taints: (node.spec?.taints ?? []).map(({ key, effect }) => (effect === undefined ? key : `${key}:${effect}`)),
    unschedulable: node.spec?.unschedulable === true,
  }
}

type NodeCondition = NonNullable<Node['status']>['conditions'][number]

/** Every condition but Ready says what is wrong. */
function isFault({ status }: NodeCondition): boolean {
  return status === 'True'
}

function toCondition({ type, status, reason, lastTransitionTime }: NodeCondition): GraphCondition {
  return { type, status, reason: reason || null, since: lastTransitionTime ?? null }
}
