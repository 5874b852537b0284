import { ClusterStream } from './cluster-stream.ts'
import type { Post, TabRequest } from './hub-messages.ts'
import type { Surroundings } from './stream-connection.ts'

/** A tab is forgotten when it says nothing for so long: timers of hidden tabs still run once a minute. */
const SILENT_TAB_MS = 150_000

interface Tab {
  cluster: string | null
  takeBackForget: () => void
}

/** Streams of all clusters for all tabs. A tab is known by its `post`. */
export class StreamHub {
  readonly #around: Surroundings
  readonly #streams = new Map<string, ClusterStream>()
  readonly #tabs = new Map<Post, Tab>()

  constructor(around: Surroundings) {
    this.#around = around
  }

  handle(post: Post, request: TabRequest): void {
    if (request.type === 'bye') {
      this.#forget(post)
      return
    }
    const tab = this.#touch(post)
    const stream = tab.cluster === null ? undefined : this.#streams.get(tab.cluster)
    if (request.type === 'watch') this.#watch(post, tab, request)
    else if (request.type === 'resync') stream?.catchUp(post)
    else stream?.wake()
  }

  /** Someone signed in: what was refused may be opened now. */
  wake(): void {
    for (const stream of this.#streams.values()) stream.wake()
  }

  #touch(post: Post): Tab {
    const tab = this.#tabs.get(post) ?? { cluster: null, takeBackForget: () => {} }
    this.#tabs.set(post, tab)
    tab.takeBackForget()
    tab.takeBackForget = this.#around.after(SILENT_TAB_MS, () => this.#forget(post))
    return tab
  }

  #watch(post: Post, tab: Tab, { cluster, topics }: TabRequest & { readonly type: 'watch' }): void {
    const before = tab.cluster
    tab.cluster = cluster
    this.#stream(cluster).watch(post, topics)
    if (before !== null && before !== cluster) this.#leave(post, before)
  }

  #stream(cluster: string): ClusterStream {
    const stream = this.#streams.get(cluster) ?? new ClusterStream(cluster, this.#around)
    this.#streams.set(cluster, stream)
    return stream
  }

  #forget(post: Post): void {
    const tab = this.#tabs.get(post)
    this.#tabs.delete(post)
    tab?.takeBackForget()
    if (tab?.cluster) this.#leave(post, tab.cluster)
  }

  #leave(post: Post, cluster: string): void {
    const stream = this.#streams.get(cluster)
    stream?.leave(post)
    if (stream?.isWatched === false) this.#streams.delete(cluster)
  }
}
