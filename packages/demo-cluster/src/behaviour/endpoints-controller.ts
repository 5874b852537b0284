import { changeTriggerTime, expectedEndpoints, isControlled, type TriggerState } from '@slicescope/kubernetes'
import type { Service } from '@slicescope/model'
import { isEquivalent } from '../api/json.ts'
import type { Cluster } from './cluster.ts'
import { recordAt, textsAt } from './json.ts'
import type { RawObject } from './object-index.ts'
import { servicesToSync } from './slice-controller.ts'
import { asPod, asService, keyOf } from './views.ts'
import { WorkQueue } from './work-queue.ts'

const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time'
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'

/** The Endpoints controller: the old object beside the slices, from the same pods. */
export class EndpointsController {
  readonly #cluster: Cluster
  readonly #queue: WorkQueue
  readonly #triggers = new Map<string, TriggerState>()

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    const { clock, random } = cluster
    this.#queue = new WorkQueue({ clock, random, delay: [300, 900], sync: key => this.#sync(key) })
    cluster.on('services', (service, previous) => this.#queue.add(keyOf(service ?? previous ?? {})))
    cluster.on('pods', (pod, previous) => {
      for (const key of servicesToSync(this.#cluster, pod, previous)) this.#queue.add(key)
    })
  }

  #sync(key: string): void {
    const raw = this.#cluster.find('services', key)
    const current = this.#cluster.find('endpoints', key)
    if (raw === undefined) {
      this.#triggers.delete(key)
      if (current !== undefined) this.#cluster.remove('endpoints', current)
      return
    }
    const service = asService(raw)
    if (isControlled(service)) this.#write(key, service, current)
  }

  #write(key: string, service: Service, current: RawObject | undefined): void {
    const { namespace, name } = service.metadata
    const pods = this.#cluster.selectPods(namespace, service.spec.selector).map(asPod)
    const trigger = changeTriggerTime(service, pods, this.#triggers.get(key))
    this.#triggers.set(key, trigger.state)
    const expected = expectedEndpoints(service, pods)
    if (expected === undefined) return
    const subsets = expected.subsets.length === 0 ? undefined : expected.subsets
    const { [TRIGGER_TIME]: _, [OVER_CAPACITY]: __, ...others } = textsAt(current, 'metadata', 'annotations')
    const annotations = {
      ...others,
      ...(trigger.time === null ? {} : { [TRIGGER_TIME]: trigger.time }),
      ...(expected.truncated ? { [OVER_CAPACITY]: 'truncated' } : {}),
    }
    if (current === undefined) {
      const metadata = { name, namespace, labels: expected.labels, annotations }
      this.#cluster.create('endpoints', { apiVersion: 'v1', kind: 'Endpoints', metadata, ...(subsets && { subsets }) })
      return
    }
    if (
      isEquivalent(current['subsets'], subsets) &&
      isEquivalent(textsAt(current, 'metadata', 'labels'), expected.labels)
    )
      return
    this.#cluster.edit('endpoints', current, was => {
      const { subsets: _old, ...rest } = was
      const metadata = { ...recordAt(was, 'metadata'), labels: expected.labels, annotations }
      return { ...rest, metadata, ...(subsets && { subsets }) }
    })
  }
}
