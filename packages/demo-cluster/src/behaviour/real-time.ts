import type { SimClock } from './sim-clock.ts'

/** Tasks that fall due within this many ms run together, so that a busy cluster wakes the process 50 times a second at most. */
const COALESCE_MS = 20
/** Longer waits are cut into pieces: timers take no more than 2^31 ms. */
const LONGEST_WAIT_MS = 3_600_000

/**
 * Lets a SimClock follow real time from now on, with one timer at a time; nothing wakes while nothing is due. `now`
 * gives ms since the epoch. Answers with the undo, after which time stands still again.
 */
export function driveInRealTime(clock: SimClock, now: () => number): () => void {
  const offset = Math.max(0, clock.now() - now())
  const outside = () => now() + offset
  let timer: NodeJS.Timeout | undefined
  let isRunning = false
  const arm = () => {
    clearTimeout(timer)
    const due = clock.nextDue()
    if (due === undefined) return
    timer = setTimeout(tick, Math.min(Math.max(due - outside(), COALESCE_MS), LONGEST_WAIT_MS))
  }
  const tick = () => {
    isRunning = true
    try {
      clock.runUntil(outside())
    } finally {
      isRunning = false
      arm()
    }
  }
  clock.bind(outside, () => {
    if (!isRunning) arm()
  })
  arm()
  return () => {
    clearTimeout(timer)
    const stopped = clock.now()
    clock.bind(
      () => stopped,
      () => {},
    )
  }
}
