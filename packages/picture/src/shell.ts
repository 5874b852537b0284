/** A word of a command line that a shell takes as it is. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A command that can be pasted, whatever names it holds. */
export function command(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}
