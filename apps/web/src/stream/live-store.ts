import type { Topic } from '@slicescope/protocol'
import type { HubEvent, TabRequest } from './hub-messages.ts'
import { applyHubEvent, type Live, NOTHING_LIVE, turnTo } from './live.ts'
import { Subscribable } from '../store/subscribable.ts'

interface LiveStoreOptions {
  /** Sends to the hub; what comes back is given to `receive`. */
  readonly send: (request: TabRequest) => void
  readonly now: () => number
  /** Calls back when the next frame is drawn, or soon where none is. */
  readonly atNextFrame: (callback: () => void) => void
  readonly onOutdated: () => void
}

/** The page's copy of the stream: events gather until the next frame and are then applied together. */
export class LiveStore extends Subscribable {
  readonly #options: LiveStoreOptions
  #live: Live = NOTHING_LIVE
  #queue: { readonly event: HubEvent; readonly at: number }[] = []
  #isScheduled = false

  constructor(options: LiveStoreOptions) {
    super()
    this.#options = options
  }

  readonly getSnapshot = (): Live => this.#live

  watch(cluster: string, topics: readonly Topic[]): void {
    this.#apply()
    this.#replace(turnTo(this.#live, cluster, topics))
    this.#options.send({ type: 'watch', cluster, topics })
  }

  receive(event: HubEvent): void {
    if (event.type === 'outdated') {
      this.#options.onOutdated()
      return
    }
    this.#queue.push({ event, at: this.#options.now() })
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#options.atNextFrame(() => this.#apply())
  }

  #apply(): void {
    this.#isScheduled = false
    const queue = this.#queue.splice(0)
    const damagedBefore = this.#live.digestResets
    this.#replace(queue.reduce((live, { event, at }) => applyHubEvent(live, event, at), this.#live))
    if (this.#live.digestResets > damagedBefore) this.#options.send({ type: 'resync' })
  }

  #replace(live: Live): void {
    if (live === this.#live) return
    this.#live = live
    this.notify()
  }
}
