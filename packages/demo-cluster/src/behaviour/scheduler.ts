import type { Cluster } from './cluster.ts'
import { withConditions } from './conditions.ts'
import { recordAt, textAt, textsAt } from './json.ts'
import { hasBlockingTaint, isNodeReady } from './node-state.ts'
import type { RawObject } from './object-index.ts'
import { asNode, controllerUid, isDeleting, keyOf, labelsOf, nameOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { nodeZone } from '@slicescope/kubernetes'

const MAX_PODS_PER_NODE = 110

/** Binds pods to nodes: where few of the same owner run, first by zone, then by node. */
export class Scheduler {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue
  readonly #unschedulable = new Set<string>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [20, 120], sync: key => this.#schedule(key) })
    cluster.on('pods', (pod, previous) => this.#hearPod(pod, previous))
    cluster.on('nodes', () => this.#retry())
  }

  #hearPod(pod: RawObject | undefined, previous: RawObject | undefined): void {
    if (pod === undefined) {
      if (previous !== undefined) this.#unschedulable.delete(keyOf(previous))
      if (previous !== undefined && isBound(previous)) this.#retry()
    } else if (!isBound(pod) && !isDeleting(pod) && previous === undefined) this.#queue.add(keyOf(pod))
  }

  #retry(): void {
    for (const key of this.#unschedulable) this.#queue.add(key)
  }

  #schedule(key: string): void {
    const pod = this.#cluster.find('pods', key)
    this.#unschedulable.delete(key)
    if (pod === undefined || isBound(pod) || isDeleting(pod)) return
    const nodes = this.#cluster.list('nodes')
    const node = this.#choose(
      pod,
      nodes.filter(candidate => this.#findObstacle(pod, candidate) === undefined),
    )
    if (node === undefined) this.#refuse(pod, nodes)
    else this.#bind(pod, nameOf(node))
  }

  /** Why a pod cannot go to a node, in kube-scheduler's words. */
  #findObstacle(pod: RawObject, node: RawObject): string | undefined {
    if (hasBlockingTaint(node) || !isNodeReady(node)) return 'node(s) had untolerated taint(s)'
    const wanted = Object.entries(textsAt(pod, 'spec', 'nodeSelector'))
    const labels = labelsOf(node)
    if (!wanted.every(([label, value]) => labels[label] === value)) {
      return "node(s) didn't match Pod's node affinity/selector"
    }
    return this.#cluster.podCount(nameOf(node)) >= MAX_PODS_PER_NODE ? 'Too many pods' : undefined
  }

  #choose(pod: RawObject, nodes: readonly RawObject[]): RawObject | undefined {
    const owner = controllerUid(pod)
    const siblings = owner === undefined ? [] : this.#cluster.ownedBy('pods', owner)
    const onNode = countBy(siblings, sibling => textAt(sibling, 'spec', 'nodeName') ?? '')
    const inZone = countBy(siblings, sibling => this.#zoneOf(textAt(sibling, 'spec', 'nodeName') ?? ''))
    const score = (node: RawObject) => [
      inZone.get(this.#zoneOf(nameOf(node))) ?? 0,
      onNode.get(nameOf(node)) ?? 0,
      this.#cluster.podCount(nameOf(node)),
    ]
    return nodes
      .map(node => ({ node, score: [...score(node), this.#cluster.random.next()] }))
      .toSorted((a, b) => compare(a.score, b.score))[0]?.node
  }

  #zoneOf(name: string): string {
    const node = this.#cluster.get('nodes', '', name)
    return (node === undefined ? undefined : nodeZone(asNode(node))) ?? ''
  }

  #bind(pod: RawObject, node: string): void {
    this.#cluster.edit('pods', pod, current => ({
      ...current,
      spec: { ...recordAt(current, 'spec'), nodeName: node },
      status: {
        ...recordAt(current, 'status'),
        conditions: withConditions(current, [{ type: 'PodScheduled', status: 'True' }], this.#cluster.time()),
      },
    }))
    this.#cluster.events.record('Pod', pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${keyOf(pod)} to ${node}`,
      component: 'default-scheduler',
    })
  }

  #refuse(pod: RawObject, nodes: readonly RawObject[]): void {
    this.#unschedulable.add(keyOf(pod))
    const why = countBy(nodes, node => this.#findObstacle(pod, node) ?? '')
    const reasons = [...why].map(([reason, count]) => `${count} ${reason}`).join(', ')
    const message = `0/${nodes.length} nodes are available${reasons === '' ? '' : `: ${reasons}`}.`
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message } as const
    this.#cluster.edit('pods', pod, current => ({
      ...current,
      status: {
        ...recordAt(current, 'status'),
        phase: 'Pending',
        conditions: withConditions(current, [condition], this.#cluster.time()),
      },
    }))
    this.#cluster.events.record('Pod', pod, {
      type: 'Warning',
      reason: 'FailedScheduling',
      message,
      component: 'default-scheduler',
    })
  }
}

function isBound(pod: RawObject): boolean {
  return textAt(pod, 'spec', 'nodeName') !== undefined
}

function countBy(objects: readonly RawObject[], keyOfOne: (object: RawObject) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const object of objects) {
    const key = keyOfOne(object)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, value] of a.entries()) {
    const other = b[at] ?? 0
    if (value !== other) return value - other
  }
  return 0
}
