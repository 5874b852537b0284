import type { Timers } from '@slicescope/answers'
import { systemClock } from '@slicescope/reflector'

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
