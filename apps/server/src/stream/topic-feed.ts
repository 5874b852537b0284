import { must } from '@slicescope/model'
import {
  advanceOverview,
  advanceService,
  type Ages,
  encodePart,
  formatDigest,
  type Overview,
  type OverviewStep,
  overviewState,
  type ServiceStep,
  serviceState,
  stepOverview,
  stepService,
  type Topic,
  type TopicName,
  topicName,
  type TopicState,
} from '@slicescope/protocol'
import type { Changed, ClusterView, Rights, Scope, ServiceView } from '@slicescope/view'
import { PatchRing } from './patch-ring.ts'

/** One topic, kept and encoded once for all who read it with the same rights. */
export interface TopicFeed {
  readonly name: TopicName
  /** The whole topic's JSON as of the last flush. */
  json(): Uint8Array
  /** All parts after a position; null when they are not all here. */
  since(number: number): readonly Uint8Array[] | null
  digest(): string
  ages(now: number): Ages
  isTouchedBy(changed: Changed): boolean
  /** Takes over the view as it is now; the part that tells it, or null when nothing differs. */
  flush(moment: Moment): Uint8Array | null
  /** The view need not keep it any more. */
  close(): void
}

/** Where a feed takes over the view. */
export interface Moment {
  readonly now: number
  readonly number: number
  /** Readers may hold another state of the topic as of this number, for time changes answers without an entry. */
  readonly isShared: boolean
}

interface FeedOptions extends Moment {
  readonly view: ClusterView
  readonly rights: Rights
}

export function createFeed(topic: Topic, options: FeedOptions): TopicFeed {
  return topic.type === 'overview' ? overviewFeed(topic.namespace, options) : serviceFeed(topic.key, options)
}

function overviewFeed(namespace: string, { view, rights, ...at }: FeedOptions): TopicFeed {
  const isInScope = (key: string) => namespace === '*' || key.startsWith(`${namespace}/`)
  return new Feed<Overview, OverviewStep>(
    {
      name: topicName({ type: 'overview', namespace }),
      read: now => ({ services: view.rows(namespace, now, rights), freshness: view.freshness({ namespace }, now) }),
      make: overviewState,
      step: stepOverview,
      advance: advanceOverview,
      isTouchedBy: ({ rows, watches }) => watches || [...rows].some(isInScope),
      ages: now => agesOf(view, { namespace }, now),
      close: () => {},
    },
    at,
  )
}

function serviceFeed(key: string, { view, rights, ...at }: FeedOptions): TopicFeed {
  view.open(key)
  return new Feed<ServiceView | null, ServiceStep>(
    {
      name: topicName({ type: 'service', key }),
      read: now => view.serviceView(key, now, rights) ?? null,
      make: serviceState,
      step: stepService,
      advance: advanceService,
      // A row that goes or comes is a Service that goes or comes.
      isTouchedBy: ({ services, rows, watches }) => watches || services.has(key) || rows.has(key),
      ages: now => agesOf(view, { service: key }, now),
      close: () => view.close(key),
    },
    at,
  )
}

function agesOf(view: ClusterView, scope: Scope, now: number): Ages {
  const { heard, progressed, verified } = view.freshness(scope, now)
  return { heard, progressed, verified }
}

interface Source<V, S> extends Pick<TopicFeed, 'name' | 'isTouchedBy' | 'ages' | 'close'> {
  readonly read: (now: number) => V
  readonly make: (value: V) => TopicState<V>
  readonly step: (before: V, after: V) => S | null
  readonly advance: (state: TopicState<V>, step: S) => TopicState<V> | undefined
}

class Feed<V, S extends OverviewStep | ServiceStep> implements TopicFeed {
  readonly name: TopicName
  readonly ages: TopicFeed['ages']
  readonly isTouchedBy: TopicFeed['isTouchedBy']
  readonly close: TopicFeed['close']
  readonly #source: Source<V, S>
  readonly #ring: PatchRing
  #state: TopicState<V>
  #json: Uint8Array | null = null

  constructor(source: Source<V, S>, { now, number, isShared }: Moment) {
    this.name = source.name
    this.ages = source.ages
    this.isTouchedBy = source.isTouchedBy
    this.close = source.close
    this.#source = source
    this.#state = source.make(source.read(now))
    this.#ring = new PatchRing({ number, isShared })
  }

  json(): Uint8Array {
    this.#json ??= Buffer.from(JSON.stringify(this.#state.value))
    return this.#json
  }

  since(number: number): readonly Uint8Array[] | null {
    return this.#ring.since(number)
  }

  digest(): string {
    return formatDigest(this.#state.digest)
  }

  flush({ now, number, isShared }: Moment): Uint8Array | null {
    const step = this.#source.step(this.#state.value, this.#source.read(now))
    if (step === null) return null
    // What we hold from now on is what a reader holds who was told, made by the same code.
    this.#state = must(this.#source.advance(this.#state, step), 'a step that fits')
    this.#json = null
    const part = Buffer.from(encodePart(this.name, step))
    this.#ring.push(part, { number, isShared })
    return part
  }
}
