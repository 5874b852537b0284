import type { Clock } from '../clock.ts'

/** Reviews in any second: an API server answers each by asking its authorizers, and writes it into its audit log. */
const MOST_A_SECOND = 5

const SECOND_MS = 1_000

/** When a busy server does not say how long to wait. */
const BUSY_MS = 5_000

/** A longer wish is cut. */
const LONGEST_PAUSE_MS = 120_000

interface Waiting {
  readonly urgency: () => number
  readonly go: (isAllowed: boolean) => void
}

/** Lets reviews through one by one, the most urgent first, no matter who asks. */
export class ReviewQueue {
  readonly #clock: Clock
  readonly #waiting = new Set<Waiting>()
  #sent: readonly number[] = []
  #pausedUntil = -Infinity
  #isRunning = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves to true when it is this one's turn, 0 before 1; to false when the signal aborts before. Urgency is looked at each time. */
  take(urgency: () => number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false)
    return new Promise(resolve => {
      const waiting: Waiting = {
        urgency,
        go: isAllowed => {
          this.#waiting.delete(waiting)
          signal.removeEventListener('abort', leave)
          resolve(isAllowed)
        },
      }
      const leave = () => waiting.go(false)
      signal.addEventListener('abort', leave)
      this.#waiting.add(waiting)
      void this.#run()
    })
  }

  /** The API server is busy: none before that many ms. */
  pause(ms: number | null): void {
    this.#pausedUntil = this.#clock.elapsed() + Math.min(ms ?? BUSY_MS, LONGEST_PAUSE_MS)
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    while (this.#waiting.size > 0) {
      const wait = this.#wait()
      if (wait > 0) await this.#clock.sleep(wait, new AbortController().signal)
      else this.#letOneGo()
    }
    this.#isRunning = false
  }

  #wait(): number {
    const now = this.#clock.elapsed()
    this.#sent = this.#sent.filter(at => now - at < SECOND_MS)
    const [oldest] = this.#sent
    const untilFree = this.#sent.length < MOST_A_SECOND || oldest === undefined ? 0 : oldest + SECOND_MS - now
    return Math.max(untilFree, this.#pausedUntil - now)
  }

  #letOneGo(): void {
    let first: Waiting | undefined
    for (const waiting of this.#waiting) {
      if (first === undefined || waiting.urgency() < first.urgency()) first = waiting
    }
    this.#sent = [...this.#sent, this.#clock.elapsed()]
    first?.go(true)
  }
}
