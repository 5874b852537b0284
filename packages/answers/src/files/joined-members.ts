/** Between the texts of a recording's members: JSON has it nowhere. */
const BETWEEN = '\u0000'
const BETWEEN_BYTES = Uint8Array.of(0)

/**
 * A recording as one text in UTF-8, in parts, for one zstd frame: what its chunks have in common is packed once, which
 * makes it a quarter as long. It is read as a whole, and not part by part.
 */
export function joinedParts(texts: readonly Uint8Array[]): readonly Uint8Array[] {
  return texts.flatMap((text, at) => (at === 0 ? [text] : [BETWEEN_BYTES, text]))
}

/** Null for what is not joined. */
export function splitMembers(text: string): readonly string[] | null {
  return text.includes(BETWEEN) ? text.split(BETWEEN) : null
}
