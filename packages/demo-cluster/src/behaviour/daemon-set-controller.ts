import type { Cluster } from './cluster.ts'
import { booleanAt, numberAt, textAt, textsAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { isDeleting, keyOf, labelsOf, nameOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { activePods, controlledPods, createPod, enqueueOwners, isPodReady, templateHash } from './workload.ts'

const DAEMON_SET = { apiVersion: 'apps/v1', kind: 'DaemonSet' } as const
const REVISION = 'controller-revision-hash'

/** One pod on every node that fits its nodeSelector, lost nodes included; renewed one at a time. */
export class DaemonSetController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [30, 150], sync: key => this.#sync(key) })
    const add = (key: string) => this.#queue.add(key)
    cluster.on('daemonsets', set => set !== undefined && add(keyOf(set)))
    cluster.on('nodes', (node, previous) => {
      if (node === undefined || previous === undefined || labelsOf(node) !== labelsOf(previous)) this.#addAll()
    })
    enqueueOwners(cluster, 'daemonsets', add)
  }

  #addAll(): void {
    for (const set of this.#cluster.list('daemonsets')) this.#queue.add(keyOf(set))
  }

  #sync(key: string): void {
    const set = this.#cluster.find('daemonsets', key)
    if (set === undefined || isDeleting(set)) return
    const revision = templateHash(set)
    const nodes = this.#cluster.list('nodes').filter(node => isEligible(set, node))
    const byNode = new Map(controlledPods(this.#cluster, set).map(pod => [textAt(pod, 'spec', 'nodeName') ?? '', pod]))
    for (const node of nodes) if (!byNode.has(nameOf(node))) this.#create(set, revision, nameOf(node))
    const names = new Set(nodes.map(nameOf))
    for (const [node, pod] of byNode) if (!names.has(node) && !isDeleting(pod)) this.#cluster.requestDelete('pods', pod)
    this.#renewOne(set, revision)
    this.#writeStatus(set, revision, nodes.length)
  }

  #renewOne(set: RawObject, revision: string): void {
    const pods = controlledPods(this.#cluster, set)
    const old = pods.find(pod => labelsOf(pod)[REVISION] !== revision && !isDeleting(pod))
    if (old !== undefined && pods.every(pod => isPodReady(pod) && !isDeleting(pod)))
      this.#cluster.requestDelete('pods', old)
  }

  #create(set: RawObject, revision: string, nodeName: string): void {
    createPod(this.#cluster, {
      owner: set,
      kind: DAEMON_SET,
      name: { prefix: `${nameOf(set)}-` },
      labels: { [REVISION]: revision },
      spec: { nodeName },
    })
  }

  #writeStatus(set: RawObject, revision: string, desired: number): void {
    const pods = activePods(this.#cluster, set)
    const ready = pods.filter(isPodReady).length
    this.#cluster.setStatus('daemonsets', set, {
      observedGeneration: numberAt(set, 'metadata', 'generation') ?? 1,
      currentNumberScheduled: pods.length,
      desiredNumberScheduled: desired,
      numberMisscheduled: 0,
      numberReady: ready,
      numberAvailable: ready,
      numberUnavailable: Math.max(0, desired - ready),
      updatedNumberScheduled: pods.filter(pod => labelsOf(pod)[REVISION] === revision).length,
    })
  }
}

function isEligible(set: RawObject, node: RawObject): boolean {
  const labels = labelsOf(node)
  const wanted = Object.entries(textsAt(set, 'spec', 'template', 'spec', 'nodeSelector'))
  return (
    booleanAt(node, 'metadata', 'deletionTimestamp') === undefined &&
    wanted.every(([key, value]) => labels[key] === value)
  )
}
