import type { Past, Walked } from '@slicescope/answers'
import type { Memory } from '@slicescope/view'

/** What a view knew on its way through a stretch, for a file about some of its Services. */
export interface KnownThen {
  /** After an entry, by its number; null where that was not kept. */
  memoryAt(number: number): Memory | null
  /** Whether time alone changed something with the batch that ends with this number. */
  isDue(number: number): boolean
}

/** Writes down what a view knows while it moves, so that the next one on the same way need not work it out again. */
export class ThenWriter implements KnownThen {
  readonly #past: Past
  readonly #every: number
  readonly #due = new Set<number>()
  readonly #memories = new Map<number, Memory>()
  #last = 0

  /** Its memory is kept where it begins, and `every` so many entries. */
  constructor({ past }: Pick<Walked, 'past'>, every: number) {
    this.#past = past
    this.#every = every
    this.#keep()
  }

  /** To be called after each batch. */
  note(isDue: boolean): void {
    if (isDue) this.#due.add(this.#past.number)
    if (this.#past.number - this.#last >= this.#every) this.#keep()
  }

  memoryAt(number: number): Memory | null {
    return this.#memories.get(number) ?? null
  }

  isDue(number: number): boolean {
    return this.#due.has(number)
  }

  #keep(): void {
    this.#last = this.#past.number
    this.#memories.set(this.#last, this.#past.view.memory())
  }
}
