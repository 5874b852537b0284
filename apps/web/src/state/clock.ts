import { Subscribable } from '../store/subscribable.ts'

/** The browser's clock as a store: it ticks once a second, and at once when the page is looked at again. */
export class Clock extends Subscribable {
  readonly #read: () => number
  #now: number
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(read: () => number) {
    super()
    this.#read = read
    this.#now = read()
  }

  readonly getSnapshot = (): number => this.#now

  readonly tick = (): void => {
    this.#now = this.#read()
    this.notify()
  }

  protected override onSubscribe(): void {
    if (this.#timer !== null) return
    this.#now = this.#read()
    this.#timer = setInterval(this.tick, 1000)
  }

  protected override onIdle(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
