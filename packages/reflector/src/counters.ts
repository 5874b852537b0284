/** What a Reflector has done since it began; for metrics. Each only rises. */
export interface Counters {
  lists: number
  watches: number
  events: number
  failures: number
  /** Objects that a comparison found other than the store held them. Must stay 0. */
  mismatches: number
}

export function createCounters(): Counters {
  return { lists: 0, watches: 0, events: 0, failures: 0, mismatches: 0 }
}
