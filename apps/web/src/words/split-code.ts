/** The parts of a text between back quotes, which are code, and those beside them; empty ones left out. */
export function splitCode(text: string): readonly { readonly text: string; readonly isCode: boolean }[] {
  const parts = text.split('`')
  // An odd back quote out is a character as any other.
  if (parts.length % 2 === 0) return [{ text, isCode: false }]
  return parts.map((part, index) => ({ text: part, isCode: index % 2 === 1 })).filter(part => part.text !== '')
}
