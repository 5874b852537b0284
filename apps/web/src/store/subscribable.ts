/** What React's useSyncExternalStore listens to: a store calls `notify` after its snapshot has changed. */
export class Subscribable {
  readonly #listeners = new Set<() => void>()

  /** Answers how to end the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    this.onSubscribe()
    return () => {
      if (this.#listeners.delete(listener) && this.#listeners.size === 0) this.onIdle()
    }
  }

  protected notify(): void {
    for (const listener of this.#listeners) listener()
  }

  /** A listener has come. */
  protected onSubscribe(): void {}

  /** The last listener has gone. */
  protected onIdle(): void {}
}
