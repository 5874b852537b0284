import { SteadyClock } from './steady-clock.ts'

/** Time as the long-lived parts see it, so that tests can step it. */
export interface Clock {
  /** ms since the epoch, for times that are shown and kept. It never goes back, but may jump forward. */
  now(): number
  /** ms since some moment, for durations: nothing that is done to the wall clock moves it, and sleep counts. */
  elapsed(): number
  /** Calls `listener` after the wall clock was set, with the ms by which; answers with the undo. */
  onStep(listener: (byMs: number) => void): () => void
  /** Resolves after `ms`, or as soon as `signal` aborts; it never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** A number in [0, 1), as Math.random. */
export type Random = () => number

const steady = new SteadyClock()

export const systemClock: Clock = {
  now: () => steady.now(),
  elapsed: () => steady.elapsed(),
  onStep: listener => steady.onStep(listener),
  sleep: (ms, signal) =>
    new Promise(resolve => {
      if (signal.aborted) return resolve()
      const wake = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      signal.addEventListener('abort', wake)
    }),
}
