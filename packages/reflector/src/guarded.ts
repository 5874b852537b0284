import type { Clock } from './clock.ts'

/** Nothing came for too long: the connection, or what stands behind it, is taken as dead. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'
}

export interface Guard {
  /** Aborts with the outer signal, or with a SilenceError. */
  readonly signal: AbortSignal
  /** Something came: the silence restarts. */
  heard(): void
  /** ms of silence allowed from now on; Infinity for any. */
  allowSilence(ms: number): void
  /** ms from now after which it ends even though something comes. */
  endAfter(ms: number): void
  /** Ends it now, with this error. */
  fail(error: Error): void
  /** ms from now after which it ends as stalled, unless called again; then `isStall` has the last word. */
  stallAfter(ms: number, isStall: () => boolean): void
}

/** The connection works, but what it is open for no longer comes. */
export class StalledError extends Error {
  override readonly name = 'StalledError'
}

interface Options {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** ms of silence allowed at first. */
  readonly silence: number
}

/** Runs `task`, which must end when its guard's signal aborts. Rejects with what the guard ended it for, if it did. */
export async function guarded<T>(options: Options, task: (guard: Guard) => Promise<T>): Promise<T> {
  const { clock, signal } = options
  const watchdog = new Watchdog(options)
  const abort = () => watchdog.controller.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort)
  const finished = new AbortController()
  void watchdog.run(clock, finished.signal)
  try {
    return await task(watchdog)
  } catch (error) {
    throw watchdog.failure ?? error
  } finally {
    signal.removeEventListener('abort', abort)
    finished.abort()
  }
}

/** ms until what was no stall is looked at again. */
const DOUBT_MS = 15_000

class Watchdog implements Guard {
  readonly controller = new AbortController()
  /** What it ended the task for; null while it did not. */
  failure: Error | null = null
  readonly #clock: Clock
  #silence: number
  #heardAt: number
  #endAt = Infinity
  #stallAt = Infinity
  #isStall: () => boolean = () => false
  #wake = new AbortController()

  constructor({ clock, silence }: Options) {
    this.#clock = clock
    this.#silence = silence
    this.#heardAt = clock.elapsed()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  heard(): void {
    this.#heardAt = this.#clock.elapsed()
  }

  allowSilence(ms: number): void {
    this.#silence = ms
    this.#wake.abort()
  }

  endAfter(ms: number): void {
    this.#endAt = this.#clock.elapsed() + ms
    this.#wake.abort()
  }

  fail(error: Error): void {
    if (this.signal.aborted) return
    this.failure = error
    this.controller.abort(error)
  }

  stallAfter(ms: number, isStall: () => boolean): void {
    const isFirst = this.#stallAt === Infinity
    this.#stallAt = this.#clock.elapsed() + ms
    this.#isStall = isStall
    if (isFirst) this.#wake.abort()
  }

  async run(clock: Clock, finished: AbortSignal): Promise<void> {
    finished.addEventListener('abort', () => this.#wake.abort())
    while (!finished.aborted) {
      const now = clock.elapsed()
      if (now >= Math.min(this.#heardAt + this.#silence, this.#endAt)) {
        this.fail(new SilenceError('no data for too long'))
        return
      }
      if (now >= this.#stallAt && this.#isStall()) {
        this.fail(new StalledError('no event and no bookmark for too long'))
        return
      }
      if (now >= this.#stallAt) this.#stallAt = now + DOUBT_MS
      const left = Math.min(this.#heardAt + this.#silence, this.#endAt, this.#stallAt) - now
      this.#wake = new AbortController()
      // Timers hold at most 2^31 ms.
      await clock.sleep(Math.min(left, 86_400_000), this.#wake.signal)
    }
  }
}
