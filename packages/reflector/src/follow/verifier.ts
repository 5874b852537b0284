import {
  type Change,
  type ClusterStore,
  type Entry,
  isEqualKept,
  type ObjectKey,
  objectKey,
  type Resource,
  type ResourceObjects,
  type ResourceWriter,
} from '@slicescope/model'
import type { Clock, Random } from '../clock.ts'
import type { Counters } from '../counters.ts'
import { guarded } from '../guarded.ts'
import type { ListerWatcher } from '../protocol/lister-watcher.ts'
import { PageSequence } from '../protocol/page-sequence.ts'

interface Options<R extends Resource> {
  readonly store: ClusterStore
  readonly writer: ResourceWriter<R>
  readonly listerWatcher: ListerWatcher<ResourceObjects[R]>
  readonly clock: Clock
  readonly random: Random
  readonly counters: Counters
}

/** ms between comparisons, and for each object in the store: 150,000 pods are read every 100 minutes, not every ten. */
const INTERVAL_MS = 600_000
const INTERVAL_PER_OBJECT_MS = 40

/** ms between pages: the API server has better things to do. */
const PAGE_PAUSE_MS = 200

/** What the watch has not told within this it will never tell: a watch that brings nothing for 3 minutes has stalled, and is opened again by then. */
const GRACE_MS = 200_000

const LIMIT_MS = 75_000

/**
 * Compares what is held with the API, now and then, while the watch goes on. An object that differs, and of which the
 * watch says nothing, was lost by us or on the way: it is counted, and corrected.
 */
export class Verifier<R extends Resource> {
  readonly #options: Options<R>

  constructor(options: Options<R>) {
    this.#options = options
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, random, writer } = this.#options
    while (!signal.aborted) {
      const interval = Math.max(INTERVAL_MS, writer.keys().length * INTERVAL_PER_OBJECT_MS)
      await clock.sleep(interval * (0.8 + 0.4 * random()), signal)
      // A comparison that fails says nothing; the watch itself tells of a lost API server.
      if (!signal.aborted) await this.#verify(signal).catch(() => {})
    }
  }

  async #verify(signal: AbortSignal): Promise<void> {
    const { store, clock, writer } = this.#options
    const news = new News(this.#options.writer.state())
    const unsubscribe = store.subscribe(batch => batch.forEach(entry => news.take(entry)))
    try {
      if (writer.state().phase !== 'watching') return
      const begun = clock.now()
      const suspects = await this.#compare(news, signal)
      if (suspects.size > 0) await clock.sleep(GRACE_MS, signal)
      if (signal.aborted || news.isInterrupted) return
      this.#correct([...suspects].filter(([key]) => !news.touched.has(key)).map(([, change]) => change))
      writer.setTimes({ verified: begun })
    } finally {
      unsubscribe()
    }
  }

  /** What is not held as the API lists it, with what would put it right. */
  async #compare(news: News, signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Change<ResourceObjects[R]>>> {
    const { listerWatcher, clock, writer } = this.#options
    const suspects = new Map<ObjectKey, Change<ResourceObjects[R]>>()
    const listed = new Set<ObjectKey>()
    const pages = new PageSequence()
    let continueToken = ''
    do {
      const page = await guarded({ clock, signal, silence: LIMIT_MS }, guard =>
        listerWatcher.list({ limit: 500, continueToken, signal: guard.signal, onHeard: () => guard.heard() }),
      )
      for (const told of page.items) {
        const key = objectKey(told.object)
        listed.add(key)
        if (!isEqualKept(writer.get(key), told.object)) suspects.set(key, { type: 'set', ...told })
      }
      await pages.take(page, clock, signal)
      continueToken = page.continueToken
      if (news.isInterrupted) return new Map()
      await clock.sleep(continueToken === '' ? 0 : PAGE_PAUSE_MS, signal)
    } while (continueToken !== '' && !signal.aborted)
    for (const key of writer.keys()) {
      const object = listed.has(key) ? undefined : writer.get(key)
      if (object !== undefined) suspects.set(key, { type: 'delete', object })
    }
    return suspects
  }

  #correct(changes: readonly Change<ResourceObjects[R]>[]): void {
    if (changes.length === 0) return
    this.#options.counters.mismatches += changes.length
    this.#options.writer.apply(changes)
  }
}

/** What the watch brings while we compare. */
class News {
  readonly touched = new Set<ObjectKey>()
  /** The watch was not open all the time: the comparison is worth nothing. */
  isInterrupted = false
  readonly #scope: { readonly resource: Resource; readonly namespace: string | null }

  constructor(scope: { readonly resource: Resource; readonly namespace: string | null }) {
    this.#scope = scope
  }

  take(entry: Entry): void {
    const { resource, namespace } = this.#scope
    if (entry.type === 'delta' && entry.delta.resource === resource) this.touched.add(objectKey(entry.delta.object))
    if (entry.type !== 'watch' || entry.watch.resource !== resource || entry.watch.namespace !== namespace) return
    this.isInterrupted = true
  }
}
