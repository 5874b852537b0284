import { setTimeout as sleep } from 'node:timers/promises'

export type WaitOptions = {
  /** What is waited for, for the message when it does not come. */
  readonly what: string
  readonly timeoutMs?: number
  readonly everyMs?: number
}

/**
 * Calls `attempt` until it answers something other than undefined or false, and answers that. An attempt that throws
 * counts as "not yet"; when time is up, the error names what was waited for and the last throw.
 */
export async function waitFor<T>(
  attempt: () => Promise<T | undefined | false> | T | undefined | false,
  { what, timeoutMs = 60_000, everyMs = 50 }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  let last: unknown
  while (performance.now() < deadline) {
    try {
      const value = await attempt()
      if (value !== undefined && value !== false) {
        return value
      }
    } catch (error) {
      if (error instanceof GiveUp) {
        throw error.cause
      }
      last = error
    }
    await sleep(everyMs)
  }
  throw new Error(`gave up after ${timeoutMs / 1000} s waiting for ${what}`, { cause: last })
}

/** Thrown by an attempt when waiting longer is useless: waitFor throws the cause. */
export class GiveUp extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause })
  }
}
