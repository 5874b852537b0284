import type { Random } from './random.ts'
import type { SimClock } from './sim-clock.ts'

interface Options {
  readonly clock: SimClock
  readonly random: Random
  /** How long a key waits at least and at most, ms: what happens meanwhile is done at once. */
  readonly delay: readonly [number, number]
  readonly sync: (key: string) => void
}

/** A controller's queue: a key that waits is not added twice, so that cost follows the changes and not the events. */
export class WorkQueue {
  readonly #options: Options
  readonly #waiting = new Set<string>()

  constructor(options: Options) {
    this.#options = options
  }

  add(key: string): void {
    if (this.#waiting.has(key)) return
    const { clock, random, delay } = this.#options
    this.#waiting.add(key)
    clock.after(random.between(...delay), () => this.#run(key))
  }

  /** Adds the key after `ms`, whether it waits now or not. */
  addAfter(key: string, ms: number): void {
    this.#options.clock.after(ms, () => this.add(key))
  }

  #run(key: string): void {
    this.#waiting.delete(key)
    this.#options.sync(key)
  }
}
