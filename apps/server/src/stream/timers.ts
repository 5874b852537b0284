/** Time as the stream sees it, so that tests can step it. */
export interface Timers {
  /** ms since the epoch */
  now(): number
  /** Runs `task` once after `ms`; answers with the undo. */
  after(ms: number, task: () => void): () => void
}

/** Timers that keep no process alive by themselves. */
export const systemTimers: Timers = {
  now: () => Date.now(),
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
