/** What was asked for at the command line cannot be done: one sentence for people that names the mend. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
