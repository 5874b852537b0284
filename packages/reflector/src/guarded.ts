import type { Clock } from './clock.ts'

/** Nothing came for too long: the connection, or what stands behind it, is taken as dead. */
export class SilenceError extends Error {
  override readonly name = 'SilenceError'
}

export interface Guard {
  /** Aborts with the outer signal, or with a SilenceError. */
  readonly signal: AbortSignal
  /** Something came: the silence begins anew. */
  heard(): void
  /** ms of silence allowed from now on; Infinity for any. */
  allowSilence(ms: number): void
  /** ms from now after which it ends even though something comes. */
  endAfter(ms: number): void
}

interface Options {
  readonly clock: Clock
  readonly signal: AbortSignal
  /** ms of silence allowed at first. */
  readonly silence: number
}

/** Runs `task`, which must end when its guard's signal aborts. Rejects with SilenceError when it did so for its silence. */
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
    const { reason } = watchdog.controller.signal
    throw reason instanceof SilenceError ? reason : error
  } finally {
    signal.removeEventListener('abort', abort)
    finished.abort()
  }
}

class Watchdog implements Guard {
  readonly controller = new AbortController()
  readonly #clock: Clock
  #silence: number
  #heardAt: number
  #endAt = Infinity
  #wake = new AbortController()

  constructor({ clock, silence }: Options) {
    this.#clock = clock
    this.#silence = silence
    this.#heardAt = clock.now()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  heard(): void {
    this.#heardAt = this.#clock.now()
  }

  allowSilence(ms: number): void {
    this.#silence = ms
    this.#wake.abort()
  }

  endAfter(ms: number): void {
    this.#endAt = this.#clock.now() + ms
    this.#wake.abort()
  }

  async run(clock: Clock, finished: AbortSignal): Promise<void> {
    finished.addEventListener('abort', () => this.#wake.abort())
    while (!finished.aborted) {
      const left = Math.min(this.#heardAt + this.#silence, this.#endAt) - clock.now()
      if (left <= 0) {
        this.controller.abort(new SilenceError('nothing came for too long'))
        return
      }
      this.#wake = new AbortController()
      // Timers hold at most 2^31 ms.
      await clock.sleep(Math.min(left, 86_400_000), this.#wake.signal)
    }
  }
}
