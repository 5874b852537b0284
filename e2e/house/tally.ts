/** How many tests passed and failed. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/** Takes a text as it is, with its line breaks. */
export type Print = (text: string) => void

export function addTallies(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
  }
}
