import { overviewSource, serviceSource, type TopicSource } from '@slicescope/answers'
import { must } from '@slicescope/model'
import {
  type Ages,
  encodePart,
  formatDigest,
  type OverviewStep,
  type ServiceStep,
  type Topic,
  type TopicName,
  type TopicState,
} from '@slicescope/protocol'
import type { Changed, ClusterView, Rights } from '@slicescope/view'
import { PatchRing } from './patch-ring.ts'

/** One topic, kept and encoded once for all who read it with the same rights. */
export interface TopicFeed {
  readonly name: TopicName
  /** The whole topic's JSON as of the last flush. */
  json(): Uint8Array
  /** All parts after a position; null when they are not all here. */
  since(number: number): readonly Uint8Array[] | null
  /** What is kept for readers who come back. */
  readonly resume: Pick<PatchRing, 'bytes' | 'shrink'>
  digest(): string
  ages(): Ages
  isTouchedBy(changed: Changed): boolean
  /** Before its first flush it holds nothing. */
  readonly isNew: boolean
  /** Takes over the view as it is now; the part that tells it, or null when nothing differs, or nothing was held before. */
  flush(moment: Moment): Uint8Array | null
  /** The view need not keep it any more. */
  close(): void
}

/** Where a feed takes over the view: as of this position, by this time. */
export interface Moment {
  readonly now: number
  readonly number: number
}

interface FeedOptions {
  readonly view: ClusterView
  readonly rights: Rights
}

export function createFeed(topic: Topic, options: FeedOptions): TopicFeed {
  return topic.type === 'overview'
    ? new Feed(overviewSource(topic.namespace, options))
    : new Feed(serviceSource(topic.key, options))
}

class Feed<V, S extends OverviewStep | ServiceStep> implements TopicFeed {
  readonly name: TopicName
  readonly ages: TopicFeed['ages']
  readonly close: TopicFeed['close']
  readonly #source: TopicSource<V, S>
  /** Null until its first flush. */
  #held: Held<V> | null = null

  constructor(source: TopicSource<V, S>) {
    this.name = source.name
    this.ages = source.ages
    this.close = source.close
    this.#source = source
  }

  get isNew(): boolean {
    return this.#held === null
  }

  get resume(): TopicFeed['resume'] {
    return this.#held?.ring ?? NOTHING_KEPT
  }

  json(): Uint8Array {
    const held = this.#told()
    held.json ??= Buffer.from(JSON.stringify(held.state.value))
    return held.json
  }

  since(number: number): readonly Uint8Array[] | null {
    return this.#told().ring.since(number)
  }

  digest(): string {
    return formatDigest(this.#told().state.digest)
  }

  isTouchedBy(changed: Changed): boolean {
    return this.#held === null || this.#source.isTouchedBy(changed)
  }

  flush({ now, number }: Moment): Uint8Array | null {
    const value = this.#source.read(now)
    if (this.#held === null) {
      this.#held = { state: this.#source.make(value), ring: new PatchRing({ number }), json: null }
      return null
    }
    const { state, ring } = this.#held
    const step = this.#source.step(state.value, value)
    if (step === null) return null
    // What we hold from now on is what a reader holds who was told, made by the same code.
    this.#held = { state: must(this.#source.advance(state, step), 'a step that fits'), ring, json: null }
    const part = Buffer.from(encodePart(this.name, step))
    ring.push(part, number)
    return part
  }

  #told(): Held<V> {
    return must(this.#held, 'a feed is flushed before it is read')
  }
}

const NOTHING_KEPT: TopicFeed['resume'] = { bytes: 0, shrink: () => {} }

interface Held<V> {
  readonly state: TopicState<V>
  readonly ring: PatchRing
  json: Uint8Array | null
}
