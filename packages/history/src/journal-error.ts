/** Raised when a journal holds what this version did not write: a damaged file, or a newer one. */
export class JournalError extends Error {
  override readonly name = 'JournalError'
}

/** Throws a JournalError with `message` unless `condition` holds. */
export function expectJournal(condition: unknown, message: string): asserts condition {
  if (!condition) throw new JournalError(message)
}
