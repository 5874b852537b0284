/**
 * Gives equal plain values one copy, for what many things have in common: most Services have one of a few counts. What
 * is rare is shared for a while only: sharing is an economy, never a promise. The caller does
 * not change a value after it was shared.
 */
export class Sharing {
  readonly #known = new Map<string, object>()

  /** An equal value, often the same one; equal means equal as JSON, key order included. */
  of<T extends object>(value: T): T {
    const json = JSON.stringify(value)
    // What costs much to compare is seldom equal.
    if (json.length > MOST_TEXT) return value
    const known = this.#known.get(json)
    // What is known under a value's whole JSON has its type.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    if (known !== undefined) return known as T
    if (this.#known.size >= MOST) this.#known.clear()
    this.#known.set(json, value)
    return value
  }
}

/** The table begins again when it is full. */
const MOST = 2000
const MOST_TEXT = 1000
