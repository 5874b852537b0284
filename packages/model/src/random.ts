/**
 * Chance that repeats: the same seed gives the same numbers. The one generator of the demo and of all laws. It is
 * mulberry32 and not a library's (pure-rand): tests name seeds in which a bug once showed, and these stand for it only as
 * long as the numbers stay; the shipped demo would need the library, too.
 */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to, not including, 1. Can be handed on by itself. */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** True once in `times`. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0]
  }

  /** Each with the given probability. */
  some<T>(values: readonly T[], probability = 0.5): readonly T[] {
    return values.filter(() => this.chance(probability))
  }
}
