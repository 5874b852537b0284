import type { Cluster } from './cluster.ts'
import { numberAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { conditionStatus } from './conditions.ts'
import { isDeleting, keyOf, nameOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { activePods, adoptAndRelease, createPod, enqueueOwners, isPodReady, replicasOf } from './workload.ts'

export const REPLICA_SET = { apiVersion: 'apps/v1', kind: 'ReplicaSet' } as const
/** So many pods are made or ended in one go; the next ones follow at once. */
const BURST = 8
const BURST_PAUSE_MS = 120

/** Keeps as many pods as spec.replicas says; those that matter least go first. */
export class ReplicaSetController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [10, 60], sync: key => this.#sync(key) })
    const add = (key: string) => this.#queue.add(key)
    cluster.on('replicasets', set => set !== undefined && add(keyOf(set)))
    enqueueOwners(cluster, 'replicasets', add)
  }

  #sync(key: string): void {
    const set = this.#cluster.find('replicasets', key)
    if (set === undefined || isDeleting(set)) return
    adoptAndRelease(this.#cluster, set, REPLICA_SET)
    const pods = activePods(this.#cluster, set)
    const missing = replicasOf(set) - pods.length
    if (missing > 0) this.#create(set, Math.min(missing, BURST))
    if (missing < 0) this.#delete(set, pods.toSorted(compareLeastWanted).slice(0, Math.min(-missing, BURST)))
    if (Math.abs(missing) > BURST) this.#queue.addAfter(key, BURST_PAUSE_MS)
    this.#writeStatus(set)
  }

  #create(set: RawObject, count: number): void {
    for (let made = 0; made < count; made++) {
      const pod = createPod(this.#cluster, { owner: set, kind: REPLICA_SET, name: { prefix: `${nameOf(set)}-` } })
      if (pod === undefined) return
      this.#record(set, 'SuccessfulCreate', `Created pod: ${nameOf(pod)}`)
    }
  }

  #delete(set: RawObject, pods: readonly RawObject[]): void {
    for (const pod of pods) {
      this.#cluster.requestDelete('pods', pod)
      this.#record(set, 'SuccessfulDelete', `Deleted pod: ${nameOf(pod)}`)
    }
  }

  #record(set: RawObject, reason: string, message: string): void {
    this.#cluster.events.record('ReplicaSet', set, {
      type: 'Normal',
      reason,
      message,
      component: 'replicaset-controller',
    })
  }

  #writeStatus(set: RawObject): void {
    const pods = activePods(this.#cluster, set)
    const ready = pods.filter(isPodReady).length
    this.#cluster.setStatus('replicasets', set, {
      replicas: pods.length,
      fullyLabeledReplicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      observedGeneration: numberAt(set, 'metadata', 'generation') ?? 1,
    })
  }
}

/** pkg/controller/controller_utils.go ActivePods: not bound, not running, not ready, and younger ones first. */
function compareLeastWanted(a: RawObject, b: RawObject): number {
  return rank(a) - rank(b) || (createdAt(b) < createdAt(a) ? -1 : 1)
}

function rank(pod: RawObject): number {
  if (textAt(pod, 'spec', 'nodeName') === undefined) return 0
  if (textAt(pod, 'status', 'phase') !== 'Running') return 1
  return conditionStatus(pod, 'Ready') === 'True' ? 3 : 2
}

function createdAt(pod: RawObject): string {
  return textAt(pod, 'metadata', 'creationTimestamp') ?? ''
}
