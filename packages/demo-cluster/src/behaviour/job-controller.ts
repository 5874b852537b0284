import type { Cluster } from './cluster.ts'
import { withConditions } from './conditions.ts'
import { numberAt, recordAt, textAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { conditionStatus } from './conditions.ts'
import { isDeleting, keyOf, nameOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'
import { activePods, controlledPods, createPod, enqueueOwners, isPodReady } from './workload.ts'

const JOB = { apiVersion: 'batch/v1', kind: 'Job' } as const

/** Runs pods until enough of them have succeeded. */
export class JobController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [30, 150], sync: key => this.#sync(key) })
    const add = (key: string) => this.#queue.add(key)
    cluster.on('jobs', job => job !== undefined && add(keyOf(job)))
    enqueueOwners(cluster, 'jobs', add)
  }

  #sync(key: string): void {
    const job = this.#cluster.find('jobs', key)
    if (job === undefined || isDeleting(job) || conditionStatus(job, 'Complete') === 'True') return
    const completions = numberAt(job, 'spec', 'completions') ?? 1
    const parallelism = numberAt(job, 'spec', 'parallelism') ?? 1
    const succeeded = this.#countSucceeded(job)
    const active = activePods(this.#cluster, job).length
    const missing = Math.min(parallelism, completions - succeeded) - active
    for (let made = 0; made < missing; made++) {
      createPod(this.#cluster, {
        owner: job,
        kind: JOB,
        name: { prefix: `${nameOf(job)}-` },
        labels: { 'batch.kubernetes.io/job-name': nameOf(job), 'job-name': nameOf(job) },
      })
    }
    this.#writeStatus(job, succeeded >= completions)
  }

  #countSucceeded(job: RawObject): number {
    return controlledPods(this.#cluster, job).filter(pod => textAt(pod, 'status', 'phase') === 'Succeeded').length
  }

  #writeStatus(job: RawObject, isDone: boolean): void {
    const active = activePods(this.#cluster, job)
    const time = this.#cluster.time()
    this.#cluster.edit('jobs', job, was => ({
      ...was,
      status: {
        startTime: time,
        ...recordAt(was, 'status'),
        active: active.length,
        ready: active.filter(isPodReady).length,
        succeeded: this.#countSucceeded(job),
        failed: 0,
        ...(isDone
          ? { completionTime: time, conditions: withConditions(was, [{ type: 'Complete', status: 'True' }], time) }
          : {}),
      },
    }))
  }
}
