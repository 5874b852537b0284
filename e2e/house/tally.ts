/** How many tests passed and failed. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  /** A line for each that failed and can be named. */
  readonly failures: readonly string[]
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
  }
}
