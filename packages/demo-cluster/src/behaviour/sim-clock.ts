import { must } from '@slicescope/model'

interface Task {
  readonly due: number
  readonly order: number
  readonly run: () => void
  cancelled: boolean
}

/**
 * The cluster's time and all that waits for it. Tasks run in the order of their due times, those of one instant in the
 * order in which they were asked for, so that a story depends on nothing but its seed. Time stands still until `step`
 * or `runUntil`; a driver lets it follow the real one (see `driveInRealTime`).
 */
export class SimClock {
  #now: number
  #order = 0
  readonly #heap: Task[] = []
  #readOutside: (() => number) | null = null
  #onNext: (() => void) | null = null

  /** `start` in ms since the epoch. */
  constructor(start: number) {
    this.#now = start
  }

  /** Never goes back. */
  readonly now = (): number => {
    if (this.#readOutside !== null) this.#now = Math.max(this.#now, this.#readOutside())
    return this.#now
  }

  /** Runs `run` once after `delay` ms; answers with the undo. */
  after(delay: number, run: () => void): () => void {
    const task: Task = { due: this.now() + Math.max(0, delay), order: this.#order++, run, cancelled: false }
    this.#push(task)
    if (this.#heap[0] === task) this.#onNext?.()
    return () => {
      task.cancelled = true
    }
  }

  /** When the next task is due; undefined when nothing waits. */
  nextDue(): number | undefined {
    while (this.#heap[0]?.cancelled === true) this.#pop()
    return this.#heap[0]?.due
  }

  /** Lets time pass up to `time`, running what falls due on the way, at its own time. */
  runUntil(time: number): void {
    for (let due = this.nextDue(); due !== undefined && due <= time; due = this.nextDue()) {
      const task = this.#pop()
      this.#now = Math.max(this.#now, task.due)
      task.run()
    }
    this.#now = Math.max(this.#now, time)
  }

  step(ms: number): void {
    this.runUntil(this.#now + ms)
  }

  /** Binds the clock to an outside one; `onNext` hears when an earlier task than all others was added. For drivers only. */
  bind(readOutside: () => number, onNext: () => void): void {
    this.#readOutside = readOutside
    this.#onNext = onNext
  }

  #push(task: Task): void {
    const heap = this.#heap
    let at = heap.push(task) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = must(heap[parent])
      if (!isBefore(task, above)) break
      heap[at] = above
      at = parent
    }
    heap[at] = task
  }

  #pop(): Task {
    const heap = this.#heap
    const first = must(heap[0], 'a task')
    const last = must(heap.pop(), 'a task')
    if (heap.length > 0) this.#sink(last)
    return first
  }

  #sink(task: Task): void {
    const heap = this.#heap
    let at = 0
    for (;;) {
      const left = heap[2 * at + 1]
      const right = heap[2 * at + 2]
      if (left === undefined) break
      const goesRight = right !== undefined && isBefore(right, left)
      const least = goesRight ? right : left
      if (!isBefore(least, task)) break
      heap[at] = least
      at = 2 * at + (goesRight ? 2 : 1)
    }
    heap[at] = task
  }
}

function isBefore(a: Task, b: Task): boolean {
  return a.due < b.due || (a.due === b.due && a.order < b.order)
}
