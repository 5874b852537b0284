/** The code of the finding that pointer or focus is on, while it is: what it names is lit in the picture. */
export class Spotlight {
  readonly #listeners = new Set<() => void>()
  #code: string | null = null

  readonly getSnapshot = (): string | null => this.#code

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  turn(code: string | null): void {
    this.#code = code
    for (const listener of this.#listeners) listener()
  }
}
