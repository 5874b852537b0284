import { uptime } from 'node:os'

/** Where a SteadyClock reads, in ms. */
export interface ClockSources {
  /** Since the epoch; may be set at any time. */
  readonly wall: () => number
  /** Since some moment; on Linux it stands still while the machine sleeps. */
  readonly ticks: () => number
  /** Since the machine was started, sleep included; may be as coarse as a second. */
  readonly uptime: () => number
}

/** How often the wall clock is looked at. */
const LOOK_MS = 1_000

/** Less is how a clock is kept right, and nothing to tell of. */
const STEP_MS = 3_000

/** Above what a coarse uptime may be off by. */
const SLEPT_MS = 2_500

/** After a step back our time runs slower by this share until the wall clock has caught up. */
const SLEWING = 0.1

const SYSTEM: ClockSources = {
  wall: () => Date.now(),
  ticks: () => performance.now(),
  uptime: () => uptime() * 1000,
}

/**
 * The wall clock's time, made fit for use: it goes on evenly between two looks at the wall clock, follows it forward, and
 * never goes back. When the wall clock is set back it goes on from where it was, a little slower, until both agree again.
 */
export class SteadyClock {
  readonly #sources: ClockSources
  readonly #listeners = new Set<(byMs: number) => void>()
  /** What `now` is ahead of `elapsed`. */
  #base: number
  /** How long the machine slept while the ticks stood still. */
  #slept = 0
  #awake: number
  #lastWall: number
  #lastElapsed: number
  #isLooking = false

  constructor(sources: ClockSources = SYSTEM) {
    this.#sources = sources
    this.#awake = sources.uptime() - sources.ticks()
    this.#lastWall = sources.wall()
    this.#lastElapsed = sources.ticks()
    this.#base = this.#lastWall - this.#lastElapsed
  }

  now(): number {
    this.#begin()
    return Math.round(this.#base + this.elapsed())
  }

  elapsed(): number {
    return this.#sources.ticks() + this.#slept
  }

  onStep(listener: (byMs: number) => void): () => void {
    this.#begin()
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Compares with the wall clock. Called once a second by itself. */
  look(): void {
    const { uptime: up, ticks, wall } = this.#sources
    const slept = up() - ticks() - this.#awake
    if (slept > SLEPT_MS) {
      this.#slept += slept
      this.#awake += slept
    }
    const elapsed = this.elapsed()
    const passed = elapsed - this.#lastElapsed
    const step = wall() - this.#lastWall - passed
    const ahead = this.#base + elapsed - wall()
    this.#base -= ahead > 0 ? Math.min(ahead, passed * SLEWING) : ahead
    this.#lastElapsed = elapsed
    this.#lastWall = wall()
    if (Math.abs(step) > STEP_MS) for (const listener of this.#listeners) listener(Math.round(step))
  }

  /** The first who asks makes it look; it keeps no process alive. */
  #begin(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    setInterval(() => this.look(), LOOK_MS).unref()
  }
}
