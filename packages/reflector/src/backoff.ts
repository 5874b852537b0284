import type { Clock, Random } from './clock.ts'

/** The values of client-go's Reflector (tools/cache/reflector.go): they protect an API server that comes back from all its clients at once. */
const INITIAL_MS = 800
const FACTOR = 2
const CAP_MS = 30_000
const RESET_MS = 120_000

/** How long to wait before the next try: more from failure to failure, from the start again after two minutes without one. */
export class Backoff {
  readonly #clock: Pick<Clock, 'elapsed'>
  readonly #random: Random
  #delay = INITIAL_MS
  #last = -Infinity

  constructor(clock: Pick<Clock, 'elapsed'>, random: Random) {
    this.#clock = clock
    this.#random = random
  }

  /** ms to wait now; up to twice the delay, so that many do not come at once. */
  next(): number {
    const now = this.#clock.elapsed()
    if (now - this.#last > RESET_MS) this.#delay = INITIAL_MS
    this.#last = now
    const delay = this.#delay
    this.#delay = Math.min(delay * FACTOR, CAP_MS)
    return delay * (1 + this.#random())
  }
}
