/** Namespaces that a reader has lately opened, the newest last. */
export class OnScreen {
  readonly #namespaces = new Set<string>()
  readonly #listeners = new Set<() => void>()

  /** The oldest is let go when there are too many: evidence of a namespace is a dozen watches. */
  add(namespace: string): void {
    const isNew = !this.#namespaces.delete(namespace)
    this.#namespaces.add(namespace)
    const [oldest] = this.#namespaces
    if (this.#namespaces.size > MAX_ON_SCREEN && oldest !== undefined) this.#namespaces.delete(oldest)
    if (isNew) for (const listener of this.#listeners) listener()
  }

  has(namespace: string): boolean {
    return this.#namespaces.has(namespace)
  }

  /** Calls `listener` at each new one; answers with the undo. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}

const MAX_ON_SCREEN = 10
