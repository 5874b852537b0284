/** What waits to be stored, in UTF-16 units; a store that falls behind this far is no longer waited for. */
const MOST_WAITING = 64 * 1024 * 1024

interface Options<O> {
  /** False: what was meant for this owner is not done any more. */
  readonly isWanted: (owner: O) => boolean
  readonly onFailure: (owner: O, problem: string) => void
}

interface Task<O> {
  readonly owner: O
  /** UTF-16 units that it holds until it is done. */
  readonly size: number
  readonly run: () => Promise<void>
}

/** Does what a store is asked for in turn. It reports what fails once, and throws nothing. */
export class StoreQueue<O> {
  readonly #options: Options<O>
  #last: Promise<void> = Promise.resolve()
  #waiting = 0

  constructor(options: Options<O>) {
    this.#options = options
  }

  add(task: Task<O>): void {
    this.#waiting += task.size
    if (this.#waiting > MOST_WAITING) {
      const problem = 'The history store is too slow: what waits to be stored is more than 64 MB.'
      this.#options.onFailure(task.owner, problem)
      return
    }
    this.#last = this.#inTurn(this.#last, task)
  }

  /** UTF-16 units that wait to be stored. */
  get waiting(): number {
    return this.#waiting
  }

  /** Once all that was added until now is done. */
  settled(): Promise<void> {
    return this.#last
  }

  async #inTurn(before: Promise<void>, { owner, size, run }: Task<O>): Promise<void> {
    await before
    this.#waiting -= size
    if (!this.#options.isWanted(owner)) return
    try {
      await run()
    } catch (error) {
      this.#options.onFailure(owner, error instanceof Error ? error.message : String(error))
    }
  }
}
