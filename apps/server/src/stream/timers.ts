import { systemClock } from '@slicescope/reflector'

/** Time as the stream sees it, so that tests can step it. */
export interface Timers {
  /** ms since the epoch; never goes back, whatever is done to the wall clock. */
  now(): number
  /** Runs `task` once after `ms`; answers with the undo. */
  after(ms: number, task: () => void): () => void
}

/** Timers that keep no process alive by themselves. */
export const systemTimers: Timers = {
  now: () => systemClock.now(),
  after: (ms, task) => {
    if (ms <= 0) {
      const immediate = setImmediate(task)
      return () => clearImmediate(immediate)
    }
    const timer = setTimeout(task, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
