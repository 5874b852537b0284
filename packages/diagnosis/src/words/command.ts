/** Characters that no shell takes for more than themselves. */
const SAFE = /^[\w@%+:,./-][\w@%+=:,./-]*$/

/** A word as a POSIX shell takes it whole, whatever it holds; an option's name stays outside the quotes: jsonpath='{.spec}'. */
function shellWord(word: string): string {
  if (SAFE.test(word)) return word
  const option = /^[a-z][a-z-]*=(?=.)/.exec(word)?.[0] ?? ''
  return `${option}'${word.slice(option.length).replaceAll("'", String.raw`'\''`)}'`
}

/** A command that can be pasted: each word reaches the program as it is given here. All commands that are shown come from here. */
export function command(...words: readonly string[]): string {
  return words.map(shellWord).join(' ')
}

/** Commands that are run one after the other. */
export function commands(...all: readonly string[]): string {
  return all.join('; ')
}

/**
 * The words of a template: what is written is split at spaces, and what is put in stays part of the word it touches, so
 * `get pod/${name} -l ${selector}` has four words whatever the values hold. A list of values makes a word each.
 */
export function wordsOf(
  literals: readonly string[],
  values: readonly (string | readonly string[])[],
): readonly string[] {
  const words: string[] = []
  let word = ''
  const end = () => {
    if (word !== '') words.push(word)
    word = ''
  }
  for (const [at, literal] of literals.entries()) {
    for (const [index, part] of literal.split(' ').entries()) {
      if (index > 0) end()
      word += part
    }
    const value = values[at] ?? ''
    if (typeof value === 'string') word += value
    else {
      end()
      words.push(...value)
    }
  }
  end()
  return words
}
