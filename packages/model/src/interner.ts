import { WeakTable } from './weak-table.ts'

/**
 * Keeps one copy of equal values, so that 150,000 pods of 300 templates hold 300 label sets.
 * Objects are held weakly: what no stored object uses any more is collected.
 */
export class Interner {
  readonly #texts = new Map<string, string>()
  readonly #objects = new WeakTable<object>()
  readonly #shared = new WeakSet<object>()

  /** An equal string, the same one each time. The table restarts when it is full: sharing is an economy, never a promise. */
  text(value: string): string {
    const known = this.#texts.get(value)
    if (known !== undefined) return known
    if (this.#texts.size >= MAX_TEXTS) this.#texts.clear()
    this.#texts.set(value, value)
    return value
  }

  /** The one shared, frozen copy of a plain JSON value; equal means equal as JSON, key order included. */
  object<T extends object>(value: T): T {
    // The key is the value's whole JSON, so what is held under it has the type of what asks for it.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return this.#objects.get(JSON.stringify(value), () => this.#share(value)) as T
  }

  /** Whether it is a shared copy already. */
  isShared(value: unknown): boolean {
    return typeof value === 'object' && value !== null && this.#shared.has(value)
  }

  #share(value: object): object {
    this.#shared.add(value)
    return Object.freeze(value)
  }
}

/** Bounds the table of shared strings; node names, zones and namespaces of the largest supported cluster fit many times. */
const MAX_TEXTS = 200_000
