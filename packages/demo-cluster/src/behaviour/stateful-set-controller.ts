import type { Cluster } from './cluster.ts'
import { numberAt, recordAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { isDeleting, keyOf, labelsOf, nameOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { controlledPods, createPod, enqueueOwners, isPodReady, replicasOf, templateHash } from './workload.ts'

const STATEFUL_SET = { apiVersion: 'apps/v1', kind: 'StatefulSet' } as const
const REVISION = 'controller-revision-hash'

/** Pods with names that stay, one after the other: up from 0, down and renewed from the last. */
export class StatefulSetController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [20, 100], sync: key => this.#sync(key) })
    const add = (key: string) => this.#queue.add(key)
    cluster.on('statefulsets', set => set !== undefined && add(keyOf(set)))
    enqueueOwners(cluster, 'statefulsets', add)
  }

  #sync(key: string): void {
    const set = this.#cluster.find('statefulsets', key)
    if (set === undefined || isDeleting(set)) return
    const revision = `${nameOf(set)}-${templateHash(set)}`
    const pods = new Map(controlledPods(this.#cluster, set).map(pod => [ordinalOf(pod), pod]))
    this.#act(set, revision, pods)
    this.#writeStatus(set, revision)
  }

  /** One step; the next follows when the pod that was made or ended says so. */
  #act(set: RawObject, revision: string, pods: ReadonlyMap<number, RawObject>): void {
    const wanted = replicasOf(set)
    const isOrdered = textAt(set, 'spec', 'podManagementPolicy') !== 'Parallel'
    for (let ordinal = 0; ordinal < wanted; ordinal++) {
      const pod = pods.get(ordinal)
      if (pod === undefined) this.#create(set, revision, ordinal)
      if (isOrdered && (pod === undefined || !isPodReady(pod) || isDeleting(pod))) return
    }
    const surplus = [...pods].filter(([ordinal]) => ordinal >= wanted).toSorted(([a], [b]) => b - a)
    for (const [, pod] of surplus) {
      this.#delete(set, pod)
      if (isOrdered) return
    }
    this.#renewLast(set, revision, pods)
  }

  #renewLast(set: RawObject, revision: string, pods: ReadonlyMap<number, RawObject>): void {
    if (textAt(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return
    const partition = numberAt(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0
    for (let ordinal = replicasOf(set) - 1; ordinal >= partition; ordinal--) {
      const pod = pods.get(ordinal)
      if (pod === undefined || isDeleting(pod)) return
      if (labelsOf(pod)[REVISION] !== revision) {
        this.#delete(set, pod)
        return
      }
      if (!isPodReady(pod)) return
    }
  }

  #create(set: RawObject, revision: string, ordinal: number): void {
    const name = `${nameOf(set)}-${ordinal}`
    const labels = {
      [REVISION]: revision,
      'statefulset.kubernetes.io/pod-name': name,
      'apps.kubernetes.io/pod-index': String(ordinal),
    }
    const subdomain = textAt(set, 'spec', 'serviceName')
    const spec = { hostname: name, ...(subdomain === undefined ? {} : { subdomain }) }
    const pod = createPod(this.#cluster, { owner: set, kind: STATEFUL_SET, name: { exact: name }, labels, spec })
    if (pod !== undefined)
      this.#record(set, 'SuccessfulCreate', `create Pod ${name} in StatefulSet ${nameOf(set)} successful`)
  }

  #delete(set: RawObject, pod: RawObject): void {
    if (isDeleting(pod)) return
    this.#cluster.requestDelete('pods', pod)
    this.#record(set, 'SuccessfulDelete', `delete Pod ${nameOf(pod)} in StatefulSet ${nameOf(set)} successful`)
  }

  #record(set: RawObject, reason: string, message: string): void {
    this.#cluster.events.record('StatefulSet', set, {
      type: 'Normal',
      reason,
      message,
      component: 'statefulset-controller',
    })
  }

  #writeStatus(set: RawObject, revision: string): void {
    const pods = controlledPods(this.#cluster, set)
    const ready = pods.filter(isPodReady).length
    const updated = pods.filter(pod => labelsOf(pod)[REVISION] === revision).length
    const isDone = updated === pods.length && ready === replicasOf(set)
    this.#cluster.setStatus('statefulsets', set, {
      observedGeneration: numberAt(set, 'metadata', 'generation') ?? 1,
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: ready,
      currentReplicas: updated,
      updatedReplicas: updated,
      updateRevision: revision,
      currentRevision: isDone ? revision : (textAt(recordAt(set, 'status'), 'currentRevision') ?? revision),
      collisionCount: 0,
    })
  }
}

function ordinalOf(pod: RawObject): number {
  const name = nameOf(pod)
  return Number(name.slice(name.lastIndexOf('-') + 1))
}
