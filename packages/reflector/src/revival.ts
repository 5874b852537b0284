import type { Clock } from './clock.ts'

/**
 * Lets those that wait out a failure of the same API server know that it answers again, so that all are back as soon
 * as the first one is. Only who itself had lost the server announces: one that never did says nothing new.
 */
export class Revival {
  readonly #clock: Clock
  readonly #waiting = new Set<AbortController>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves after `ms`, when another one announces, or when the signal aborts. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const wake = new AbortController()
    const abort = () => wake.abort()
    if (signal.aborted) return
    signal.addEventListener('abort', abort)
    this.#waiting.add(wake)
    await this.#clock.sleep(ms, wake.signal)
    this.#waiting.delete(wake)
    signal.removeEventListener('abort', abort)
  }

  announce(): void {
    for (const wake of this.#waiting) wake.abort()
  }
}
