interface Kept {
  /** The position at which the part leads. */
  readonly number: number
  readonly part: Uint8Array
}

/** Enough for two minutes of a lively topic; who was away for more of it takes a snapshot, which is no larger. */
const MAX_BYTES = 4 * 1024 * 1024

interface Options {
  /** The position of the topic's first state. */
  readonly number: number
  readonly maxBytes?: number
}

/** The last parts of one topic, for who comes back and says up to where it has them. */
export class PatchRing {
  readonly #maxBytes: number
  readonly #parts: Kept[] = []
  #bytes = 0
  /** Who stands before this cannot be helped. */
  #from: number

  constructor({ number, maxBytes = MAX_BYTES }: Options) {
    this.#from = number
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Keeps the newest parts that fit. */
  shrink(maxBytes: number): void {
    while (this.#bytes > maxBytes) this.#drop()
  }

  /** `number`: the position at which the part leads. */
  push(part: Uint8Array, number: number): void {
    this.#parts.push({ number, part })
    this.#bytes += part.length
    while (this.#bytes > this.#maxBytes) this.#drop()
  }

  /** All parts after a position, in order; null when they are not all here. */
  since(number: number): readonly Uint8Array[] | null {
    if (number < this.#from) return null
    const first = this.#parts.findIndex(part => part.number > number)
    return first === -1 ? [] : this.#parts.slice(first).map(({ part }) => part)
  }

  #drop(): void {
    const dropped = this.#parts.shift()
    if (dropped === undefined) return
    this.#bytes -= dropped.part.length
    this.#from = dropped.number
  }
}
