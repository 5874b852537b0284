/** An error of the command line: one sentence that names the fix. The process exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
