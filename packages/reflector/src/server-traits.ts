/** What is learned of a cluster's API server by the first who meets it, for all Reflectors of the cluster. */
export class ServerTraits {
  /** It sends bookmarks between events: a watch that brings nothing for long has stalled. */
  sendsBookmarks = false
  #listsByWatch = true
  readonly #waiting = new Set<() => void>()

  get listsByWatch(): boolean {
    return this.#listsByWatch
  }

  /** It refuses to list by watch, or never says that such a list is complete. Who waits for that waits no longer. */
  learnNoListsByWatch(): void {
    this.#listsByWatch = false
    for (const stop of this.#waiting) stop()
    this.#waiting.clear()
  }

  /** Calls `stop` as soon as lists by watch turn out to be of no use; answers with the undo. */
  whileListingByWatch(stop: () => void): () => void {
    this.#waiting.add(stop)
    return () => {
      this.#waiting.delete(stop)
    }
  }
}
