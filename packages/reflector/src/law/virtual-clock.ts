import type { Clock } from '../clock.ts'

interface Sleeper {
  readonly at: number
  readonly order: number
  readonly wake: () => void
}

/** A Clock that stands still until a test moves it; then it wakes the sleepers one by one, in order. */
export class VirtualClock implements Clock {
  #now: number
  /** By how much `now` was set forward. */
  #ahead = 0
  readonly #listeners = new Set<(byMs: number) => void>()
  #order = 0
  readonly #sleepers = new Set<Sleeper>()

  constructor(start = Date.UTC(2030, 0, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now + this.#ahead
  }

  elapsed(): number {
    return this.#now
  }

  onStep(listener: (byMs: number) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** The wall clock is set. Set back, `now` goes on from where it was. */
  step(byMs: number): void {
    if (byMs > 0) this.#ahead += byMs
    for (const listener of this.#listeners) listener(byMs)
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve()
    return new Promise(resolve => {
      const wake = () => {
        this.#sleepers.delete(sleeper)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const sleeper = { at: this.#now + Math.max(0, ms), order: (this.#order += 1), wake }
      this.#sleepers.add(sleeper)
      signal.addEventListener('abort', wake)
    })
  }

  /** Lets `ms` pass; all that was waked in between has run when it resolves. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await settle()
      const next = this.#next()
      if (next === undefined || next.at > end) break
      this.#now = next.at
      next.wake()
    }
    this.#now = end
  }

  #next(): Sleeper | undefined {
    let first: Sleeper | undefined
    for (const sleeper of this.#sleepers) {
      if (first === undefined || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order)) {
        first = sleeper
      }
    }
    return first
  }
}

/** Everything that waits for nothing but promises has run. */
export function settle(): Promise<void> {
  return new Promise(resolve => {
    setImmediate(resolve)
  })
}
