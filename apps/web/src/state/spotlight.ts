import { Subscribable } from '../store/subscribable.ts'

/** The code of the finding that pointer or focus is on, while it is: what it names is lit in the picture. */
export class Spotlight extends Subscribable {
  #code: string | null = null

  readonly getSnapshot = (): string | null => this.#code

  turn(code: string | null): void {
    this.#code = code
    this.notify()
  }
}
