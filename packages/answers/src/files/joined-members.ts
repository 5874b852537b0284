/** Between the texts of a recording's members: JSON has it nowhere. */
const BETWEEN = '\u0000'

/**
 * A recording as one text, for one zstd frame: what its chunks have in common is packed once, which makes it a quarter as
 * long. It is read as a whole, and not part by part.
 */
export function joinMembers(texts: readonly string[]): string {
  return texts.join(BETWEEN)
}

/** Null for what is not joined. */
export function splitMembers(text: string): readonly string[] | null {
  return text.includes(BETWEEN) ? text.split(BETWEEN) : null
}
