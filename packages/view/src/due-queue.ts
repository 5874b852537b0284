/** What of a Service changes by time alone: how it is counted, why it is so, or how grave that is. */
export type Due = 'count' | 'cause' | 'row'

/** When how a Service is counted, or how grave that is, changes by time alone. Plain data. */
export type Planned = readonly [due: 'count' | 'row', key: string, time: number]

/** When time alone will next change something of a Service, by its key; ms since the epoch. */
export class DueQueue {
  readonly #due = {
    count: new Map<string, number>(),
    cause: new Map<string, number>(),
    row: new Map<string, number>(),
  }
  /** No later than the first of them. */
  #next = Infinity

  /** When the first is due; null if never. May be a little early. */
  get next(): number | null {
    return Number.isFinite(this.#next) ? this.#next : null
  }

  /** Takes the place of what was planned before; Infinity: nothing is. */
  plan(due: Due, key: string, time: number): void {
    if (!Number.isFinite(time)) {
      this.#due[due].delete(key)
      return
    }
    this.#due[due].set(key, time)
    this.#next = Math.min(this.#next, time)
  }

  /** All that is planned. */
  all(): readonly Planned[] {
    return (['count', 'row'] as const).flatMap(due =>
      [...this.#due[due]].map(([key, time]) => [due, key, time] as const),
    )
  }

  /** The Services of each whose time has come; they are planned no more. */
  take(now: number): Readonly<Record<Due, readonly string[]>> {
    if (now < this.#next) return NONE
    this.#next = Infinity
    return { count: this.#takeOf('count', now), cause: this.#takeOf('cause', now), row: this.#takeOf('row', now) }
  }

  #takeOf(due: Due, now: number): readonly string[] {
    const planned = this.#due[due]
    const keys = [...planned].flatMap(([key, time]) => (time <= now ? [key] : []))
    for (const key of keys) planned.delete(key)
    for (const time of planned.values()) this.#next = Math.min(this.#next, time)
    return keys
  }
}

const NONE = { count: [], cause: [], row: [] } as const
