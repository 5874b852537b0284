import type { Cluster } from './cluster.ts'
import { withConditions } from './conditions.ts'
import { at, numberAt, recordAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { controllerUid, isDeleting, keyOf, labelsOf, namespaceOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { isPodReady, replicasOf, selectorMatcher } from './workload.ts'

const OWNERS = ['replicasets', 'statefulsets'] as const

/** Computes how many pods of a budget may be evicted; upstream pkg/controller/disruption/disruption.go. */
export class DisruptionController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [30, 150], sync: key => this.#sync(key) })
    cluster.on('poddisruptionbudgets', budget => budget !== undefined && this.#queue.add(keyOf(budget)))
    cluster.on('pods', (now, before) => this.#hearPod(now ?? before))
  }

  #hearPod(pod: RawObject | undefined): void {
    if (pod === undefined) return
    for (const budget of this.#cluster.inNamespace('poddisruptionbudgets', namespaceOf(pod)))
      this.#queue.add(keyOf(budget))
  }

  #sync(key: string): void {
    const budget = this.#cluster.find('poddisruptionbudgets', key)
    if (budget === undefined) return
    const matches = selectorMatcher(at(budget, 'spec', 'selector'))
    const pods = this.#cluster.inNamespace('pods', namespaceOf(budget)).filter(pod => matches(labelsOf(pod)))
    const { expectedPods, desiredHealthy } = this.#wanted(budget, pods)
    const currentHealthy = pods.filter(pod => isPodReady(pod) && !isDeleting(pod)).length
    const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy)
    const isAllowed = disruptionsAllowed > 0
    const condition = {
      type: 'DisruptionAllowed',
      status: isAllowed ? 'True' : 'False',
      reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
      message: '',
    } as const
    this.#cluster.edit('poddisruptionbudgets', budget, was => ({
      ...was,
      status: {
        ...recordAt(was, 'status'),
        observedGeneration: numberAt(was, 'metadata', 'generation') ?? 1,
        currentHealthy,
        desiredHealthy,
        expectedPods,
        disruptionsAllowed,
        conditions: withConditions(was, [condition], this.#cluster.time()),
      },
    }))
  }

  /** A number of available pods counts the pods; all else counts what their owners ask for. */
  #wanted(budget: RawObject, pods: readonly RawObject[]) {
    const least = at(budget, 'spec', 'minAvailable')
    const most = at(budget, 'spec', 'maxUnavailable')
    if (typeof least === 'number') return { expectedPods: pods.length, desiredHealthy: least }
    const expectedPods = this.#scaleOf(pods)
    const desiredHealthy =
      most === undefined ? shareOf(least, expectedPods) : expectedPods - shareOf(most, expectedPods)
    return { expectedPods, desiredHealthy: Math.max(0, desiredHealthy) }
  }

  #scaleOf(pods: readonly RawObject[]): number {
    const uids = new Set(pods.map(controllerUid))
    return OWNERS.flatMap(resource => this.#cluster.list(resource))
      .filter(owner => uids.has(String(at(owner, 'metadata', 'uid'))))
      .reduce((sum, owner) => sum + replicasOf(owner), 0)
  }
}

/** Of an IntOrString; a percentage is rounded up, as upstream does. */
function shareOf(value: unknown, of: number): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? Math.ceil((Number.parseInt(value, 10) / 100) * of) : 0
}
