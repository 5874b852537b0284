import { Random as SeededRandom } from '@slicescope/model/random'
import type { Random } from '../clock.ts'

/** The same numbers for the same seed. */
export function seededRandom(seed: number): Random {
  return new SeededRandom(seed).next
}

export function pick<T>(random: Random, choices: readonly [T, ...T[]]): T {
  return choices[Math.floor(random() * choices.length)] ?? choices[0]
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}
