import { numberAt, textAt } from './json.ts'
import { type RawObject, uidOf } from './object-index.ts'
import type { Random } from './random.ts'
import type { SimClock } from './sim-clock.ts'
import { nameOf, namespaceOf } from './views.ts'

/** kube-apiserver's --event-ttl. */
const KEPT_MS = 3_600_000
/** More than this many are never kept: the oldest go first. */
const MAX_KEPT = 2_000

export interface EventText {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  /** kubelet, default-scheduler, ... */
  readonly component: string
  readonly node?: string
}

interface Kept {
  readonly object: RawObject
  readonly until: number
}

/** What it needs of the cluster. */
interface EventCluster {
  readonly clock: SimClock
  readonly random: Random
  time(): string
  get(resource: string, namespace: string, name: string): RawObject | undefined
  create(resource: string, object: RawObject): RawObject | undefined
  edit(resource: string, object: RawObject, change: (current: RawObject) => RawObject): void
  remove(resource: string, object: RawObject): void
}

/** Writes Events (core/v1): repeated ones are counted up, old ones go. */
export class EventRecorder {
  readonly #cluster: EventCluster
  readonly #kept = new Map<string, Kept>()
  /** While false nothing is written: a cluster that fills up before anybody looks has no Events of days ago. */
  isOn = true

  constructor(cluster: EventCluster) {
    this.#cluster = cluster
  }

  record(kind: string, about: RawObject, event: EventText): void {
    if (!this.isOn) return
    this.#forgetOld()
    const identity = [uidOf(about), event.reason, event.message, event.component].join('\n')
    const known = this.#kept.get(identity)?.object
    const written = known === undefined ? this.#create(kind, about, event) : this.#countUp(known)
    if (written === undefined) return
    this.#kept.delete(identity)
    this.#kept.set(identity, { object: written, until: this.#cluster.clock.now() + KEPT_MS })
  }

  #create(
    kind: string,
    about: RawObject,
    { type, reason, message, component, node }: EventText,
  ): RawObject | undefined {
    const { clock } = this.#cluster
    const time = this.#cluster.time()
    const namespace = namespaceOf(about)
    return this.#cluster.create('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: {
        name: `${nameOf(about)}.${(clock.now() * 1000).toString(16)}${this.#cluster.random.suffix(4)}`,
        namespace: namespace === '' ? 'default' : namespace,
      },
      involvedObject: {
        kind,
        ...(namespace === '' ? {} : { namespace }),
        name: nameOf(about),
        uid: uidOf(about),
        apiVersion: textAt(about, 'apiVersion') ?? 'v1',
      },
      type,
      reason,
      message,
      source: { component, ...(node === undefined ? {} : { host: node }) },
      reportingComponent: component,
      reportingInstance: node ?? '',
      firstTimestamp: time,
      lastTimestamp: time,
      eventTime: null,
      count: 1,
    })
  }

  #countUp(event: RawObject): RawObject | undefined {
    const current = this.#cluster.get('events', namespaceOf(event), nameOf(event))
    if (current === undefined) return undefined
    this.#cluster.edit('events', current, was => ({
      ...was,
      count: (numberAt(was, 'count') ?? 1) + 1,
      lastTimestamp: this.#cluster.time(),
    }))
    return current
  }

  #forgetOld(): void {
    const now = this.#cluster.clock.now()
    for (const [identity, { object, until }] of this.#kept) {
      if (until > now && this.#kept.size <= MAX_KEPT) return
      this.#kept.delete(identity)
      this.#cluster.remove('events', object)
    }
  }
}
