/** A verdict in two parts: what is wrong, and what that leaves, which may be said more quietly. */
export function splitSentence(text: string): { readonly lead: string; readonly rest: string } {
  const cut = firstColon(text)
  return cut < 0 ? { lead: text, rest: '' } : { lead: text.slice(0, cut), rest: ` – ${text.slice(cut + 2)}` }
}

/** What stands in brackets or in code is somebody else's words, and their colons are no end of ours. */
function firstColon(text: string): number {
  let depth = 0
  let isCode = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '`') isCode = !isCode
    else if (character === '(') depth += 1
    else if (character === ')') depth -= 1
    else if (depth <= 0 && !isCode && text.startsWith(': ', at)) return at
  }
  return -1
}
