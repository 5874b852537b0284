/** One object for each text, held weakly: what is used no more is collected, and created again on demand. */
export class WeakTable<V extends object> {
  readonly #held = new Map<string, WeakRef<V>>()
  readonly #sweeper = new FinalizationRegistry<string>(key => {
    if (this.#held.get(key)?.deref() === undefined) this.#held.delete(key)
  })

  get(key: string, make: () => V): V {
    const known = this.#held.get(key)?.deref()
    if (known !== undefined) return known
    const made = make()
    this.#held.set(key, new WeakRef(made))
    this.#sweeper.register(made, key)
    return made
  }
}
