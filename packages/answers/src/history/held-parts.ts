import { type Asked, isBefore } from '@slicescope/history'
import type { Resource, ResourceObjects } from '@slicescope/model'
import { PartOfPast, type PartOptions } from './part-of-past.ts'

/** Who scrubs asks about few Services; each part costs about as much memory as they do. */
const MOST_PARTS = 4
/** Each loads what the one before it found to be missing. */
const MOST_ROUNDS = 6

type Asking = Omit<PartOptions, 'shared'> & { readonly asked: Asked }

/** Parts of the past that were read last: a moment a little later is read by moving on. */
export class HeldParts {
  readonly #shared = new Map<string, ResourceObjects[Resource]>()
  #parts: readonly PartOfPast[] = []

  clear(): void {
    this.#parts = []
    this.#shared.clear()
  }

  /** What `read` makes of a part in which nothing is missing; null where all of the cluster has to be read. */
  async read<T>(asking: Asking, read: (part: PartOfPast) => Promise<T | null>): Promise<T | null> {
    const options = { ...asking, shared: this.#shared }
    const held = this.#parts.find(part => part.isOf(options) && isBefore(part, asking.asked))
    this.#parts = this.#parts.filter(part => part !== held)
    await held?.moveTo(asking.asked)
    let part = held ?? (await PartOfPast.load(options, asking.asked))
    for (let round = 0; part !== null && round < MOST_ROUNDS; round += 1) {
      const answer = await attempt(part, read)
      const missing = await part.missing(asking.asked)
      if (missing === 'all') return null
      if (missing === null) {
        this.#parts = [part, ...this.#parts].slice(0, MOST_PARTS)
        return answer.result()
      }
      part = await PartOfPast.load(options, asking.asked, missing)
    }
    return null
  }
}

interface Attempt<T> {
  /** @throws what was thrown */
  readonly result: () => T | null
}

/** While something is missing, nothing is to be concluded from what is thrown. */
async function attempt<T>(part: PartOfPast, read: (part: PartOfPast) => Promise<T | null>): Promise<Attempt<T>> {
  try {
    const answer = await read(part)
    return { result: () => answer }
  } catch (error) {
    return {
      result: () => {
        throw error
      },
    }
  }
}
