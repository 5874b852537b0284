import { visible } from '@slicescope/view/text'

/** Only what no name from the cluster can break out of. */
export function markdownLink(link: string): string {
  return /^https?:\/\/[^\s<>]+$/.test(link) ? `<${link}>` : escapeMarkdown(link)
}

/** A fence longer than any run of back quotes inside. */
export function commandBlock(commands: readonly string[]): readonly string[] {
  if (commands.length === 0) return []
  const text = commands.map(oneLine)
  const longest = Math.max(2, ...text.flatMap(each => [...each.matchAll(/`+/g)].map(([run]) => run.length)))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}sh`, ...text, fence]
}

/** Our own code marks stay, all else is escaped. */
export function markSentence(sentence: string): string {
  const parts = oneLine(sentence).split('`')
  if (parts.length % 2 === 0) return escapeMarkdown(sentence)
  return parts
    .map((part, index) => (index % 2 === 0 ? escapeMarkdown(part) : part === '' ? '' : `\`${part}\``))
    .join('')
}

export function escapeMarkdown(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>#|~!&]/g, character => `\\${character}`)
    .replace(/(https?):\/\//g, '$1\\://')
}

/** What would end a line does not, and nothing hides in it. */
export function oneLine(text: string): string {
  return visible(text.replace(/[\n\r\t\u0085\u2028\u2029]+/g, ' '))
}
