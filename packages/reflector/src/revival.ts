import type { Clock } from './clock.ts'

/** At most one request a second and resource, however often others say that the server is back. */
const LEAST_MS = 1_000

interface Pause {
  readonly ms: number
  /** It waits for the server, not for its own request to be served. */
  readonly isServerLost: boolean
}

interface Waiting {
  readonly wake: AbortController
  readonly isServerLost: boolean
}

/**
 * Lets those that wait out a failure of the same API server know that it answers again, so that all are back as soon
 * as the first one is. Only who itself had lost the server announces: one that never did says nothing new.
 */
export class Revival {
  readonly #clock: Clock
  readonly #waiting = new Set<Waiting>()
  readonly #listeners = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves after `ms`, when another one announces that the lost server is back, when a person asks to try again, or when the signal aborts; by an announcement not at once, so that flapping servers are not asked without end. */
  async sleep(pause: Pause, signal: AbortSignal): Promise<void> {
    const { ms } = pause
    const begun = this.#clock.elapsed()
    await this.#untilAnnounced(pause, signal)
    const left = Math.min(ms, LEAST_MS) - (this.#clock.elapsed() - begun)
    if (left > 0) await this.#clock.sleep(left, signal)
  }

  /** Calls `listener` whenever the server is back. */
  subscribe(listener: () => void): void {
    this.#listeners.add(listener)
  }

  async #untilAnnounced({ ms, isServerLost }: Pause, signal: AbortSignal): Promise<void> {
    const wake = new AbortController()
    if (signal.aborted) return
    const waiting = { wake, isServerLost }
    this.#waiting.add(waiting)
    await this.#clock.sleep(ms, AbortSignal.any([signal, wake.signal]))
    this.#waiting.delete(waiting)
  }

  announce(): void {
    for (const listener of this.#listeners) listener()
    for (const { wake, isServerLost } of this.#waiting) if (isServerLost) wake.abort()
  }

  /** A person asks to try again, whatever is waited for. */
  retry(): void {
    for (const { wake } of this.#waiting) wake.abort()
  }
}
