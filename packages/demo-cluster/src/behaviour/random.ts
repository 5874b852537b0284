import { must } from '@slicescope/model'
import { Random as SeededRandom } from '@slicescope/model/random'

/** Chance from a seed, and what a cluster draws by it. */
export class Random extends SeededRandom {
  /** In [from, to). */
  between(from: number, to: number): number {
    return from + (to - from) * this.next()
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1))
  }

  /** Of a list that holds something. */
  override pick<T>(list: readonly T[]): T {
    return must(list[this.below(list.length)], 'something to pick')
  }

  /** As Kubernetes names: letters and digits that spell no words. */
  suffix(length: number): string {
    const letters = 'bcdfghjklmnpqrstvwxz2456789'
    return Array.from({ length }, () => letters[Math.floor(this.next() * letters.length)]).join('')
  }
}

/** A whole number for a text, for seeds and template hashes (FNV-1a). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash
}
