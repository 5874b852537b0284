import type { Timers } from '@slicescope/answers'

interface Task {
  readonly at: number
  readonly run: () => void
}

/** Time that moves only on command. */
export class SteppedTimers implements Timers {
  readonly #tasks = new Set<Task>()
  #now: number

  constructor(now: number = Date.UTC(2026, 0, 1, 3)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const task = { at: this.#now + Math.max(0, ms), run }
    this.#tasks.add(task)
    return () => void this.#tasks.delete(task)
  }

  /** Runs what falls due on the way, in its order; what is due at once, too. */
  step(ms: number): void {
    const end = this.#now + ms
    for (let task = this.#next(end); task !== undefined; task = this.#next(end)) {
      this.#tasks.delete(task)
      this.#now = task.at
      task.run()
    }
    this.#now = end
  }

  get waiting(): number {
    return this.#tasks.size
  }

  #next(end: number): Task | undefined {
    return [...this.#tasks].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
  }
}
