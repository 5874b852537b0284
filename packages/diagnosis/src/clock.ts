/** The time of a diagnosis. To ask whether a time has passed is to be asked again when it does. */
export class Clock {
  readonly now: number
  #next: number | null = null

  constructor(now: number) {
    this.now = now
  }

  /** The soonest of the times that were asked for and have not passed. */
  get next(): number | null {
    return this.#next
  }

  isPast(time: number): boolean {
    if (time <= this.now) return true
    if (Number.isNaN(time)) return false
    if (this.#next === null || time < this.#next) this.#next = time
    return false
  }
}

/** In ms since the epoch; NaN where there is none, which is never past. */
export function toTime(timestamp: string | null | undefined): number {
  return timestamp ? Date.parse(timestamp) : Number.NaN
}
