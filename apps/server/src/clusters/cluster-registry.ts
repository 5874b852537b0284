import type { Timers } from '@slicescope/answers'
import { must } from '@slicescope/model'
import { type ClusterSource, problemOf } from './cluster-source.ts'
import type { ShownCluster } from './shown-cluster.ts'

interface Options {
  readonly sources: readonly ClusterSource[]
  readonly start: ClusterSource
  readonly open: (source: ClusterSource) => ShownCluster
  readonly timers: Timers
}

interface Held {
  readonly cluster: ShownCluster
  lastUsed: number
}

/** ms; who looks at another cluster for a moment finds the first one as it was. */
const IDLE_MS = 300_000
const LOOK_MS = 30_000
/** Each costs the memory of its objects, and watches at its API server. */
export const MAX_CLUSTERS = 8

/** All clusters that can be shown. Each is followed from its first use until no reader is left; the start cluster always. */
export class ClusterRegistry {
  readonly #options: Options
  readonly #held = new Map<string, Held>()
  #cancelLook: (() => void) | null = null

  constructor(options: Options) {
    this.#options = options
  }

  get sources(): readonly ClusterSource[] {
    return this.#options.sources
  }

  /** Follows the start cluster, and lets go of others as they fall idle. */
  start(): void {
    const { start } = this.#options
    if (problemOf(start) === null) this.use(start)
    this.#planLook()
  }

  find(slug: string): ClusterSource | undefined {
    return this.#options.sources.find(source => source.slug === slug)
  }

  /** The cluster, followed from now on; null where as many are followed as may be. The source must have no problem. */
  use(source: ClusterSource): ShownCluster | null {
    const { open, timers } = this.#options
    const held = this.#held.get(source.slug)
    if (held !== undefined) {
      held.lastUsed = timers.now()
      return held.cluster
    }
    if (this.#held.size >= MAX_CLUSTERS && !this.#makeRoom()) return null
    const cluster = open(source)
    this.#held.set(source.slug, { cluster, lastUsed: timers.now() })
    cluster.start()
    return cluster
  }

  /** Undefined while it is not followed. Looking is no use. */
  opened(slug: string): ShownCluster | undefined {
    return this.#held.get(slug)?.cluster
  }

  allOpened(): readonly ShownCluster[] {
    return [...this.#held.values()].map(({ cluster }) => cluster)
  }

  get startCluster(): ShownCluster | undefined {
    return this.opened(this.#options.start.slug)
  }

  isStart(source: ClusterSource): boolean {
    return source === this.#options.start
  }

  async stop(): Promise<void> {
    this.#cancelLook?.()
    await Promise.all([...this.#held.keys()].map(slug => this.#letGo(slug)))
  }

  #planLook(): void {
    this.#cancelLook = this.#options.timers.after(LOOK_MS, () => {
      this.#letIdleGo()
      this.#planLook()
    })
  }

  #letIdleGo(): void {
    const { timers, start } = this.#options
    for (const [slug, held] of this.#held) {
      if (held.cluster.hub.readers > 0) held.lastUsed = timers.now()
      else if (slug !== start.slug && timers.now() - held.lastUsed > IDLE_MS) void this.#letGo(slug)
    }
  }

  /** Stops following the cluster that has had no reader for longest, if there is one. */
  #makeRoom(): boolean {
    const { timers, start } = this.#options
    const idle = [...this.#held]
      .filter(([slug, { cluster, lastUsed }]) => {
        return slug !== start.slug && cluster.hub.readers === 0 && timers.now() - lastUsed > LOOK_MS
      })
      .toSorted(([, a], [, b]) => a.lastUsed - b.lastUsed)
    const [oldest] = idle
    if (oldest === undefined) return false
    void this.#letGo(oldest[0])
    return true
  }

  async #letGo(slug: string): Promise<void> {
    const { cluster } = must(this.#held.get(slug), 'an open cluster')
    this.#held.delete(slug)
    await cluster.stop()
  }
}
