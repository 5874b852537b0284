/** The browser's clock as a store: it ticks once a second, and at once when the page is looked at again. */
export class Clock {
  readonly #listeners = new Set<() => void>()
  readonly #read: () => number
  #now: number
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(read: () => number) {
    this.#read = read
    this.#now = read()
  }

  readonly getSnapshot = (): number => this.#now

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (this.#timer === null) {
      this.#now = this.#read()
      this.#timer = setInterval(this.tick, 1000)
    }
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size > 0 || this.#timer === null) return
      clearInterval(this.#timer)
      this.#timer = null
    }
  }

  readonly tick = (): void => {
    this.#now = this.#read()
    for (const listener of this.#listeners) listener()
  }
}
