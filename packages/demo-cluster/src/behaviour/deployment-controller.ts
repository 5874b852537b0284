import type { Cluster } from './cluster.ts'
import { withConditions } from './conditions.ts'
import { at, listAt, numberAt, recordAt, textAt, textsAt } from './json.ts'
import { type RawObject } from './object-index.ts'
import { REPLICA_SET } from './replica-set-controller.ts'
import { annotationOf, controllerUid, isDeleting, keyOf, labelsOf, nameOf, namespaceOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { ownerReference, replicasOf, templateHash } from './workload.ts'

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment' } as const
const REVISION = 'deployment.kubernetes.io/revision'
/** Old ReplicaSets that are kept; the real default is 10. */
const HISTORY = 2

/** Rolls Deployments out by ReplicaSets, within maxSurge and maxUnavailable (pkg/controller/deployment/rolling.go). */
export class DeploymentController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [20, 90], sync: key => this.#sync(key) })
    cluster.on('deployments', deployment => deployment !== undefined && this.#queue.add(keyOf(deployment)))
    cluster.on('replicasets', (now, before) => this.#hearReplicaSet(now ?? before))
  }

  #hearReplicaSet(set: RawObject | undefined): void {
    const owner = set === undefined ? undefined : controllerUid(set)
    if (set === undefined || owner === undefined) return
    const deployment = this.#cluster
      .inNamespace('deployments', namespaceOf(set))
      .find(candidate => textAt(candidate, 'metadata', 'uid') === owner)
    if (deployment !== undefined) this.#queue.add(keyOf(deployment))
  }

  #sync(key: string): void {
    const deployment = this.#cluster.find('deployments', key)
    if (deployment === undefined || isDeleting(deployment)) return
    const hash = templateHash(deployment)
    const sets = this.#setsOf(deployment)
    const current = sets.find(set => labelsOf(set)['pod-template-hash'] === hash)
    const old = sets.filter(set => set !== current)
    if (current === undefined) this.#createSet(deployment, hash, old)
    else {
      if (isRecreate(deployment)) this.#recreate(deployment, current, old)
      else this.#roll(deployment, current, old)
      this.#forgetOld(old)
    }
    this.#writeStatus(deployment, hash)
  }

  #setsOf(deployment: RawObject): readonly RawObject[] {
    return this.#cluster
      .ownedBy('replicasets', textAt(deployment, 'metadata', 'uid') ?? '')
      .filter(set => !isDeleting(set))
  }

  #createSet(deployment: RawObject, hash: string, old: readonly RawObject[]): void {
    const revision = Math.max(0, ...old.map(set => Number(annotationOf(set, REVISION) ?? 0))) + 1
    const template = recordAt(deployment, 'spec', 'template')
    const labels = { ...textsAt(template, 'metadata', 'labels'), 'pod-template-hash': hash }
    const selector = recordAt(deployment, 'spec', 'selector')
    const first = old.length === 0 ? replicasOf(deployment) : 0
    const set = this.#cluster.create('replicasets', {
      ...REPLICA_SET,
      metadata: {
        name: `${nameOf(deployment)}-${hash}`,
        namespace: namespaceOf(deployment),
        labels,
        annotations: { [REVISION]: String(revision) },
        ownerReferences: [ownerReference(DEPLOYMENT, deployment)],
      },
      spec: {
        replicas: first,
        selector: { ...selector, matchLabels: { ...textsAt(selector, 'matchLabels'), 'pod-template-hash': hash } },
        template: { ...template, metadata: { ...recordAt(template, 'metadata'), labels } },
      },
      status: { replicas: 0 },
    })
    this.#cluster.edit('deployments', deployment, was => withAnnotation(was, REVISION, String(revision)))
    if (set !== undefined) this.#recordScale(deployment, set, 0, first)
  }

  #roll(deployment: RawObject, current: RawObject, old: readonly RawObject[]): void {
    const wanted = replicasOf(deployment)
    const { maxSurge, maxUnavailable } = rollingLimits(deployment, wanted)
    const oldTotal = sum(old.map(replicasOf))
    const now = replicasOf(current)
    if (oldTotal === 0) return this.#scale(deployment, current, wanted)
    if (now > wanted) this.#scale(deployment, current, wanted)
    const room = wanted + maxSurge - now - oldTotal
    if (room > 0 && now < wanted) this.#scale(deployment, current, Math.min(wanted, now + room))
    this.#scaleDownOld({ deployment, old, current }, wanted - maxUnavailable)
  }

  /** Pods that are not available go first and freely; of the available ones only what leaves `minAvailable`. */
  #scaleDownOld(
    { deployment, old, current }: { deployment: RawObject; old: readonly RawObject[]; current: RawObject },
    minAvailable: number,
  ): void {
    const newUnavailable = replicasOf(current) - availableOf(current)
    let spare = sum(old.map(replicasOf)) + replicasOf(current) - minAvailable - newUnavailable
    const left = new Map(old.map(set => [set, replicasOf(set)]))
    for (const [set, replicas] of left) {
      const unhealthy = Math.max(0, Math.min(spare, replicas - availableOf(set)))
      left.set(set, replicas - unhealthy)
      spare -= unhealthy
    }
    let freed = sum([...old, current].map(availableOf)) - minAvailable
    for (const [set, replicas] of left) {
      const down = Math.max(0, Math.min(freed, spare, replicas))
      freed -= down
      spare -= down
      this.#scale(deployment, set, replicas - down)
    }
  }

  #recreate(deployment: RawObject, current: RawObject, old: readonly RawObject[]): void {
    for (const set of old) this.#scale(deployment, set, 0)
    const hasOldPods = old.some(set => this.#cluster.ownedBy('pods', textAt(set, 'metadata', 'uid') ?? '').length > 0)
    if (!hasOldPods) this.#scale(deployment, current, replicasOf(deployment))
  }

  #scale(deployment: RawObject, set: RawObject, replicas: number): void {
    const before = replicasOf(set)
    if (before === replicas) return
    this.#cluster.edit('replicasets', set, was => ({ ...was, spec: { ...recordAt(was, 'spec'), replicas } }))
    this.#recordScale(deployment, set, before, replicas)
  }

  #recordScale(deployment: RawObject, set: RawObject, from: number, to: number): void {
    const message = `Scaled ${to < from ? 'down' : 'up'} replica set ${nameOf(set)} from ${from} to ${to}`
    const component = 'deployment-controller'
    this.#cluster.events.record('Deployment', deployment, {
      type: 'Normal',
      reason: 'ScalingReplicaSet',
      message,
      component,
    })
  }

  #forgetOld(old: readonly RawObject[]): void {
    const empty = old
      .filter(set => replicasOf(set) === 0 && (numberAt(set, 'status', 'replicas') ?? 0) === 0)
      .toSorted((a, b) => Number(annotationOf(b, REVISION) ?? 0) - Number(annotationOf(a, REVISION) ?? 0))
    for (const set of empty.slice(HISTORY)) this.#cluster.remove('replicasets', set)
  }

  #writeStatus(deployment: RawObject, hash: string): void {
    const sets = this.#setsOf(deployment)
    const wanted = replicasOf(deployment)
    const available = sum(sets.map(availableOf))
    const updated = sum(sets.filter(set => labelsOf(set)['pod-template-hash'] === hash).map(podsOf))
    const { maxUnavailable } = rollingLimits(deployment, wanted)
    const isAvailable = available >= wanted - maxUnavailable
    const isDone = updated === wanted && available === wanted
    const replicas = sum(sets.map(podsOf))
    // What was complete stays so however many pods are lost, until there are old ones again (deployment/progress.go).
    const stays = replicas === updated && reasonOf(deployment, 'Progressing') === COMPLETE
    this.#cluster.edit('deployments', deployment, was => ({
      ...was,
      status: {
        ...recordAt(was, 'status'),
        observedGeneration: numberAt(was, 'metadata', 'generation') ?? 1,
        replicas,
        updatedReplicas: updated,
        readyReplicas: sum(sets.map(set => numberAt(set, 'status', 'readyReplicas') ?? 0)),
        availableReplicas: available,
        unavailableReplicas: Math.max(0, wanted - available),
        conditions: withConditions(
          was,
          [
            {
              type: 'Available',
              status: isAvailable ? 'True' : 'False',
              reason: isAvailable ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
            },
            { type: 'Progressing', status: 'True', reason: isDone || stays ? COMPLETE : 'ReplicaSetUpdated' },
          ],
          this.#cluster.time(),
        ),
      },
    }))
  }
}

