import type { Timers } from '@slicescope/answers'
import type { ClusterView, Changed } from '@slicescope/view'
import { type Topic, topicName } from '@slicescope/protocol'
import { must } from '@slicescope/model'
import type { RightsClass } from './subscription.ts'
import { createFeed, type Moment, type TopicFeed } from './topic-feed.ts'

interface Options {
  readonly view: ClusterView
  readonly timers: Timers
  readonly onOpen?: (key: string) => void
  readonly maxResumeBytes?: number
}

interface Entry {
  readonly id: string
  readonly feed: TopicFeed
  readers: number
  cancelEnd: (() => void) | null
}

/** For resuming all topics of one cluster; one topic keeps 4 MiB at most. */
export const MAX_RESUME_BYTES = 64 * 1024 * 1024
/** Who reloads, or comes back from sleep or another Service, resumes instead of reading everything again. */
const LINGER_MS = 120_000

/** The feeds that have a reader, or had one until a moment ago. */
export class FeedTable {
  readonly #options: Options
  readonly #entries = new Map<string, Entry>()
  readonly #byFeed = new Map<TopicFeed, Entry>()
  readonly #maxResumeBytes: number

  constructor(options: Options) {
    this.#options = options
    this.#maxResumeBytes = options.maxResumeBytes ?? MAX_RESUME_BYTES
  }

  /** Counted: release as often as taken. A new one holds nothing before the next flush. */
  take(topic: Topic, { id, rights }: RightsClass): TopicFeed {
    const entry = this.#entries.get(`${id} ${topicName(topic)}`) ?? this.#create(topic, { id, rights })
    entry.readers += 1
    entry.cancelEnd?.()
    entry.cancelEnd = null
    return entry.feed
  }

  release(feed: TopicFeed): void {
    const entry = this.#byFeed.get(feed)
    if (entry === undefined) return
    entry.readers -= 1
    if (entry.readers === 0) entry.cancelEnd = this.#options.timers.after(LINGER_MS, () => this.#end(entry))
  }

  /** Whether some hold nothing yet. */
  hasNew(): boolean {
    return [...this.#byFeed.keys()].some(({ isNew }) => isNew)
  }

  /** Brings those that a change touches, and the new ones, to a position; the parts of those that differ. */
  flush(changed: Changed, moment: Moment): ReadonlyMap<TopicFeed, Uint8Array> {
    const parts = new Map<TopicFeed, Uint8Array>()
    for (const { feed } of this.#entries.values()) {
      const part = feed.isTouchedBy(changed) ? feed.flush(moment) : null
      if (part !== null) parts.set(feed, part)
    }
    if (parts.size > 0) this.#trimResume()
    return parts
  }

  /** Readers that come back after what was dropped here get `reset`, and a snapshot. */
  #trimResume(): void {
    const kept = [...this.#byFeed.keys()].map(({ resume }) => resume)
    if (kept.reduce((sum, { bytes }) => sum + bytes, 0) <= this.#maxResumeBytes) return
    for (const resume of kept) resume.shrink(this.#maxResumeBytes / kept.length)
  }

  clear(): void {
    for (const entry of this.#entries.values()) this.#end(entry)
  }

  #create(topic: Topic, { id, rights }: RightsClass): Entry {
    const { view, onOpen } = this.#options
    if (topic.type === 'service') onOpen?.(topic.key)
    const entryId = `${id} ${topicName(topic)}`
    const feed = createFeed(topic, { view, rights })
    const entry: Entry = { id: entryId, feed, readers: 0, cancelEnd: null }
    this.#entries.set(entry.id, entry)
    this.#byFeed.set(feed, entry)
    return entry
  }

  #end(entry: Entry): void {
    must(this.#entries.get(entry.id), 'a feed ends once')
    entry.cancelEnd?.()
    entry.feed.close()
    this.#entries.delete(entry.id)
    this.#byFeed.delete(entry.feed)
  }
}