function isRecreate(deployment: RawObject): boolean {
  return textAt(deployment, 'spec', 'strategy', 'type') === 'Recreate'
}

/** maxSurge rounds up, maxUnavailable down; both zero would never move. */
function rollingLimits(
  deployment: RawObject,
  wanted: number,
): { readonly maxSurge: number; readonly maxUnavailable: number } {
  const limit = (name: string, round: (value: number) => number) => {
    const value = at(deployment, 'spec', 'strategy', 'rollingUpdate', name) ?? '25%'
    if (typeof value === 'number') return value
    return round((Number.parseInt(typeof value === 'string' ? value : '25%', 10) / 100) * wanted)
  }
  const maxSurge = limit('maxSurge', Math.ceil)
  const maxUnavailable = limit('maxUnavailable', Math.floor)
  return maxSurge + maxUnavailable === 0 ? { maxSurge: 0, maxUnavailable: 1 } : { maxSurge, maxUnavailable }
}

function availableOf(set: RawObject): number {
  return numberAt(set, 'status', 'availableReplicas') ?? 0
}

function podsOf(set: RawObject): number {
  return numberAt(set, 'status', 'replicas') ?? 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function withAnnotation(object: RawObject, key: string, value: string): RawObject {
  const metadata = recordAt(object, 'metadata')
  return { ...object, metadata: { ...metadata, annotations: { ...recordAt(metadata, 'annotations'), [key]: value } } }
}

const COMPLETE = 'NewReplicaSetAvailable'

function reasonOf(deployment: RawObject, type: string): string | undefined {
  const condition = listAt(deployment, 'status', 'conditions').find(each => textAt(each, 'type') === type)
  return textAt(condition, 'reason')
}
